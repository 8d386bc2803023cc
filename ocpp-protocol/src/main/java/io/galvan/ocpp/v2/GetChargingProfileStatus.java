package io.galvan.ocpp.v2;

/** Get Charging Profile Status, in GetChargingProfiles (since OCPP 2.0.1). */
public enum GetChargingProfileStatus {
  Accepted,
  NoProfiles
}
