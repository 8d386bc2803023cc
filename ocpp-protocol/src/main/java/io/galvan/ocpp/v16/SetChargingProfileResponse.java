package io.galvan.ocpp.v16;

/** Says whether the profile was taken (OCPP 1.6, section 6). */
public record SetChargingProfileResponse(ChargingProfileStatus status) {}
