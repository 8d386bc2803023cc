package io.galvan.central.gateway;

import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.platform.bus.Bus;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what became of attempts to connect. */
public final class AttemptLog {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);

  private final Bus bus;
  private final Clock clock;

  public AttemptLog(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /** Records the attempt of a station. */
  public void record(Visitor visitor, Outcome outcome) {
    byte[] certificate = visitor.certificate();
    record(
        new Attempt(
            clock.instant(),
            visitor.identity(),
            visitor.address().host(),
            visitor.transport(),
            visitor.asked(),
            visitor.secure(),
            outcome,
            certificate == null ? null : subject(certificate),
            certificate == null ? null : fingerprint(certificate)));
  }

  /** Records an attempt that named no station, or broke off before it did. */
  public void record(Attempt attempt) {
    bus.request(ConnectionAttempts.RECORD, attempt)
        .onFailure(
            failure -> LOG.debug("an attempt could not be recorded: {}", failure.getMessage()));
  }

  private static @Nullable String subject(byte[] certificate) {
    try {
      return ((X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)))
          .getSubjectX500Principal()
          .getName();
    } catch (CertificateException e) {
      return null;
    }
  }

  private static String fingerprint(byte[] certificate) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
