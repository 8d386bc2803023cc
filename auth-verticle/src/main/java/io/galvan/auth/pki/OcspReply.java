package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.RevocationStatus;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a responder said of one certificate (RFC 6960, 4.2).
 *
 * @param nextUpdate null when the responder always has something newer
 */
record OcspReply(
    CertificateId of,
    RevocationStatus status,
    Instant thisUpdate,
    @Nullable Instant nextUpdate,
    BasicOCSPResp signed) {
  /** A responder's clock may be ahead of ours. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** The response is none, or none about this certificate; the message says why. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Reads a response without verifying who signed it. */
  static OcspReply read(byte[] der, CertificateId id, Instant now) throws Unusable {
    BasicOCSPResp basic = basic(der);
    for (SingleResp single : basic.getResponses()) {
      if (id.isAskedBy(single.getCertID())) {
        Date next = single.getNextUpdate();
        OcspReply reply =
            new OcspReply(
                id,
                status(single.getCertStatus()),
                single.getThisUpdate().toInstant(),
                next == null ? null : next.toInstant(),
                basic);
        if (!reply.isOf(now)) {
          throw new Unusable("the OCSP response is out of date");
        }
        return reply;
      }
    }
    throw new Unusable("the OCSP response is about another certificate");
  }

  private static BasicOCSPResp basic(byte[] der) throws Unusable {
    try {
      OCSPResp response = new OCSPResp(der);
      if (response.getStatus() != OCSPResp.SUCCESSFUL) {
        throw new Unusable("the OCSP responder answered with status " + response.getStatus());
      }
      if (response.getResponseObject() instanceof BasicOCSPResp basic) {
        return basic;
      }
    } catch (IOException | OCSPException | RuntimeException e) {
      // told below
    }
    throw new Unusable("not an OCSP response");
  }

  private static RevocationStatus status(@Nullable CertificateStatus status) {
    // GOOD is null there.
    return status == CertificateStatus.GOOD
        ? RevocationStatus.Good
        : status instanceof RevokedStatus ? RevocationStatus.Revoked : RevocationStatus.Unknown;
  }

  boolean isOf(Instant now) {
    return !thisUpdate.isAfter(now.plus(AHEAD)) && (nextUpdate == null || now.isBefore(nextUpdate));
  }

  /**
   * Whether the certificate's issuer signed this, or one whom the issuer has made its responder
   * (RFC 6960, 4.2.2.2). The issuer is known by the hash of its key. Slow: checks signatures.
   *
   * @param known certificates among which the issuer may be, beside those in the response
   */
  boolean isAuthentic(List<X509Certificate> known, Instant now) {
    List<X509Certificate> candidates = new ArrayList<>(embedded());
    candidates.addAll(known);
    List<X509Certificate> issuers = candidates.stream().filter(of::isIssuedBy).toList();
    if (issuers.stream().anyMatch(this::isSignedBy)) {
      return true;
    }
    return candidates.stream()
        .filter(signer -> isResponder(signer, now))
        .filter(signer -> issuers.stream().anyMatch(issuer -> hasSigned(issuer, signer)))
        .anyMatch(this::isSignedBy);
  }

  private List<X509Certificate> embedded() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (X509CertificateHolder holder : Arrays.asList(signed.getCerts())) {
      try {
        certificates.add(Pem.certificate(holder.getEncoded()));
      } catch (GeneralSecurityException | IOException e) {
        // one that cannot be read has signed nothing
      }
    }
    return certificates;
  }

  private boolean isSignedBy(X509Certificate signer) {
    try {
      return signed.isSignatureValid(
          new JcaContentVerifierProviderBuilder().build(signer.getPublicKey()));
    } catch (OCSPException | OperatorCreationException | RuntimeException e) {
      return false;
    }
  }

  private static boolean isResponder(X509Certificate certificate, Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes != null && purposes.contains(KeyPurposeId.id_kp_OCSPSigning.getId());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
