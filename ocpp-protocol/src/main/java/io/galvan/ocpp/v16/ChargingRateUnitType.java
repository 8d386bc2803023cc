package io.galvan.ocpp.v16;

/** The unit of a charging limit (OCPP 1.6, section 7). */
public enum ChargingRateUnitType {
  A,
  W
}
