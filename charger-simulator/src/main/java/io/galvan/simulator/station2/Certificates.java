package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.CertificateHashData;
import io.galvan.ocpp.v2.CertificateHashDataChain;
import io.galvan.ocpp.v2.CertificateSigningUse;
import io.galvan.ocpp.v2.DeleteCertificateStatus;
import io.galvan.ocpp.v2.GetCertificateIdUse;
import io.galvan.ocpp.v2.HashAlgorithm;
import io.galvan.ocpp.v2.InstallCertificateStatus;
import io.galvan.ocpp.v2.InstallCertificateUse;
import io.galvan.ocpp.v2.OCSPRequestData;
import io.galvan.simulator.station.Der;
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
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates of a station, kept in memory (OCPP 2.x, A02, M03 to M05). */
final class Certificates {
  private static final int MAX_STORED = 20;
  private static final String RESPONDER = "http://ocsp.example.com";

  private record Stored(
      GetCertificateIdUse use, X509Certificate certificate, List<CertificateHashData> hashes) {}

  private final Settings settings;
  private final DeviceModel model;
  private final List<Stored> stored = new ArrayList<>();
  private final Map<CertificateSigningUse, KeyPair> keys =
      new EnumMap<>(CertificateSigningUse.class);
  private final Map<CertificateSigningUse, List<X509Certificate>> chains =
      new EnumMap<>(CertificateSigningUse.class);

  Certificates(Settings settings, DeviceModel model) {
    this.settings = settings;
    this.model = model;
    model
        .find("SecurityCtrlr.CertificateEntries")
        .ifPresent(each -> each.shows(() -> Integer.toString(stored.size())));
  }

  static boolean isCertificate(@Nullable String pem) {
    try {
      return pem != null && !parse(pem).isEmpty();
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

  private static List<CertificateHashData> hashes(X509Certificate certificate)
      throws GeneralSecurityException {
    List<CertificateHashData> hashes = new ArrayList<>();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      hashes.add(hash(certificate, algorithm));
    }
    return hashes;
  }

  /** The issuer's name and key and the serial number; a root is its own issuer. */
  private static CertificateHashData hash(X509Certificate certificate, HashAlgorithm algorithm)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance(algorithm.name().replace("SHA", "SHA-"));
    HexFormat hex = HexFormat.of();
    String name = hex.formatHex(digest.digest(certificate.getIssuerX500Principal().getEncoded()));
    String key = hex.formatHex(digest.digest(Der.publicKeyBits(certificate.getPublicKey())));
    return new CertificateHashData(
        algorithm, key, name, certificate.getSerialNumber().toString(16), null);
  }

  /** What an OCSP responder needs to know of a contract's certificates (C07). */
  @Nullable List<OCSPRequestData> ocspData(String pem) {
    try {
      List<OCSPRequestData> data = new ArrayList<>();
      for (X509Certificate certificate : parse(pem)) {
        CertificateHashData hash = hash(certificate, HashAlgorithm.SHA256);
        data.add(
            new OCSPRequestData(
                hash.hashAlgorithm(),
                hash.issuerKeyHash(),
                hash.issuerNameHash(),
                RESPONDER,
                hash.serialNumber(),
                null));
      }
      return data.isEmpty() ? null : data.subList(0, Math.min(4, data.size()));
    } catch (GeneralSecurityException broken) {
      return null;
    }
  }

  /** InstallCertificate: Rejected when it is none, Failed when the store is full. */
  InstallCertificateStatus install(InstallCertificateUse use, String pem) {
    try {
      List<X509Certificate> certificates = parse(pem);
      if (certificates.size() != 1) {
        return InstallCertificateStatus.Rejected;
      }
      X509Certificate certificate = certificates.get(0);
      GetCertificateIdUse kept = GetCertificateIdUse.valueOf(use.name());
      stored.removeIf(each -> each.use() == kept && each.certificate().equals(certificate));
      if (stored.size() >= MAX_STORED) {
        return InstallCertificateStatus.Failed;
      }
      stored.add(new Stored(kept, certificate, hashes(certificate)));
      return InstallCertificateStatus.Accepted;
    } catch (GeneralSecurityException broken) {
      return InstallCertificateStatus.Rejected;
    }
  }

