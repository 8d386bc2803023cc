package io.galvan.ocpp.v16;

/** The outcome of ClearChargingProfile (OCPP 1.6, section 7). */
public enum ClearChargingProfileStatus {
  Accepted,
  Unknown
}
