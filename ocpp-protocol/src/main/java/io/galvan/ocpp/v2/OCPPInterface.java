package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** OCPP Interface, in SetNetworkProfile (since OCPP 2.0.1). */
public enum OCPPInterface {
  Wired0,
  Wired1,
  Wired2,
  Wired3,
  Wireless0,
  Wireless1,
  Wireless2,
  Wireless3,
  @Since(OcppVersion.V2_1)
  Any
}
