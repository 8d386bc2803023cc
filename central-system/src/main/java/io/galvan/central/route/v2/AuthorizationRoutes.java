package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.cost.Tariffs.Applicable;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.CertificateVerdict;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorize;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.token.Tokens;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.AuthorizeCertificateStatus;
import io.galvan.ocpp.v2.AuthorizeRequest;
import io.galvan.ocpp.v2.AuthorizeResponse;
import io.galvan.ocpp.v2.EnergyTransferMode;
import io.galvan.ocpp.v2.OCSPRequestData;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functional block C: may this token charge, and this contract certificate? At what price? */
final class AuthorizationRoutes {
  private final Bus bus;
  private final DriverPrices prices;

  AuthorizationRoutes(Bus bus) {
    this.bus = bus;
    this.prices = new DriverPrices(bus);
  }

  private record Verdict(Tokens.Authorization token, @Nullable CertificateVerdict certificate) {}

  Future<AuthorizeResponse> authorize(Caller caller, AuthorizeRequest request) {
    Future<Verdict> verdict = verdict(caller, request);
    Future<Applicable> price = prices.of(caller.chargerId(), request.idToken().idToken());
    Future<@Nullable List<EnergyTransferMode>> transfers = energyTransfers(caller);
    return Future.all(verdict, price, transfers)
        .map(
            ok -> response(verdict.result(), price.result(), transfers.result(), caller.version()));
  }

  /** In which ways energy may be transferred, where a policy says so (2.1, Q01). */
  private Future<@Nullable List<EnergyTransferMode>> energyTransfers(Caller caller) {
    return caller.version() == OcppVersion.V2_0_1
        ? Future.succeededFuture()
        : bus.request(Policies.EFFECTIVE, new ChargerKey(caller.chargerId()))
            .map(
                policy -> {
                  List<String> modes = policy.vehiclesOrNone().energyTransfers();
                  return modes == null
                      ? null
                      : modes.stream()
                          .flatMap(mode -> Wire.parse(EnergyTransferMode.class, mode).stream())
                          .toList();
                });
  }

  private Future<Verdict> verdict(Caller caller, AuthorizeRequest request) {
    Tokens.Authorize question = IdTokenInfos.question(caller.chargerId(), request.idToken(), null);
    List<OCSPRequestData> hashes = request.iso15118CertificateHashData();
    return request.certificate() == null && hashes == null
        ? bus.request(Tokens.AUTHORIZE, question).map(verdict -> new Verdict(verdict, null))
        : bus.request(
                ContractCertificates.AUTHORIZE,
                new ContractAuthorize(
                    question,
                    request.certificate(),
                    hashes == null
                        ? List.of()
                        : hashes.stream().map(CertificateRoutes::query).toList()))
            .map(answer -> new Verdict(answer.authorization(), answer.certificateStatus()));
  }

  /** Who may not charge is told no price, and in no ways to charge. */
  private static AuthorizeResponse response(
      Verdict verdict,
      Applicable price,
      @Nullable List<EnergyTransferMode> transfers,
      OcppVersion version) {
    boolean accepted = verdict.token().status() == Tokens.TokenStatus.Accepted;
    return new AuthorizeResponse(
        IdTokenInfos.of(
            verdict.token(), version, accepted ? DriverPrices.text(price, version) : null),
        verdict.certificate() == null
            ? null
            : AuthorizeCertificateStatus.valueOf(verdict.certificate().name()),
        accepted ? transfers : null,
        accepted ? DriverPrices.tariff(price, version) : null,
        null);
  }
}
