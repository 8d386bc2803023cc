package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Install Certificate Use, in InstallCertificate (since OCPP 2.0.1). */
public enum InstallCertificateUse {
  V2GRootCertificate,
  MORootCertificate,
  ManufacturerRootCertificate,
  CSMSRootCertificate,
  @Since(OcppVersion.V2_1)
  OEMRootCertificate
}
