package io.galvan.central.command;

import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.CertificateSignedRequest;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Certificates.Handover;
import io.galvan.platform.contract.Certificates.SigningKey;
import io.galvan.platform.contract.Certificates.SigningRequest;
import io.galvan.platform.contract.Certificates.SigningState;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Done;
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
    if (request.certificate() == null) {
      return Future.failedFuture(new IllegalStateException("a signed request has a certificate"));
    }
    String payload =
        Shape.of(CertificateSignedRequest.class)
            .write(new CertificateSignedRequest(request.certificate().certificate()));
    return commands
        .execute(
            new CommandRequest(
                request.chargerId(), "CertificateSigned", payload, REQUESTED_BY, null))
        .compose(outcome -> answered(request, outcome.command()));
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
