package io.galvan.ocpp.v2;

/** Control Mode, in NotifyEVChargingNeeds (since OCPP 2.1). */
public enum ControlMode {
  ScheduledControl,
  DynamicControl
}
