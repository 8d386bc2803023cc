package io.galvan.ocpp.v2;

/**
 * Charging Rate Unit, in GetCompositeSchedule, NotifyChargingLimit, NotifyEVChargingSchedule and
 * others (since OCPP 2.0.1).
 */
public enum ChargingRateUnit {
  W,
  A
}
