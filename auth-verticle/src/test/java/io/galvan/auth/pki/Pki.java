package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.HashData;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** One of a mobility operator's certificates with its key. */
record Pki(X509Certificate certificate, KeyPair keys) {
  private static final AtomicLong SERIAL = new AtomicLong(4_711);

  static Pki root(String name, Instant now) {
    KeyPair keys = SigningRequests.ec("secp256r1");
    return make(name, keys, null, now, Duration.ofDays(3650), null, true, false);
  }

  Pki authority(String name, Instant now, @Nullable String responder) {
    return make(
        name,
        SigningRequests.ec("secp256r1"),
        this,
        now,
        Duration.ofDays(1000),
        responder,
        true,
        false);
  }

  Pki contract(String emaid, Instant now, @Nullable String responder) {
    return make(
        emaid,
        SigningRequests.ec("secp256r1"),
        this,
        now,
        Duration.ofDays(365),
        responder,
        false,
        false);
  }

  Pki responder(Instant now) {
    return make(
        "OCSP responder",
        SigningRequests.ec("secp256r1"),
        this,
        now,
        Duration.ofDays(100),
        null,
        false,
        true);
  }

  private static Pki make(
      String name,
      KeyPair keys,
      @Nullable Pki issuer,
      Instant now,
      Duration validity,
      @Nullable String responder,
      boolean authority,
      boolean answers) {
    try {
      X500Name subject = new X500Name("CN=" + name + ",O=MO");
      X500Name issuerName =
          issuer == null
              ? subject
              : X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuerName,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(validity)),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (responder != null) {
        builder.addExtension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, responder)));
      }
      if (answers) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
      }
      KeyPair signer = issuer == null ? keys : issuer.keys;
      return new Pki(
          Pem.certificate(
              builder
                  .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                  .getEncoded()),
          keys);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String pem() {
    return Pem.encode(certificate);
  }

  /** What a station knows of a certificate that this one has signed. */
  HashData hashOf(Pki signed, String algorithm) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
      HexFormat hex = HexFormat.of();
      byte[] name = certificate.getSubjectX500Principal().getEncoded();
      byte[] key =
          SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
              .getPublicKeyData()
              .getBytes();
      return new HashData(
          algorithm,
          hex.formatHex(digest.digest(name)),
          hex.formatHex(digest.digest(key)),
          signed.certificate.getSerialNumber().toString(16));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
