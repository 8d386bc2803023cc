package io.galvan.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** One of a mobility operator's ECDSA certificates with its key, and what it signs. */
public record Issuer(Clock clock, X509Certificate certificate, KeyPair keys) {
  private static final Duration VALIDITY = Duration.ofDays(100);
  private static final int SERIAL_BITS = 120;

  public static Issuer root(String name, Clock clock) {
    KeyPair keys = keyPair();
    return new Issuer(
        clock, sign(clock, name, keys, new X500Name("CN=" + name), keys, null, true), keys);
  }

  public Issuer authority(String name) {
    KeyPair own = keyPair();
    return new Issuer(clock, sign(clock, name, own, name(), keys, null, true), own);
  }

  /**
   * A contract certificate of this eMAID.
   *
   * @param responder where its state can be asked for; null when it does not say
   */
  public X509Certificate contract(String emaid, @Nullable String responder) {
    return sign(clock, emaid, keyPair(), name(), keys, responder, false);
  }

  private X500Name name() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  public static String pem(X509Certificate certificate) {
    try {
      return Pem.write("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** OCSPRequestData of a certificate that this one has signed, as a station writes it. */
  public String hashData(X509Certificate signed, String responder) {
    SubjectPublicKeyInfo key =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    return "{'hashAlgorithm':'SHA256','issuerNameHash':'%s','issuerKeyHash':'%s','serialNumber':'%s','responderURL':'%s'}"
        .formatted(
            sha256(certificate.getSubjectX500Principal().getEncoded()),
            sha256(key.getPublicKeyData().getBytes()),
            signed.getSerialNumber().toString(16),
            responder);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      Clock clock,
      String name,
      KeyPair own,
      X500Name issuer,
      KeyPair signer,
      @Nullable String responder,
      boolean authority) {
    Instant now = clock.instant();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(VALIDITY)),
              new X500Name("CN=" + name),
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (responder != null) {
        builder.addExtension(
            Extension.authorityInfoAccess,
            false,
            new AuthorityInformationAccess(
                AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, responder)));
      }
      byte[] signed =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
