package io.galvan.central.api.pki;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.contract.pki.Certificates.Root;
import io.galvan.contract.pki.Certificates.SigningKey;
import io.galvan.contract.pki.Certificates.SigningQuery;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.StationCertificates;
import io.galvan.contract.pki.StationCertificates.InstalledCertificate;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Galvan's certificate authority, the stations' certificates, and their security profiles. */
public final class CertificateApi {
  /**
   * @param certificate all roots as PEM, one after the other, as a station's trust store takes them
   * @param subject of the first root
   * @param validTo when the first of them ends
   */
  record AuthorityView(String certificate, String subject, Instant validTo, List<Root> roots) {
    static AuthorityView of(List<Root> roots) {
      return new AuthorityView(
          roots.stream().map(Root::certificate).collect(Collectors.joining()),
          roots.get(0).subject(),
          roots.stream().map(Root::validTo).min(Instant::compareTo).orElseThrow(),
          roots);
    }
  }

  record ChargerCertificates(
      String chargerId,
      List<ClientCertificate> clientCertificates,
      List<InstalledCertificate> installed) {}

  public record RejectBody(@MaxLength(500) String reason) {}

  public record SecurityProfileBody(int profile) {}

  private static final int MAX_CERTIFICATES = 100;

  private final Bus bus;

  public CertificateApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("getCertificateAuthority", Access.VIEWER, this::authority),
        of("listChargerCertificates", Access.VIEWER, this::ofCharger),
        of("listSigningRequests", Access.VIEWER, this::list),
        of("signSigningRequest", Access.OPERATOR, this::sign),
        of("rejectSigningRequest", Access.OPERATOR, this::reject),
        of("setSecurityProfile", Access.OPERATOR, this::securityProfile));
  }

  private Future<?> authority(Call call) {
    return bus.request(Certificates.AUTHORITY, new Certificates.AuthorityQuery())
        .onSuccess(authority -> call.ok(AuthorityView.of(authority.roots())));
  }

  private Future<?> ofCharger(Call call) {
    return bus.request(Chargers.GET, ChargerApi.key(call))
        .compose(
            charger ->
                Future.all(
                        bus.request(
                            Certificates.LIST,
                            new SigningQuery(charger.id(), null, MAX_CERTIFICATES, null)),
                        bus.request(
                            StationCertificates.LIST, new Chargers.ChargerKey(charger.id())))
                    .map(
                        both -> {
                          Certificates.SigningPage signed = both.resultAt(0);
                          StationCertificates.InstalledCertificates installed = both.resultAt(1);
                          return new ChargerCertificates(
                              charger.id(),
                              signed.items().stream()
                                  .map(SigningRequest::certificate)
                                  .filter(Objects::nonNull)
                                  .toList(),
                              installed.items());
                        }))
        .onSuccess(call::ok);
  }

  private Future<?> list(Call call) {
    SigningQuery query =
        new SigningQuery(
            call.text("chargerId", ChargerApi.ID),
            call.choice("state", SigningState.class),
            call.limit(),
            call.cursor());
    return bus.request(Certificates.LIST, query).onSuccess(call::ok);
  }

  /** The station gets its certificate behind this answer; one signed before gets it again. */
  private Future<?> sign(Call call) {
    SigningKey key = new SigningKey(call.path("signingRequestId", 64));
    return bus.request(Certificates.SIGN, key)
        .onSuccess(
            request -> {
              if (request.state() == SigningState.Signed) {
                bus.send(Certificates.HAND_OVER, key);
              }
              call.ok(request);
            });
  }

  private Future<?> reject(Call call) {
    RejectBody body = call.body(RejectBody.class);
    return bus.request(
            Certificates.REJECT,
            new Certificates.Refusal(call.path("signingRequestId", 64), body.reason()))
        .onSuccess(call::ok);
  }

  private Future<?> securityProfile(Call call) {
    SecurityProfileBody body = call.body(SecurityProfileBody.class);
    return bus.request(
            Chargers.SET_SECURITY_PROFILE,
            new Chargers.SecurityProfile(call.path("chargerId", ChargerApi.ID), body.profile()))
        .onSuccess(call::ok);
  }
}
