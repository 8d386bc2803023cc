package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Monitor, in NotifyMonitoringReport, SetVariableMonitoring (since OCPP 2.0.1). */
public enum Monitor {
  UpperThreshold,
  LowerThreshold,
  Delta,
  Periodic,
  PeriodicClockAligned,
  @Since(OcppVersion.V2_1)
  TargetDelta,
  @Since(OcppVersion.V2_1)
  TargetDeltaRelative
}
