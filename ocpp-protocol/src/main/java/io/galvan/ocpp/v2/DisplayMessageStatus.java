package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Display Message Status, in SetDisplayMessage (since OCPP 2.0.1). */
public enum DisplayMessageStatus {
  Accepted,
  NotSupportedMessageFormat,
  Rejected,
  NotSupportedPriority,
  NotSupportedState,
  UnknownTransaction,
  @Since(OcppVersion.V2_1)
  LanguageNotSupported
}
