package io.galvan.auth.pki;

import io.galvan.contract.pki.Certificates.Algorithm;
import io.galvan.contract.pki.Certificates.Root;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * One root of Galvan's own authority with its private key, which stays in this service and its
 * schema. There are two, so that an RSA certificate needs no ECDSA to be verified, nor the other
 * way round.
 */
record CertificateAuthority(Algorithm algorithm, X509Certificate certificate, PrivateKey key) {
  static final String ORGANIZATION = "Galvan";
  private static final int ROOT_YEARS = 10;
  private static final int RSA_BITS = 3072;
  private static final Duration LEAF_VALIDITY = Duration.ofDays(730);

  /** A station's clock may be behind ours. */
  static final Duration BACKDATED = Duration.ofDays(1);

  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Makes a root. Slow by nature. */
  static CertificateAuthority generate(Algorithm algorithm, Instant now) {
    try {
      KeyPair keys = keys(algorithm);
      X500Name name = name("Galvan Root CA " + algorithm, ORGANIZATION);
      Instant end = now.atOffset(ZoneOffset.UTC).plusYears(ROOT_YEARS).toInstant();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(),
              Date.from(now.minus(BACKDATED)),
              Date.from(end),
              name,
              keys.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return new CertificateAuthority(
          algorithm, signed(builder, algorithm, keys.getPrivate()), keys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A root as it is stored. */
  static CertificateAuthority read(Algorithm algorithm, String certificate, String privateKey) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm == Algorithm.RSA ? "RSA" : "EC")
              .generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(privateKey)));
      return new CertificateAuthority(algorithm, Pem.certificate(Pem.decode(certificate)), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored certificate authority cannot be read", e);
    }
  }

  private static KeyPair keys(Algorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm == Algorithm.RSA ? "RSA" : "EC");
    if (algorithm == Algorithm.RSA) {
      generator.initialize(RSA_BITS);
    } else {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  /** A certificate that a station shows to a server. */
  X509Certificate issueClient(
      PublicKey subjectKey, String commonName, String organization, Instant now) {
    return issue(
        subjectKey, name(commonName, organization), KeyPurposeId.id_kp_clientAuth, null, now);
  }

  /** A certificate that a server shows to stations. */
  X509Certificate issueServer(PublicKey subjectKey, String host, Instant now) {
    int kind = IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName;
    return issue(
        subjectKey,
        name(host, ORGANIZATION),
        KeyPurposeId.id_kp_serverAuth,
        new GeneralNames(new GeneralName(kind, host)),
        now);
  }

  private X509Certificate issue(
      PublicKey subjectKey,
      X500Name subject,
      KeyPurposeId purpose,
      @org.jspecify.annotations.Nullable GeneralNames alternatives,
      Instant now) {
    try {
      Instant end = now.plus(LEAF_VALIDITY);
      Instant rootEnd = certificate.getNotAfter().toInstant();
      X500Name issuer = new JcaX509CertificateHolder(certificate).getSubject();
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              serial(),
              Date.from(now.minus(BACKDATED)),
              Date.from(end.isBefore(rootEnd) ? end : rootEnd),
              subject,
              subjectKey);
      // Key encipherment is what the TLS_RSA suites of the whitepaper do with an RSA key.
      int usage =
          KeyUsage.digitalSignature
              | (algorithm == Algorithm.RSA ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
          .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              extensions.createSubjectKeyIdentifier(subjectKey))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              extensions.createAuthorityKeyIdentifier(certificate.getPublicKey()));
      if (alternatives != null) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives);
      }
      return signed(builder, algorithm, key);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate signed(
      X509v3CertificateBuilder builder, Algorithm algorithm, PrivateKey key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    String name = algorithm == Algorithm.RSA ? "SHA256withRSA" : "SHA256withECDSA";
    return Pem.certificate(
        builder.build(new JcaContentSignerBuilder(name).build(key)).getEncoded());
  }

  private static X500Name name(String commonName, String organization) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organization)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  /** Positive and hard to guess (RFC 5280, 4.1.2.2). */
  static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
  }

  static String serialNumber(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }

  static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  Root root() {
    return new Root(
        algorithm,
        Pem.encode(certificate),
        subject(certificate),
        serialNumber(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** Whether this root has signed the certificate. */
  boolean hasSigned(X509Certificate other) {
    if (!other.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
      return false;
    }
    try {
      other.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "CertificateAuthority[" + algorithm + "]";
  }
}
