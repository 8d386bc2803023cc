package io.galvan.conformance;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that is not the central system's own. */
public final class Authority {
  private static final Duration VALIDITY = Duration.ofDays(30);

  private final Clock clock;
  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate root;

  private Authority(Clock clock, X500Name name, KeyPair keys) {
    this.clock = clock;
    this.name = name;
    this.keys = keys;
    Instant now = clock.instant();
    this.root = sign(name, keys.getPublic(), true, now.minus(VALIDITY), now.plus(VALIDITY));
  }

  /** A new one. */
  public static Authority make(String commonName, Clock clock) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return new Authority(clock, new X500Name("CN=" + commonName), generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its own certificate as PEM. */
  public String pem() {
    try {
      return Pem.write("CERTIFICATE", root.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A chain for a station's key that is valid now. */
  public List<X509Certificate> certify(StationKey key, String commonName) {
    Instant now = clock.instant();
    return certify(key, commonName, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
  }

  public List<X509Certificate> certify(
      StationKey key, String commonName, Instant from, Instant to) {
    return List.of(sign(new X500Name("CN=" + commonName), key.publicKey(), false, from, to), root);
  }

  private X509Certificate sign(
      X500Name subject, PublicKey key, boolean authority, Instant from, Instant to) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      BigInteger.valueOf(System.nanoTime()),
                      Date.from(from),
                      Date.from(to),
                      subject,
                      key)
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
                  .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
