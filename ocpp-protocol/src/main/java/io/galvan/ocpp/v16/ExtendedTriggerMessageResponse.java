package io.galvan.ocpp.v16;

/** Says whether the message will be sent (security whitepaper). */
public record ExtendedTriggerMessageResponse(TriggerMessageStatus status) {}
