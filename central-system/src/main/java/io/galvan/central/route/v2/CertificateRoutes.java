package io.galvan.central.route.v2;

import static io.galvan.central.route.Route.answer;

import io.galvan.central.route.Caller;
import io.galvan.central.route.Route;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.ContractCertificates.OcspQuery;
import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionAction;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.galvan.contract.pki.ContractCertificates.StatusQuery;
import io.galvan.contract.pki.ContractCertificates.StatusSource;
import io.galvan.contract.registration.Chargers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.CertificateHashData;
import io.galvan.ocpp.v2.CertificateStatus;
import io.galvan.ocpp.v2.CertificateStatusEnum;
import io.galvan.ocpp.v2.CertificateStatusRequestInfo;
import io.galvan.ocpp.v2.GenericStatus;
import io.galvan.ocpp.v2.Get15118EVCertificateRequest;
import io.galvan.ocpp.v2.Get15118EVCertificateResponse;
import io.galvan.ocpp.v2.GetCertificateChainStatusRequest;
import io.galvan.ocpp.v2.GetCertificateChainStatusResponse;
import io.galvan.ocpp.v2.GetCertificateStatus;
import io.galvan.ocpp.v2.GetCertificateStatusRequest;
import io.galvan.ocpp.v2.GetCertificateStatusResponse;
import io.galvan.ocpp.v2.Iso15118EVCertificateStatus;
import io.galvan.ocpp.v2.OCSPRequestData;
import io.galvan.ocpp.v2.SecurityActions;
import io.galvan.ocpp.v2.SignCertificateRequest;
import io.galvan.ocpp.v2.SignCertificateResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functional blocks A and M: certificates that stations and vehicles want, and their state. */
final class CertificateRoutes {
  private static final int MAX_DETAIL = 512;

  private final Bus bus;

  CertificateRoutes(Bus bus) {
    this.bus = bus;
  }

  List<Route<?, ?>> routes() {
    return List.of(
        answer(SecurityActions.GET15118_EV_CERTIFICATE, this::getEvCertificate),
        answer(SecurityActions.GET_CERTIFICATE_CHAIN_STATUS, this::getChainStatus),
        answer(SecurityActions.GET_CERTIFICATE_STATUS, this::getStatus),
        answer(SecurityActions.SIGN_CERTIFICATE, this::sign));
  }

  /**
   * Rejected when the request can never be signed. Otherwise the certificate follows as
   * CertificateSigned, at once or when an operator has signed it (A02, A03).
   */
  Future<SignCertificateResponse> sign(Caller caller, SignCertificateRequest request) {
    return bus.request(Chargers.GET, new Chargers.ChargerKey(caller.chargerId()))
        .compose(
            charger ->
                bus.request(
                    Certificates.SUBMIT,
                    new Certificates.Submission(
                        charger.id(),
                        request.csr(),
                        charger.registration() == Chargers.Registration.Accepted,
                        request.certificateType() == null
                            ? null
                            : CertificateUse.valueOf(request.certificateType().name()),
                        request.requestId(),
                        request.hashRootCertificate() == null
                            ? null
                            : hash(request.hashRootCertificate()))))
        .map(
            submitted -> {
              if (submitted.state() == SigningState.Signed) {
                bus.send(Certificates.HAND_OVER, new Certificates.SigningKey(submitted.id()));
              }
              return submitted.state() == SigningState.Rejected
                  ? new SignCertificateResponse(
                      GenericStatus.Rejected, info("InvalidCSR", submitted.reason()), null)
                  : new SignCertificateResponse(GenericStatus.Accepted, null, null);
            });
  }

  /** M01, M02: the provider's answer as it is; the vehicle judges it. */
  Future<Get15118EVCertificateResponse> getEvCertificate(
      Caller caller, Get15118EVCertificateRequest request) {
    return bus.request(
            ContractCertificates.PROVIDE,
            new ProvisionQuery(
                caller.chargerId(),
                request.iso15118SchemaVersion(),
                ProvisionAction.valueOf(request.action().name()),
                request.exiRequest(),
                request.maximumContractCertificateChains(),
                request.prioritizedEMAIDs()))
        .map(
            provision -> {
              boolean old = caller.version() == OcppVersion.V2_0_1;
              Provision fitting =
                  provision.exiResponse().length() > (old ? 5_600 : 17_000)
                      ? Provision.failed("the provider's answer is too long for this version")
                      : provision;
              return new Get15118EVCertificateResponse(
                  fitting.accepted()
                      ? Iso15118EVCertificateStatus.Accepted
                      : Iso15118EVCertificateStatus.Failed,
                  fitting.accepted() ? null : info("NoCertificate", fitting.reason()),
                  fitting.exiResponse(),
                  old ? null : fitting.remainingContracts(),
                  null);
            });
  }

  /** M06: the responder's own words, which the vehicle verifies. */
  Future<GetCertificateStatusResponse> getStatus(
      Caller caller, GetCertificateStatusRequest request) {
    int most = caller.version() == OcppVersion.V2_0_1 ? 5_500 : 18_000;
    return bus.request(ContractCertificates.OCSP, query(request.ocspRequestData()))
        .map(
            answer -> {
              byte[] response = answer.response();
              String result =
                  response == null ? null : Base64.getEncoder().encodeToString(response);
              if (result != null && result.length() <= most) {
                return new GetCertificateStatusResponse(
                    GetCertificateStatus.Accepted, null, result, null);
              }
              String why = result == null ? answer.reason() : "the responder's answer is too long";
              return new GetCertificateStatusResponse(
                  GetCertificateStatus.Failed, info("NoOCSPResponse", why), null, null);
            });
  }

  /** M07 of 2.1. */
  Future<GetCertificateChainStatusResponse> getChainStatus(
      Caller caller, GetCertificateChainStatusRequest request) {
    List<Future<CertificateStatus>> asked =
        request.certificateStatusRequests().stream().map(this::status).toList();
    return Future.all(asked)
        .map(
            all ->
                new GetCertificateChainStatusResponse(
                    asked.stream().map(Future::result).toList(), null));
  }

  private Future<CertificateStatus> status(CertificateStatusRequestInfo asked) {
    CertificateHashData hash = asked.certificateHashData();
    return bus.request(
            ContractCertificates.STATUS,
            new StatusQuery(hash(hash), StatusSource.valueOf(asked.source().name()), asked.urls()))
        .map(
            answer ->
                new CertificateStatus(
                    hash,
                    answer.nextUpdate().atOffset(ZoneOffset.UTC),
                    asked.source(),
                    CertificateStatusEnum.valueOf(answer.status().name()),
                    null));
  }

  static OcspQuery query(OCSPRequestData data) {
    return new OcspQuery(
        new HashData(
            data.hashAlgorithm().name(),
            data.issuerNameHash(),
            data.issuerKeyHash(),
            data.serialNumber()),
        data.responderURL());
  }

  private static HashData hash(CertificateHashData hash) {
    return new HashData(
        hash.hashAlgorithm().name(),
        hash.issuerNameHash(),
        hash.issuerKeyHash(),
        hash.serialNumber());
  }

  private static StatusInfo info(String reasonCode, @Nullable String detail) {
    String shortened =
        detail == null || detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL);
    return new StatusInfo(shortened, reasonCode, null);
  }
}
