package io.galvan.auth.pki;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Asks the responders of certificate authorities, over HTTP: OCSP (RFC 6960, A.1) and lists of
 * revoked certificates (RFC 5280, 5). An OCSP answer is remembered for as long as it holds, an hour
 * at most.
 */
final class Responders {
  private static final int ANSWER_MS = 8_000;
  private static final int MAX_OCSP_BYTES = 65_536;
  private static final int MAX_CRL_BYTES = 4_194_304;
  private static final int MAX_REMEMBERED = 5_000;
  private static final Duration LONGEST = Duration.ofHours(1);

  private record Remembered(byte[] response, Instant until) {}

  private final Clock clock;
  private final BoundedHttp http;
  private final Map<CertificateId, Remembered> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CertificateId, Remembered> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * @param hosts who may be asked: stations and certificates name the responders
   */
  Responders(Vertx vertx, Clock clock, PublicHosts hosts) {
    this.clock = clock;
    this.http = new BoundedHttp(vertx, ANSWER_MS, hosts);
  }

  /** The response (DER) about a certificate; one that cannot be used is a failure. */
  Future<byte[]> ocsp(CertificateId id, String url) {
    Remembered known = remembered.get(id);
    if (known != null && clock.instant().isBefore(known.until())) {
      return Future.succeededFuture(known.response());
    }
    byte[] question;
    try {
      question = new OCSPReqBuilder().addRequest(id.question()).build().getEncoded();
    } catch (OCSPException | IOException e) {
      return Future.failedFuture(e);
    }
    return http.post(url, "application/ocsp-request", Buffer.buffer(question), MAX_OCSP_BYTES)
        .compose(
            body -> {
              byte[] response = body.getBytes();
              try {
                OcspReply reply = OcspReply.read(response, id, clock.instant());
                remember(id, response, reply.nextUpdate());
                return Future.succeededFuture(response);
              } catch (OcspReply.Unusable e) {
                return Future.failedFuture(
                    new GalvanException(Fault.UNAVAILABLE, String.valueOf(e.getMessage())));
              }
            });
  }

  private void remember(CertificateId id, byte[] response, @Nullable Instant next) {
    if (next != null) {
      Instant longest = clock.instant().plus(LONGEST);
      remembered.put(id, new Remembered(response, next.isBefore(longest) ? next : longest));
    }
  }

  /** What nobody can vouch for is asked for again. */
  void forget(CertificateId id) {
    remembered.remove(id);
  }

  /** The list of revoked certificates (DER or PEM) at this place. */
  Future<byte[]> crl(String url) {
    return http.get(url, MAX_CRL_BYTES).map(Buffer::getBytes);
  }

  Future<Void> close() {
    return http.close();
  }
}
