package io.galvan.ocpp.v16;

/** Says whether the cable is unlocked (OCPP 1.6, section 6). */
public record UnlockConnectorResponse(UnlockStatus status) {}
