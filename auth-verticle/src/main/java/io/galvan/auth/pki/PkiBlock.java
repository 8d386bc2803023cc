package io.galvan.auth.pki;

import io.galvan.auth.token.TokenService;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** Certificates: the authority, those of stations, contract certificates of vehicles. */
public final class PkiBlock {
  /**
   * @param tokens says whether the driver of a contract may charge
   */
  public PkiBlock(Wiring wiring, TokenService tokens) {
    var v2g = new V2gAuthorities(wiring.vertx(), wiring.pool(), wiring.writer());
    ofStations(wiring, v2g);
    ofVehicles(wiring, v2g, tokens);
  }

  private static void ofStations(Wiring wiring, V2gAuthorities v2g) {
    var store = new CertificateStore(wiring.pool());
    var names = new StationNames(wiring.bus(), store);
    var certificates =
        new CertificateService(
            store, v2g, names, wiring.writer(), wiring.vertx(), wiring.platform());
    wiring.serve(Certificates.AUTHORITY, certificates::authority);
    wiring.serve(Certificates.CERTIFY_SERVER, certificates::certifyServer);
    wiring.serve(Certificates.SUBMIT, certificates::submit);
    wiring.serve(Certificates.SIGN, certificates::sign);
    wiring.serve(Certificates.REJECT, certificates::reject);
    wiring.serve(Certificates.HANDED_OVER, certificates::handedOver);
    wiring.serve(Certificates.GET, certificates::get);
    wiring.serve(Certificates.LIST, certificates::list);
    wiring.serve(Certificates.FORGET, certificates::forget);
    var shown =
        new ShownCertificates(
            certificates,
            store,
            names,
            wiring.writer(),
            wiring.platform().clock(),
            wiring.platform().meters());
    wiring.hear(Subscription.AUTH, shown::hear);
    wiring.serve(Certificates.CHECK, shown::check);
  }

  private static void ofVehicles(Wiring wiring, V2gAuthorities v2g, TokenService tokens) {
    var responders =
        new Responders(
            wiring.vertx(),
            wiring.platform().clock(),
            new PublicHosts(wiring.vertx(), wiring.settings().ocspPrivateHosts()));
    wiring.atClose(responders::close);
    var trusted =
        new TrustedCertificates(wiring.pool(), wiring.writer(), wiring.platform().clock(), v2g);
    wiring.serve(ContractCertificates.LIST_TRUSTED, trusted::list);
    wiring.serve(ContractCertificates.TRUST, trusted::trust);
    wiring.serve(ContractCertificates.DISTRUST, trusted::distrust);
    var contracts =
        new ContractService(wiring.vertx(), wiring.platform().clock(), tokens, trusted, responders);
    wiring.serve(ContractCertificates.AUTHORIZE, contracts::authorize);
    wiring.serve(ContractCertificates.OCSP, contracts::ocsp);
    wiring.serve(ContractCertificates.STATUS, contracts::status);
    var provisions =
        new ProvisionService(
            ProvisionService.find(wiring.vertx(), wiring.settings().iso15118Provider()));
    wiring.serve(ContractCertificates.PROVIDE, provisions::provide);
  }
}
