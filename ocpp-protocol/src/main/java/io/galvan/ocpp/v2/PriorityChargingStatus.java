package io.galvan.ocpp.v2;

/** Priority Charging Status, in UsePriorityCharging (since OCPP 2.1). */
public enum PriorityChargingStatus {
  Accepted,
  Rejected,
  NoProfile
}
