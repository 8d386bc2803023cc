package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.CertificateHashDataChain;
import io.galvan.ocpp.v2.CertificateSignedRequest;
import io.galvan.ocpp.v2.CertificateSignedResponse;
import io.galvan.ocpp.v2.CertificateSignedStatus;
import io.galvan.ocpp.v2.CertificateSigningUse;
import io.galvan.ocpp.v2.DeleteCertificateRequest;
import io.galvan.ocpp.v2.DeleteCertificateResponse;
import io.galvan.ocpp.v2.GetInstalledCertificateIdsRequest;
import io.galvan.ocpp.v2.GetInstalledCertificateIdsResponse;
import io.galvan.ocpp.v2.GetInstalledCertificateStatus;
import io.galvan.ocpp.v2.InstallCertificateRequest;
import io.galvan.ocpp.v2.InstallCertificateResponse;
import io.galvan.ocpp.v2.InstallCertificateStatus;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.SecurityActions;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetNetworkProfileResponse;
import io.galvan.ocpp.v2.SetNetworkProfileStatus;
import io.galvan.simulator.station.Answer;
import java.util.List;

/** Certificates and ways to the central system (OCPP 2.x, A, B09, M). */
final class SecurityCommands {
  private final Station2 station;
  private final Certificates certificates;

  SecurityCommands(Station2 station) {
    this.station = station;
    this.certificates = station.certificates();
  }

  void register(Commands table) {
    table.route(SecurityActions.CERTIFICATE_SIGNED, this::certificateSigned);
    table.route(SecurityActions.DELETE_CERTIFICATE, this::deleteCertificate);
    table.route(SecurityActions.GET_INSTALLED_CERTIFICATE_IDS, this::getInstalledCertificateIds);
    table.route(SecurityActions.INSTALL_CERTIFICATE, this::installCertificate);
    table.route(ProvisioningActions.SET_NETWORK_PROFILE, this::setNetworkProfile);
  }

  private Answer certificateSigned(CertificateSignedRequest request) {
    CertificateSigningUse use =
        request.certificateType() == null
            ? CertificateSigningUse.ChargingStationCertificate
            : request.certificateType();
    boolean taken = certificates.signed(use, request.certificateChain());
    Answer answer =
        Answer.of(
            new CertificateSignedResponse(
                taken ? CertificateSignedStatus.Accepted : CertificateSignedStatus.Rejected,
                taken ? null : Why.of("InvalidCertificate"),
                null));
    return taken
        ? answer
        : answer.then(() -> station.securityEvent("InvalidChargingStationCertificate", null));
  }

  private Answer installCertificate(InstallCertificateRequest request) {
    InstallCertificateStatus status =
        certificates.install(request.certificateType(), request.certificate());
    return Answer.of(
        new InstallCertificateResponse(
            status,
            status == InstallCertificateStatus.Accepted ? null : Why.of("InvalidCertificate"),
            null));
  }

  private Answer deleteCertificate(DeleteCertificateRequest request) {
    return Answer.of(
        new DeleteCertificateResponse(
            certificates.delete(request.certificateHashData()), null, null));
  }

  private Answer getInstalledCertificateIds(GetInstalledCertificateIdsRequest request) {
    List<CertificateHashDataChain> found = certificates.ids(request.certificateType());
    return Answer.of(
        found.isEmpty()
            ? new GetInstalledCertificateIdsResponse(
                GetInstalledCertificateStatus.NotFound, null, null, null)
            : new GetInstalledCertificateIdsResponse(
                GetInstalledCertificateStatus.Accepted, null, found, null));
  }

  private Answer setNetworkProfile(SetNetworkProfileRequest request) {
    SetNetworkProfileStatus status =
        station.networks().set(request.configurationSlot(), request.connectionData());
    return Answer.of(
        new SetNetworkProfileResponse(
            status,
            status == SetNetworkProfileStatus.Accepted ? null : Why.of("InvalidNetworkConf"),
            null));
  }
}
