package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Get Certificate Id Use, in GetInstalledCertificateIds (since OCPP 2.0.1). */
public enum GetCertificateIdUse {
  V2GRootCertificate,
  MORootCertificate,
  CSMSRootCertificate,
  V2GCertificateChain,
  ManufacturerRootCertificate,
  @Since(OcppVersion.V2_1)
  OEMRootCertificate
}
