package io.galvan.ocpp.v16;

/** The outcome of SetChargingProfile (OCPP 1.6, section 7). */
public enum ChargingProfileStatus {
  Accepted,
  Rejected,
  NotSupported
}
