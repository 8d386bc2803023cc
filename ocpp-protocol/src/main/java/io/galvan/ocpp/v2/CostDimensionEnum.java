package io.galvan.ocpp.v2;

/** Cost Dimension Enum, in TransactionEvent (since OCPP 2.1). */
public enum CostDimensionEnum {
  Energy,
  MaxCurrent,
  MinCurrent,
  MaxPower,
  MinPower,
  IdleTIme,
  ChargingTime
}
