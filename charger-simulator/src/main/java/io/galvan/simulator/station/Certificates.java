package io.galvan.simulator.station;

import io.galvan.ocpp.v16.CertificateHashData;
import io.galvan.ocpp.v16.CertificateUse;
import io.galvan.ocpp.v16.DeleteCertificateStatus;
import io.galvan.ocpp.v16.HashAlgorithm;
import io.galvan.ocpp.v16.InstallCertificateStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificates of a station, kept in memory (security extension of OCPP 1.6, section 4). */
final class Certificates {
  private record Stored(
      CertificateUse use, X509Certificate certificate, List<CertificateHashData> hashes) {}

  private final String commonName;
  private final Configuration configuration;
  private final List<Stored> stored = new ArrayList<>();
  private @Nullable KeyPair keys;
  private List<X509Certificate> chain = List.of();

  Certificates(String commonName, Configuration configuration) {
    this.commonName = commonName;
    this.configuration = configuration;
  }

  static boolean isCertificate(String pem) {
    try {
      return !parse(pem).isEmpty();
    } catch (CertificateException broken) {
      return false;
    }
  }

  private static List<X509Certificate> parse(String pem) throws CertificateException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }

  /** InstallCertificate: Rejected when it is none, Failed when the store is full. */
  InstallCertificateStatus install(CertificateUse use, String pem) {
    try {
      List<X509Certificate> certificates = parse(pem);
      if (certificates.size() != 1) {
        return InstallCertificateStatus.Rejected;
      }
      if (stored.size() >= configuration.number(Configuration.CERTIFICATE_STORE_MAX_LENGTH)) {
        return InstallCertificateStatus.Failed;
      }
      X509Certificate certificate = certificates.get(0);
      List<CertificateHashData> hashes = new ArrayList<>();
      for (HashAlgorithm algorithm : HashAlgorithm.values()) {
        hashes.add(hash(certificate, algorithm));
      }
      stored.removeIf(each -> each.use() == use && each.certificate().equals(certificate));
      stored.add(new Stored(use, certificate, hashes));
      return InstallCertificateStatus.Accepted;
    } catch (GeneralSecurityException broken) {
      return InstallCertificateStatus.Rejected;
    }
  }

  /** The issuer's name and key and the serial number; a root is its own issuer. */
  private static CertificateHashData hash(X509Certificate certificate, HashAlgorithm algorithm)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm.name().replace("SHA", "SHA-"));
    HexFormat hex = HexFormat.of();
    String name = hex.formatHex(digest.digest(certificate.getIssuerX500Principal().getEncoded()));
    String key = hex.formatHex(digest.digest(Der.publicKeyBits(certificate.getPublicKey())));
    return new CertificateHashData(
        algorithm, name, key, certificate.getSerialNumber().toString(16));
  }

  /** GetInstalledCertificateIds, as SHA-256. */
  List<CertificateHashData> ids(CertificateUse use) {
    return stored.stream()
        .filter(each -> each.use() == use)
        .map(each -> each.hashes().get(HashAlgorithm.SHA256.ordinal()))
        .toList();
  }

  /** DeleteCertificate, by a hash of any algorithm. */
  DeleteCertificateStatus delete(CertificateHashData wanted) {
    boolean removed =
        stored.removeIf(each -> each.hashes().stream().anyMatch(own -> same(own, wanted)));
    return removed ? DeleteCertificateStatus.Accepted : DeleteCertificateStatus.NotFound;
  }

  private static boolean same(CertificateHashData own, CertificateHashData wanted) {
    return own.hashAlgorithm() == wanted.hashAlgorithm()
        && own.issuerNameHash().equalsIgnoreCase(wanted.issuerNameHash())
        && own.issuerKeyHash().equalsIgnoreCase(wanted.issuerKeyHash())
        && own.serialNumber().equalsIgnoreCase(wanted.serialNumber());
  }

  /** A new key, and the request in PEM to certify it. */
  String request() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair made = generator.generateKeyPair();
      keys = made;
      return Der.certificateRequest(made, configuration.value(Configuration.CPO_NAME), commonName);
    } catch (GeneralSecurityException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  /** CertificateSigned: takes a chain that certifies the key of our latest request. */
  boolean signed(String pem) {
    try {
      List<X509Certificate> certificates = parse(pem);
      if (keys == null
          || certificates.isEmpty()
          || !certificates.get(0).getPublicKey().equals(keys.getPublic())) {
        return false;
      }
      chain = certificates;
      return true;
    } catch (CertificateException broken) {
      return false;
    }
  }

  /** The station's own certificate with its chain; empty while there is none. */
  List<X509Certificate> chain() {
    return chain;
  }
}
