package io.galvan.auth.pki;

import io.galvan.auth.block.CommandPayload;
import io.galvan.auth.block.Fields;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.pki.Certificates.Shown;
import io.galvan.contract.pki.Certificates.SigningState;
import io.galvan.contract.pki.Certificates.Verdict;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.CertificateSignedRequest;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The client certificates of stations after they were signed: what stations said to them, and which
 * of those that they show open the door (security whitepaper, profile 3).
 */
final class ShownCertificates {
  private static final Verdict ACCEPTED = new Verdict(true, null);

  private final CertificateService authority;
  private final CertificateStore store;
  private final StationNames names;
  private final Writer writer;
  private final Clock clock;
  private final GroupRead<String, CertificateStore.Issued> issued;

  ShownCertificates(
      CertificateService authority,
      CertificateStore store,
      StationNames names,
      Writer writer,
      Clock clock,
      MeterRegistry meters) {
    this.authority = authority;
    this.store = store;
    this.names = names;
    this.writer = writer;
    this.clock = clock;
    this.issued = new GroupRead<>("certificates", meters, store::issued);
  }

  /**
   * Answers {@code auth.events} beside others: what stations said to the certificates that commands
   * brought them, also when the command's end was learned late.
   */
  Future<Done> hear(EventBatch batch) {
    Future<?> heard = Future.succeededFuture();
    for (Event event : batch.events()) {
      if (event.happening() instanceof CommandCompleted completed
          && completed.command().action().equals("CertificateSigned")) {
        heard = heard.compose(ok -> answered(completed.command()));
      }
    }
    return heard.map(Done.DONE);
  }

  private Future<?> answered(Command command) {
    boolean refused =
        command.state() == CommandState.Rejected
            || (command.state() == CommandState.Failed && command.errorCode() != null);
    if (!refused && command.state() != CommandState.Accepted) {
      return Future.succeededFuture();
    }
    String chain = chain(command);
    String said = command.status() == null ? command.errorCode() : command.status();
    return writer.write(
        unit ->
            store
                .answered(
                    unit,
                    Fields.key(command.chargerId()),
                    chain,
                    refused ? SigningState.Rejected : SigningState.Installed,
                    refused ? "the station answered " + said : null)
                .mapEmpty());
  }

  private static String chain(Command command) {
    boolean first = command.version() == null || command.version() == OcppVersion.V1_6;
    return (first
            ? CommandPayload.read(
                    command.request(), CertificateSignedRequest.class, OcppVersion.V1_6)
                .map(CertificateSignedRequest::certificateChain)
            : CommandPayload.read(
                    command.request(),
                    io.galvan.ocpp.v2.CertificateSignedRequest.class,
                    OcppVersion.V2_1)
                .map(io.galvan.ocpp.v2.CertificateSignedRequest::certificateChain))
        .orElse("");
  }

  /**
   * Answers {@code certificates.check}. A certificate of ours must be one that was signed for this
   * very station and is not superseded; the first connection with it supersedes the older ones. One
   * of another authority that the gateway trusts must carry a name that is the station's alone.
   */
  Future<Verdict> check(Shown shown) {
    X509Certificate certificate;
    try {
      certificate = Pem.certificate(shown.certificate());
      certificate.checkValidity(Date.from(clock.instant()));
    } catch (CertificateException e) {
      return refused("the certificate is not valid now");
    }
    return authority
        .authorities()
        .compose(
            roots ->
                roots.values().stream().anyMatch(root -> root.hasSigned(certificate))
                    ? checkOurs(certificate, shown)
                    : checkForeign(certificate, shown));
  }

  private Future<Verdict> checkOurs(X509Certificate certificate, Shown shown) {
    return issued
        .find(CertificateAuthority.serialNumber(certificate))
        .compose(
            found -> {
              if (found.isEmpty()
                  || !found.get().chargerKey().equals(Fields.key(shown.chargerId()))) {
                return refused("the certificate was not signed for this station");
              }
              if (found.get().superseded()) {
                return refused("the certificate is superseded by a newer one");
              }
              return found.get().used()
                  ? Future.succeededFuture(ACCEPTED)
                  : writer.write(unit -> store.used(unit, found.get().requestId())).map(ACCEPTED);
            });
  }

  private Future<Verdict> checkForeign(X509Certificate certificate, Shown shown) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    List<String> found = CertificateRequest.texts(subject, BCStyle.CN);
    return found.size() != 1
        ? refused("the certificate must have one common name, this one has " + found.size())
        : names
            .objection(shown.chargerId(), found.get(0))
            .map(
                objection ->
                    objection == null
                        ? ACCEPTED
                        : new Verdict(false, "the certificate is not the station's: " + objection));
  }

  private static Future<Verdict> refused(String reason) {
    return Future.succeededFuture(new Verdict(false, reason));
  }
}
