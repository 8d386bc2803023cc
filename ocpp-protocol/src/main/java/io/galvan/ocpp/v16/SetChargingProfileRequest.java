package io.galvan.ocpp.v16;

/** Installs a charging profile (OCPP 1.6, section 6). */
public record SetChargingProfileRequest(int connectorId, ChargingProfile csChargingProfiles) {}
