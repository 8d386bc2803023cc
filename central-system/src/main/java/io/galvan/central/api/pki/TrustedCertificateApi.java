package io.galvan.central.api.pki;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.Trust;
import io.galvan.contract.pki.ContractCertificates.TrustUse;
import io.galvan.contract.pki.ContractCertificates.TrustedKey;
import io.galvan.contract.pki.ContractCertificates.TrustedQuery;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** By which authorities contract certificates are verified (Plug and Charge). */
public final class TrustedCertificateApi {
  public record TrustBody(TrustUse use, @MaxLength(10_000) String certificate) {}

  private final Bus bus;

  public TrustedCertificateApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of(
            "listTrustedCertificates",
            Access.VIEWER,
            call ->
                bus.request(ContractCertificates.LIST_TRUSTED, new TrustedQuery())
                    .onSuccess(call::ok)),
        of("trustCertificate", Access.OPERATOR, this::trust),
        of(
            "distrustCertificate",
            Access.OPERATOR,
            call ->
                bus.request(
                        ContractCertificates.DISTRUST, new TrustedKey(call.path("fingerprint", 64)))
                    .onSuccess(ok -> call.done())));
  }

  private Future<?> trust(Call call) {
    TrustBody body = call.body(TrustBody.class);
    return bus.request(ContractCertificates.TRUST, new Trust(body.use(), body.certificate()))
        .onSuccess(
            trusted -> call.created(trusted, "/trusted-certificates/" + trusted.fingerprint()));
  }
}
