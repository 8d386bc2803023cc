package io.galvan.ocpp.v16;

/**
 * Takes a connector, or with 0 the whole charge point, in or out of service (OCPP 1.6, section 6).
 */
public record ChangeAvailabilityRequest(int connectorId, AvailabilityType type) {}
