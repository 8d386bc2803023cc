package io.galvan.auth.pki;

import static io.galvan.platform.testing.TestPlatform.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A real responder of a certificate authority, on a port of its own. */
final class OcspResponder implements AutoCloseable {
  final Set<BigInteger> revoked = Collections.synchronizedSet(new HashSet<>());
  final List<OCSPReq> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private final Supplier<Instant> now;
  private volatile Pki signer;
  private volatile boolean silent;

  OcspResponder(Vertx vertx, Supplier<Instant> now) {
    this.now = now;
    this.server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  if (silent) {
                                    request.response().setStatusCode(503).end();
                                  } else if (request.path().equals("/crl")) {
                                    request.response().end(Buffer.buffer(list()));
                                  } else {
                                    request
                                        .response()
                                        .putHeader("Content-Type", "application/ocsp-response")
                                        .end(Buffer.buffer(answer(body.getBytes())));
                                  }
                                }))
                .listen(0, "127.0.0.1"));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  void signsAs(Pki signer) {
    this.signer = signer;
  }

  void fallsSilent() {
    silent = true;
  }

  private byte[] answer(byte[] body) {
    try {
      OCSPReq request = new OCSPReq(body);
      asked.add(request);
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              new RespID(new JcaX509CertificateHolder(signer.certificate()).getSubject()));
      for (Req each : request.getRequestList()) {
        CertificateStatus status =
            revoked.contains(each.getCertID().getSerialNumber())
                ? new RevokedStatus(Date.from(now.get()), CRLReason.keyCompromise)
                : CertificateStatus.GOOD;
        builder.addResponse(
            each.getCertID(),
            status,
            Date.from(now.get()),
            Date.from(now.get().plus(Duration.ofMinutes(30))));
      }
      OCSPResp response =
          new OCSPRespBuilder()
              .build(
                  OCSPRespBuilder.SUCCESSFUL,
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA")
                          .build(signer.keys().getPrivate()),
                      new X509CertificateHolder[] {
                        new JcaX509CertificateHolder(signer.certificate())
                      },
                      Date.from(now.get())));
      return response.getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] list() {
    try {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(
              X500Name.getInstance(signer.certificate().getSubjectX500Principal().getEncoded()),
              Date.from(now.get()));
      builder.setNextUpdate(Date.from(now.get().plus(Duration.ofDays(7))));
      for (BigInteger each : revoked) {
        builder.addCRLEntry(each, Date.from(now.get()), CRLReason.superseded);
      }
      return builder
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.keys().getPrivate()))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(server.close());
  }
}
