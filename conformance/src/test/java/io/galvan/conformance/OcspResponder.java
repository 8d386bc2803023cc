package io.galvan.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Answers for an authority which of its certificates are good (RFC 6960), on a port of its own. */
public final class OcspResponder implements AutoCloseable {
  private static final Duration HOLDS = Duration.ofMinutes(30);

  private final Issuer authority;
  private final HttpServer server;
  private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
  private final List<BigInteger> asked = new CopyOnWriteArrayList<>();

  private OcspResponder(Issuer authority, HttpServer server) {
    this.authority = authority;
    this.server = server;
  }

  public static OcspResponder of(Issuer authority) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OcspResponder responder = new OcspResponder(authority, server);
      server.createContext("/", responder::respond);
      server.start();
      return responder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  public void revoke(X509Certificate certificate) {
    revoked.add(certificate.getSerialNumber());
  }

  /** The numbers of the certificates that were asked for, in valid requests only. */
  public List<BigInteger> asked() {
    return List.copyOf(asked);
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isRequest =
          exchange.getRequestMethod().equals("POST")
              && "application/ocsp-request"
                  .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
      if (!isRequest) {
        exchange.sendResponseHeaders(400, -1);
        return;
      }
      byte[] response = answer(new OCSPReq(exchange.getRequestBody().readAllBytes()));
      exchange.getResponseHeaders().add("Content-Type", "application/ocsp-response");
      exchange.sendResponseHeaders(200, response.length);
      exchange.getResponseBody().write(response);
    } catch (OCSPException | OperatorCreationException | CertificateEncodingException e) {
      throw new IOException(e);
    }
  }

  private byte[] answer(OCSPReq request)
      throws OCSPException, OperatorCreationException, CertificateEncodingException, IOException {
    Instant now = authority.clock().instant();
    X509CertificateHolder own = new JcaX509CertificateHolder(authority.certificate());
    BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(own.getSubject()));
    for (Req each : request.getRequestList()) {
      BigInteger number = each.getCertID().getSerialNumber();
      asked.add(number);
      builder.addResponse(
          each.getCertID(),
          revoked.contains(number)
              ? new RevokedStatus(Date.from(now), CRLReason.keyCompromise)
              : CertificateStatus.GOOD,
          Date.from(now),
          Date.from(now.plus(HOLDS)));
    }
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.keys().getPrivate()),
                new X509CertificateHolder[] {own},
                Date.from(now)))
        .getEncoded();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
