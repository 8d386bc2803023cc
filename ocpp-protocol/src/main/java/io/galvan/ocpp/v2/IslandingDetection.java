package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** Islanding Detection, in NotifyEVChargingNeeds (since OCPP 2.1). */
public enum IslandingDetection {
  NoAntiIslandingSupport,
  RoCoF,
  @WireText("UVP_OVP")
  UVPOVP,
  @WireText("UFP_OFP")
  UFPOFP,
  VoltageVectorShift,
  ZeroCrossingDetection,
  OtherPassive,
  ImpedanceMeasurement,
  ImpedanceAtFrequency,
  SlipModeFrequencyShift,
  SandiaFrequencyShift,
  SandiaVoltageShift,
  FrequencyJump,
  RCLQFactor,
  OtherActive
}
