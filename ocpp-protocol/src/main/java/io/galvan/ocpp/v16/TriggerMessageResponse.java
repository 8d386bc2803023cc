package io.galvan.ocpp.v16;

/** Says whether the message will be sent (OCPP 1.6, section 6). */
public record TriggerMessageResponse(TriggerMessageStatus status) {}
