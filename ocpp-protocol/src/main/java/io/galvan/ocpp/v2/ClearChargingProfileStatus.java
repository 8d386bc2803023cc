package io.galvan.ocpp.v2;

/** Clear Charging Profile Status, in ClearChargingProfile (since OCPP 2.0.1). */
public enum ClearChargingProfileStatus {
  Accepted,
  Unknown
}
