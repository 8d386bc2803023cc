package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.platform.error.GalvanException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.ocsp.CertificateID;

/** A certificate by its issuer's hashes and its number (RFC 6960, 4.1.1). */
record CertificateId(String hashAlgorithm, String nameHash, String keyHash, BigInteger serial) {
  private static final String SHA256 = "SHA256";
  private static final Map<String, ASN1ObjectIdentifier> ALGORITHMS =
      Map.of(
          SHA256,
          NISTObjectIdentifiers.id_sha256,
          "SHA384",
          NISTObjectIdentifiers.id_sha384,
          "SHA512",
          NISTObjectIdentifiers.id_sha512);
  private static final int MAX_SERIAL = 40;

  /** As a station names it; what is no hexadecimal text of the right length is INVALID. */
  static CertificateId of(HashData data) {
    if (!ALGORITHMS.containsKey(data.hashAlgorithm())) {
      throw GalvanException.invalid("hashAlgorithm", "hashAlgorithm is not known");
    }
    int length = 2 * digest(data.hashAlgorithm()).getDigestLength();
    String serial = data.serialNumber().strip();
    if (!serial.matches("[0-9A-Fa-f]{1," + MAX_SERIAL + "}")) {
      throw GalvanException.invalid("serialNumber", "serialNumber must be hexadecimal");
    }
    return new CertificateId(
        data.hashAlgorithm(),
        hash("issuerNameHash", data.issuerNameHash(), length),
        hash("issuerKeyHash", data.issuerKeyHash(), length),
        new BigInteger(serial, 16));
  }

  private static String hash(String field, String text, int length) {
    String hash = text.strip().toLowerCase(Locale.ROOT);
    if (hash.length() != length || !hash.chars().allMatch(HexFormat::isHexDigit)) {
      throw GalvanException.invalid(field, field + " must have " + length + " hexadecimal digits");
    }
    return hash;
  }

  static CertificateId of(X509Certificate certificate, X509Certificate issuer) {
    return new CertificateId(
        SHA256,
        hex(SHA256, issuer.getSubjectX500Principal().getEncoded()),
        keyHash(SHA256, issuer.getPublicKey()),
        certificate.getSerialNumber());
  }

  /** Whether this is the name of the certificate's issuer. */
  boolean isIssuedBy(X509Certificate issuer) {
    return keyHash.equals(keyHash(hashAlgorithm, issuer.getPublicKey()));
  }

  /** Whether the issuer has this name (DER). */
  boolean isIssuedBy(byte[] name) {
    return nameHash.equals(hex(hashAlgorithm, name));
  }

  CertificateID question() {
    HexFormat hex = HexFormat.of();
    return new CertificateID(
        new CertID(
            new AlgorithmIdentifier(ALGORITHMS.get(hashAlgorithm)),
            new DEROctetString(hex.parseHex(nameHash)),
            new DEROctetString(hex.parseHex(keyHash)),
            new ASN1Integer(serial)));
  }

  boolean isAskedBy(CertificateID other) {
    HexFormat hex = HexFormat.of();
    return other.getHashAlgOID().equals(ALGORITHMS.get(hashAlgorithm))
        && other.getSerialNumber().equals(serial)
        && hex.formatHex(other.getIssuerNameHash()).equals(nameHash)
        && hex.formatHex(other.getIssuerKeyHash()).equals(keyHash);
  }

  /** Of the key alone, without its algorithm. */
  private static String keyHash(String algorithm, PublicKey key) {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
      return hex(algorithm, info.getPublicKeyData().getBytes());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(digest(algorithm).digest(bytes));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
