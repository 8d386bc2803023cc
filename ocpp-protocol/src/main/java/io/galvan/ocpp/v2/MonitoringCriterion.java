package io.galvan.ocpp.v2;

/** Monitoring Criterion, in GetMonitoringReport (since OCPP 2.0.1). */
public enum MonitoringCriterion {
  ThresholdMonitoring,
  DeltaMonitoring,
  PeriodicMonitoring
}
