package io.galvan.auth.pki;

import io.galvan.contract.pki.Certificates.CertificateUse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Galvan's own authority for what stations show to vehicles (ISO 15118-2, annex F; ISO 15118-20,
 * annex B): a root that vehicles trust, and the one below it that signs. Vehicles of other
 * authorities are served by having an operator's V2G authority sign elsewhere.
 */
record V2gAuthority(
    CertificateUse use,
    X509Certificate root,
    PrivateKey rootKey,
    X509Certificate sub,
    PrivateKey subKey) {
  private static final Duration ROOT_VALIDITY = Duration.ofDays(40 * 365);
  private static final Duration SUB_VALIDITY = Duration.ofDays(4 * 365);

  /** As short as ISO 15118 wants it; the station asks for the next one in time. */
  private static final Duration LEAF_VALIDITY = Duration.ofDays(90);

  /** Makes both. */
  static V2gAuthority generate(CertificateUse use, Instant now) {
    try {
      boolean second = use == CertificateUse.V2G20Certificate;
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(second ? "secp521r1" : "secp256r1"));
      KeyPair rootKeys = generator.generateKeyPair();
      KeyPair subKeys = generator.generateKeyPair();
      String kind = second ? "V2G-20" : "V2G";
      X500Name rootName = name("Galvan " + kind + " Root CA", "V2G");
      X509Certificate root =
          authority(rootName, rootKeys, rootName, rootKeys.getPublic(), 1, now, ROOT_VALIDITY);
      X509Certificate sub =
          authority(
              rootName,
              rootKeys,
              name("Galvan " + kind + " CPO Sub-CA", "V2G"),
              subKeys.getPublic(),
              0,
              now,
              SUB_VALIDITY);
      return new V2gAuthority(use, root, rootKeys.getPrivate(), sub, subKeys.getPrivate());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One as it is stored. */
  static V2gAuthority read(
      CertificateUse use, String root, String rootKey, String sub, String subKey) {
    try {
      return new V2gAuthority(
          use,
          Pem.certificate(Pem.decode(root)),
          key(rootKey),
          Pem.certificate(Pem.decode(sub)),
          key(subKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the stored V2G authority cannot be read", e);
    }
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(pem)));
  }

  private static X509Certificate authority(
      X500Name issuer,
      KeyPair issuerKeys,
      X500Name subject,
      PublicKey key,
      int below,
      Instant now,
      Duration validity)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X509v3CertificateBuilder builder = builder(issuer, subject, key, now, now.plus(validity));
    builder
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    identify(builder, key, issuerKeys.getPublic());
    return signed(builder, issuerKeys.getPrivate());
  }

  /** What a station shows to vehicles. */
  X509Certificate issue(PublicKey key, String commonName, String organization, Instant now) {
    try {
      Instant end = now.plus(LEAF_VALIDITY);
      Instant subEnd = sub.getNotAfter().toInstant();
      X509v3CertificateBuilder builder =
          builder(
              new JcaX509CertificateHolder(sub).getSubject(),
              new X500NameBuilder(BCStyle.INSTANCE)
                  .addRDN(BCStyle.DC, "CPO")
                  .addRDN(BCStyle.O, organization)
                  .addRDN(BCStyle.CN, commonName)
                  .build(),
              key,
              now,
              end.isBefore(subEnd) ? end : subEnd);
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyAgreement));
      identify(builder, key, sub.getPublicKey());
      return signed(builder, subKey);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Instant end) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        CertificateAuthority.serial(),
        Date.from(now.minus(CertificateAuthority.BACKDATED)),
        Date.from(end),
        subject,
        key);
  }

  private static void identify(X509v3CertificateBuilder builder, PublicKey key, PublicKey issuer)
      throws GeneralSecurityException, IOException {
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder
        .addExtension(
            Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            extensions.createAuthorityKeyIdentifier(issuer));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    int bits = ((java.security.interfaces.ECKey) key).getParams().getOrder().bitLength();
    String algorithm = bits > 384 ? "SHA512withECDSA" : "SHA256withECDSA";
    return Pem.certificate(
        builder.build(new JcaContentSignerBuilder(algorithm).build(key)).getEncoded());
  }

  private static X500Name name(String commonName, String component) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.DC, component)
        .addRDN(BCStyle.O, CertificateAuthority.ORGANIZATION)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  @Override
  public String toString() {
    return "V2gAuthority[" + use + "]";
  }
}
