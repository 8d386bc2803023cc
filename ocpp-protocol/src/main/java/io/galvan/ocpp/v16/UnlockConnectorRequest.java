package io.galvan.ocpp.v16;

/** Unlocks the cable of a connector (OCPP 1.6, section 6). */
public record UnlockConnectorRequest(int connectorId) {}
