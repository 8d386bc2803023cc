package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Reset, in Reset (since OCPP 2.0.1). */
public enum Reset {
  Immediate,
  OnIdle,
  @Since(OcppVersion.V2_1)
  ImmediateAndResume
}
