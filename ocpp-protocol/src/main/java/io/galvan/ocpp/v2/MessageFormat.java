package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/**
 * Message Format, in Authorize, ChangeTransactionTariff, NotifyDisplayMessages and others (since
 * OCPP 2.0.1).
 */
public enum MessageFormat {
  ASCII,
  HTML,
  URI,
  UTF8,
  @Since(OcppVersion.V2_1)
  QRCODE
}
