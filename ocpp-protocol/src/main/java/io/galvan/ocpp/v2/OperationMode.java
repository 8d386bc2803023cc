package io.galvan.ocpp.v2;

/**
 * Operation Mode, in GetCompositeSchedule, NotifyChargingLimit, NotifyEVChargingSchedule and others
 * (since OCPP 2.1).
 */
public enum OperationMode {
  Idle,
  ChargingOnly,
  CentralSetpoint,
  ExternalSetpoint,
  ExternalLimits,
  CentralFrequency,
  LocalFrequency,
  LocalLoadBalancing
}
