package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** OCPP Version, in SetNetworkProfile (since OCPP 2.0.1). */
public enum OCPPVersion {
  OCPP12,
  OCPP15,
  OCPP16,
  OCPP20,
  @Since(OcppVersion.V2_1)
  OCPP201,
  @Since(OcppVersion.V2_1)
  OCPP21
}
