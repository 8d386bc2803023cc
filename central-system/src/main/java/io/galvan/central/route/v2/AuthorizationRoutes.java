package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.ocpp.v2.AuthorizeCertificateStatus;
import io.galvan.ocpp.v2.AuthorizeRequest;
import io.galvan.ocpp.v2.AuthorizeResponse;
import io.galvan.ocpp.v2.OCSPRequestData;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.ContractCertificates;
import io.galvan.platform.contract.ContractCertificates.ContractAuthorize;
import io.vertx.core.Future;
import java.util.List;

/** Functional block C: may this token charge, and this contract certificate? */
final class AuthorizationRoutes {
  private final Bus bus;

  AuthorizationRoutes(Bus bus) {
    this.bus = bus;
  }

  Future<AuthorizeResponse> authorize(Caller caller, AuthorizeRequest request) {
    Auth.Authorize question = IdTokenInfos.question(caller.chargerId(), request.idToken(), null);
    List<OCSPRequestData> hashes = request.iso15118CertificateHashData();
    return request.certificate() == null && hashes == null
        ? bus.request(Auth.AUTHORIZE, question)
            .map(
                verdict ->
                    new AuthorizeResponse(
                        IdTokenInfos.of(verdict, caller.version()), null, null, null, null))
        : bus.request(
                ContractCertificates.AUTHORIZE,
                new ContractAuthorize(
                    question,
                    request.certificate(),
                    hashes == null
                        ? List.of()
                        : hashes.stream().map(CertificateRoutes::query).toList()))
            .map(
                answer ->
                    new AuthorizeResponse(
                        IdTokenInfos.of(answer.authorization(), caller.version()),
                        AuthorizeCertificateStatus.valueOf(answer.certificateStatus().name()),
                        null,
                        null,
                        null));
  }
}
