package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Certificate Signing Use, in CertificateSigned, SignCertificate (since OCPP 2.0.1). */
public enum CertificateSigningUse {
  ChargingStationCertificate,
  V2GCertificate,
  @Since(OcppVersion.V2_1)
  V2G20Certificate
}
