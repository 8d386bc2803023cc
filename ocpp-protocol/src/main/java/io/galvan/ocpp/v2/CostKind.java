package io.galvan.ocpp.v2;

/**
 * Cost Kind, in NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles and others
 * (since OCPP 2.0.1).
 */
public enum CostKind {
  CarbonDioxideEmission,
  RelativePricePercentage,
  RenewableGenerationPercentage
}
