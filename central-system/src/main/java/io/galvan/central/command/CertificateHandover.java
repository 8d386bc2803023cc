package io.galvan.central.command;

import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.ClientCertificate;
import io.galvan.contract.pki.Certificates.Handover;
import io.galvan.contract.pki.Certificates.SigningKey;
import io.galvan.contract.pki.Certificates.SigningRequest;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.CertificateSignedRequest;
import io.galvan.ocpp.v2.CertificateSigningUse;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a signed certificate to the station that asked for it, as a command CertificateSigned, and
 * keeps what the station says to it. A certificate that could not be handed over stays Signed:
 * signing the request once more hands it over again.
 */
public final class CertificateHandover {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateHandover.class);
  private static final String REQUESTED_BY = "galvan";

  private final Bus bus;
  private final CommandService commands;

  public CertificateHandover(Bus bus, CommandService commands) {
    this.bus = bus;
    this.commands = commands;
  }

  /** Serves {@link Certificates#HAND_OVER}. */
  public void serve() {
    bus.serve(Certificates.HAND_OVER, this::handOver);
  }

  private Future<Done> handOver(SigningKey key) {
    return bus.request(Certificates.GET, key)
        .compose(
            request ->
                request.state() == SigningState.Signed
                    ? send(request)
                    : Future.succeededFuture(Done.DONE))
        .onFailure(
            failure ->
                LOG.warn("a certificate could not be handed over: {}", failure.getMessage()));
  }

  private Future<Done> send(SigningRequest request) {
    ClientCertificate certificate = request.certificate();
    if (certificate == null) {
      return Future.failedFuture(new IllegalStateException("a signed request has a certificate"));
    }
    return SpokenVersion.of(bus, request.chargerId())
        .compose(
            version ->
                commands.execute(
                    new CommandRequest(
                        request.chargerId(),
                        "CertificateSigned",
                        version,
                        payload(version, request, certificate.certificate()),
                        REQUESTED_BY,
                        null,
                        null)))
        .compose(outcome -> answered(request, outcome.command()));
  }

  private static String payload(OcppVersion version, SigningRequest request, String chain) {
    if (version == OcppVersion.V1_6) {
      return Shape.of(CertificateSignedRequest.class).write(new CertificateSignedRequest(chain));
    }
    CertificateUse use = request.certificateType();
    return Shape.of(io.galvan.ocpp.v2.CertificateSignedRequest.class, version)
        .write(
            new io.galvan.ocpp.v2.CertificateSignedRequest(
                chain,
                use == null ? null : CertificateSigningUse.valueOf(use.name()),
                version == OcppVersion.V2_0_1 ? null : request.requestId(),
                null));
  }

  private Future<Done> answered(SigningRequest request, Command command) {
    return switch (command.state()) {
      case Accepted -> tell(new Handover(request.id(), true, null));
      case Rejected -> refused(request, "the station answered " + command.status());
      case Failed ->
          command.errorCode() == null
              ? Future.succeededFuture(Done.DONE)
              : refused(request, "the station answered " + command.errorCode());
      // Its next connection with the certificate would tell that it took it.
      case Queued, Sent, TimedOut, Unknown, Expired, Cancelled -> Future.succeededFuture(Done.DONE);
    };
  }

  private Future<Done> refused(SigningRequest request, String why) {
    return tell(new Handover(request.id(), false, why));
  }

  private Future<Done> tell(Handover handover) {
    return bus.request(Certificates.HANDED_OVER, handover).map(Done.DONE);
  }
}
