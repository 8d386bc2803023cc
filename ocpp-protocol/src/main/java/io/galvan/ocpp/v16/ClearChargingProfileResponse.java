package io.galvan.ocpp.v16;

/** Says whether any profile matched (OCPP 1.6, section 6). */
public record ClearChargingProfileResponse(ClearChargingProfileStatus status) {}
