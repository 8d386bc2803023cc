package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Clear Message Status, in ClearDisplayMessage (since OCPP 2.0.1). */
public enum ClearMessageStatus {
  Accepted,
  Unknown,
  @Since(OcppVersion.V2_1)
  Rejected
}
