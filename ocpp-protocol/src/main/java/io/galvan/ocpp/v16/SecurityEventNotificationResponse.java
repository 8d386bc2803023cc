package io.galvan.ocpp.v16;

/** Acknowledges the event (security whitepaper). */
public record SecurityEventNotificationResponse() {}
