package io.galvan.ocpp.v2;

/** Battery Swap Event, in BatterySwap (since OCPP 2.1). */
public enum BatterySwapEvent {
  BatteryIn,
  BatteryOut,
  BatteryOutTimeout
}
