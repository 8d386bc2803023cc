package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Log, in GetLog (since OCPP 2.0.1). */
public enum Log {
  DiagnosticsLog,
  SecurityLog,
  @Since(OcppVersion.V2_1)
  DataCollectorLog
}
