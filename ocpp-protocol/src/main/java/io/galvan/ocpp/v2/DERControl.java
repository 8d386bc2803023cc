package io.galvan.ocpp.v2;

/** DER Control, in ClearDERControl, GetDERControl, NotifyDERAlarm and others (since OCPP 2.1). */
public enum DERControl {
  EnterService,
  FreqDroop,
  FreqWatt,
  FixedPFAbsorb,
  FixedPFInject,
  FixedVar,
  Gradients,
  HFMustTrip,
  HFMayTrip,
  HVMustTrip,
  HVMomCess,
  HVMayTrip,
  LimitMaxDischarge,
  LFMustTrip,
  LVMustTrip,
  LVMomCess,
  LVMayTrip,
  PowerMonitoringMustTrip,
  VoltVar,
  VoltWatt,
  WattPF,
  WattVar
}
