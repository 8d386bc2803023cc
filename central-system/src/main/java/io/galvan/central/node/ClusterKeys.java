package io.galvan.central.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What the nodes of one installation show each other: each makes a key for its own lifetime and a
 * certificate for it, signed by an authority whose key every node derives from the cluster's secret
 * and the installation's id. So a node trusts those who know the secret, and nothing is stored.
 */
public final class ClusterKeys {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;

  /** Longer than the order of the curve by 128 bits, so that the remainder has no bias. */
  private static final int DERIVED_BYTES = 48;

  /** Nodes live shorter, and their clocks may differ. */
  private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));

  private static final Date TO = Date.from(Instant.parse("2120-01-01T00:00:00Z"));

  private final String installation;
  private final X500Name authority;
  private final KeyPair authorityKey;

  private ClusterKeys(String installation, X500Name authority, KeyPair authorityKey) {
    this.installation = installation;
    this.authority = authority;
    this.authorityKey = authorityKey;
  }

  /**
   * The keys of one installation.
   *
   * @param secret what all its nodes know
   * @param installation its id
   */
  public static ClusterKeys of(String secret, String installation) {
    try {
      return new ClusterKeys(
          installation, name("Galvan cluster " + installation), derive(secret, installation));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no elliptic curves here", e);
    }
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static KeyPair derive(String secret, String installation)
      throws GeneralSecurityException {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(
        new HKDFParameters(
            secret.getBytes(StandardCharsets.UTF_8),
            installation.getBytes(StandardCharsets.UTF_8),
            "galvan cluster authority".getBytes(StandardCharsets.UTF_8)));
    byte[] derived = new byte[DERIVED_BYTES];
    generator.generateBytes(derived, 0, derived.length);

    var curve = CustomNamedCurves.getByName(CURVE);
    BigInteger number =
        new BigInteger(1, derived).mod(curve.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    var point = curve.getG().multiply(number).normalize();
    KeyPairGenerator any = KeyPairGenerator.getInstance("EC");
    any.initialize(new ECGenParameterSpec(CURVE));
    var parameters = ((ECPrivateKey) any.generateKeyPair().getPrivate()).getParams();
    KeyFactory factory = KeyFactory.getInstance("EC");
    PublicKey open =
        factory.generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()),
                parameters));
    return new KeyPair(open, factory.generatePrivate(new ECPrivateKeySpec(number, parameters)));
  }

  /** The installation's id, by which its cluster is named. */
  String installation() {
    return installation;
  }

  /**
   * An event bus that listens at the host alone, and speaks only with those who show a certificate
   * of the same authority.
   */
  EventBusOptions eventBus(String host, String nodeId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      KeyPair own = generator.generateKeyPair();
      EventBusOptions options = new EventBusOptions();
      options
          .setHost(host)
          .setSsl(true)
          .setClientAuth(ClientAuth.REQUIRED)
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertValue(pem(certify(own.getPublic(), name(nodeId), false)))
                  .addKeyValue(pem(own.getPrivate())))
          .setTrustOptions(
              new PemTrustOptions()
                  .addCertValue(pem(certify(authorityKey.getPublic(), authority, true))));
      return options;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("the cluster's certificates cannot be made", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private X509Certificate certify(PublicKey key, X500Name subject, boolean isAuthority)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            authority, new BigInteger(SERIAL_BITS, new SecureRandom()), FROM, TO, subject, key);
    certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    certificate.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(isAuthority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
    if (!isAuthority) {
      certificate.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            certificate.build(
                new JcaContentSignerBuilder(SIGNATURE).build(authorityKey.getPrivate())));
  }

  private static Buffer pem(X509Certificate certificate) throws IOException {
    return pemOf(certificate);
  }

  private static Buffer pem(PrivateKey key) throws IOException {
    return pemOf(new JcaPKCS8Generator(key, null));
  }

  private static Buffer pemOf(Object what) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(what);
    }
    return Buffer.buffer(text.toString());
  }
}