  /** GetInstalledCertificateIds, as SHA-256; of all kinds when none is named. */
  List<CertificateHashDataChain> ids(@Nullable List<GetCertificateIdUse> uses) {
    List<CertificateHashDataChain> found = new ArrayList<>();
    for (Stored each : stored) {
      if (uses == null || uses.isEmpty() || uses.contains(each.use())) {
        found.add(new CertificateHashDataChain(sha256(each.hashes()), each.use(), null, null));
      }
    }
    boolean v2g = uses == null || uses.contains(GetCertificateIdUse.V2GCertificateChain);
    List<X509Certificate> chain = chains.get(CertificateSigningUse.V2GCertificate);
    if (v2g && chain != null) {
      found.add(v2gChain(chain));
    }
    return found;
  }

  private static CertificateHashDataChain v2gChain(List<X509Certificate> chain) {
    try {
      List<CertificateHashData> children = new ArrayList<>();
      for (X509Certificate child : chain.subList(1, chain.size())) {
        children.add(hash(child, HashAlgorithm.SHA256));
      }
      return new CertificateHashDataChain(
          hash(chain.get(0), HashAlgorithm.SHA256),
          GetCertificateIdUse.V2GCertificateChain,
          children.isEmpty() ? null : children,
          null);
    } catch (GeneralSecurityException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  private static CertificateHashData sha256(List<CertificateHashData> hashes) {
    return hashes.get(HashAlgorithm.SHA256.ordinal());
  }

  /** DeleteCertificate, by a hash of any algorithm; the station's own cannot be deleted. */
  DeleteCertificateStatus delete(CertificateHashData wanted) {
    List<X509Certificate> own =
        chains.getOrDefault(CertificateSigningUse.ChargingStationCertificate, List.of());
    try {
      for (X509Certificate certificate : own) {
        if (hashes(certificate).stream().anyMatch(hash -> same(hash, wanted))) {
          return DeleteCertificateStatus.Failed;
        }
      }
    } catch (GeneralSecurityException unsupported) {
      throw new IllegalStateException(unsupported);
    }
    boolean removed =
        stored.removeIf(each -> each.hashes().stream().anyMatch(hash -> same(hash, wanted)));
    return removed ? DeleteCertificateStatus.Accepted : DeleteCertificateStatus.NotFound;
  }

  private static boolean same(CertificateHashData own, CertificateHashData wanted) {
    return own.hashAlgorithm() == wanted.hashAlgorithm()
        && own.issuerNameHash().equalsIgnoreCase(wanted.issuerNameHash())
        && own.issuerKeyHash().equalsIgnoreCase(wanted.issuerKeyHash())
        && own.serialNumber().equalsIgnoreCase(wanted.serialNumber());
  }

  /** A new key, and the request in PEM to certify it. */
  String request(CertificateSigningUse use) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair made = generator.generateKeyPair();
      keys.put(use, made);
      return Der.certificateRequest(
          made, model.text("SecurityCtrlr.OrganizationName"), settings.serialNumber());
    } catch (GeneralSecurityException unsupported) {
      throw new IllegalStateException(unsupported);
    }
  }

  /** CertificateSigned: takes a chain that certifies the key of our latest request of a use. */
  boolean signed(CertificateSigningUse use, String pem) {
    try {
      List<X509Certificate> certificates = parse(pem);
      KeyPair made = keys.get(use);
      if (made == null
          || certificates.isEmpty()
          || !certificates.get(0).getPublicKey().equals(made.getPublic())) {
        return false;
      }
      chains.put(use, certificates);
      return true;
    } catch (CertificateException broken) {
      return false;
    }
  }
}
