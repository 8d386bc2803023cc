package io.galvan.ocpp.v16;

/** Acknowledges the state (OCPP 1.6, section 6). */
public record StatusNotificationResponse() {}
