package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.vertx.core.Future;

/**
 * Gives vehicles their contract certificates (2.0.1 part 2, M01, M02): takes a vehicle's
 * CertificateInstallationReq or CertificateUpdateReq in EXI and gives the answer to it, also in
 * EXI, as a certificate provisioning service does. Found by {@link java.util.ServiceLoader};
 * without one there is that of {@code GALVAN_ISO15118_PROVIDER}, or none.
 */
public interface CertificateProvider {
  /**
   * Called on an event loop, so it must not block; one that fails, throws or takes longer than a
   * vehicle waits has refused.
   */
  Future<Provision> provide(ProvisionQuery query);
}
