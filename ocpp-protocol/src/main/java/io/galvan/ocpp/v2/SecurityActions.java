package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/** Functional blocks A and M: certificates of stations and vehicles, and security events. */
public final class SecurityActions {
  public static final Action<CertificateSignedRequest, CertificateSignedResponse>
      CERTIFICATE_SIGNED =
          fromCentral(
              "CertificateSigned", CertificateSignedRequest.class, CertificateSignedResponse.class);

  public static final Action<DeleteCertificateRequest, DeleteCertificateResponse>
      DELETE_CERTIFICATE =
          fromCentral(
              "DeleteCertificate", DeleteCertificateRequest.class, DeleteCertificateResponse.class);

  public static final Action<Get15118EVCertificateRequest, Get15118EVCertificateResponse>
      GET15118_EV_CERTIFICATE =
          fromCharger(
              "Get15118EVCertificate",
              Get15118EVCertificateRequest.class,
              Get15118EVCertificateResponse.class);

  public static final Action<GetCertificateChainStatusRequest, GetCertificateChainStatusResponse>
      GET_CERTIFICATE_CHAIN_STATUS =
          fromCharger(
              "GetCertificateChainStatus",
              GetCertificateChainStatusRequest.class,
              GetCertificateChainStatusResponse.class);

  public static final Action<GetCertificateStatusRequest, GetCertificateStatusResponse>
      GET_CERTIFICATE_STATUS =
          fromCharger(
              "GetCertificateStatus",
              GetCertificateStatusRequest.class,
              GetCertificateStatusResponse.class);

  public static final Action<GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse>
      GET_INSTALLED_CERTIFICATE_IDS =
          fromCentral(
              "GetInstalledCertificateIds",
              GetInstalledCertificateIdsRequest.class,
              GetInstalledCertificateIdsResponse.class);

  public static final Action<InstallCertificateRequest, InstallCertificateResponse>
      INSTALL_CERTIFICATE =
          fromCentral(
              "InstallCertificate",
              InstallCertificateRequest.class,
              InstallCertificateResponse.class);

  public static final Action<SecurityEventNotificationRequest, SecurityEventNotificationResponse>
      SECURITY_EVENT_NOTIFICATION =
          fromCharger(
              "SecurityEventNotification",
              SecurityEventNotificationRequest.class,
              SecurityEventNotificationResponse.class);

  public static final Action<SignCertificateRequest, SignCertificateResponse> SIGN_CERTIFICATE =
      fromCharger("SignCertificate", SignCertificateRequest.class, SignCertificateResponse.class);

  private SecurityActions() {}
}
