package io.galvan.ocpp.v2;

/** Charging State, in TransactionEvent (since OCPP 2.0.1). */
public enum ChargingState {
  EVConnected,
  Charging,
  SuspendedEV,
  SuspendedEVSE,
  Idle
}
