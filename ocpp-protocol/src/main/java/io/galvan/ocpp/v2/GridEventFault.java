package io.galvan.ocpp.v2;

/** Grid Event Fault, in NotifyDERAlarm (since OCPP 2.1). */
public enum GridEventFault {
  CurrentImbalance,
  LocalEmergency,
  LowInputPower,
  OverCurrent,
  OverFrequency,
  OverVoltage,
  PhaseRotation,
  RemoteEmergency,
  UnderFrequency,
  UnderVoltage,
  VoltageImbalance
}
