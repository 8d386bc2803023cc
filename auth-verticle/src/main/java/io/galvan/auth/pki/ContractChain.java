package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.CertificateVerdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/**
 * A contract certificate with what stands between it and a trusted root (ISO 15118-2, annex F).
 *
 * @param path the contract certificate first; without the root
 */
record ContractChain(List<X509Certificate> path, X509Certificate root) {
  private static final int MAX_CERTIFICATES = 10;
  private static final int MAX_PATH = 5;

  /** The chain proves nothing. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final CertificateVerdict verdict;

    Broken(CertificateVerdict verdict) {
      super(verdict.name(), null, false, false);
      this.verdict = verdict;
    }

    CertificateVerdict verdict() {
      return verdict;
    }
  }

  /**
   * Reads and verifies what a station shows. Slow: checks signatures.
   *
   * @param roots that are trusted
   * @param between further certificates that a path may use
   */
  static ContractChain verified(
      String pem, Collection<X509Certificate> roots, List<X509Certificate> between, Instant now)
      throws Broken {
    List<X509Certificate> shown = read(pem);
    List<X509Certificate> candidates = new ArrayList<>(shown);
    candidates.addAll(between);
    List<X509Certificate> path = new ArrayList<>(List.of(leaf(shown)));
    while (path.size() <= MAX_PATH) {
      X509Certificate last = path.get(path.size() - 1);
      X509Certificate root = issuer(last, roots);
      if (root != null) {
        return checked(path, root, now);
      }
      X509Certificate next = issuer(last, candidates);
      if (next == null || path.contains(next)) {
        throw new Broken(reason(last, roots, candidates, now));
      }
      path.add(next);
    }
    throw new Broken(CertificateVerdict.CertChainError);
  }

  private static List<X509Certificate> read(String pem) throws Broken {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        certificates.add((X509Certificate) each);
      }
    } catch (GeneralSecurityException e) {
      throw new Broken(CertificateVerdict.CertChainError);
    }
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw new Broken(CertificateVerdict.CertChainError);
    }
    return certificates;
  }

  /** The one that is no authority; it should stand first, and in some chains stands last. */
  private static X509Certificate leaf(List<X509Certificate> shown) {
    return shown.stream()
        .filter(each -> each.getBasicConstraints() < 0)
        .findFirst()
        .orElse(shown.get(0));
  }

  private static @Nullable X509Certificate issuer(
      X509Certificate certificate, Collection<X509Certificate> candidates) {
    for (X509Certificate each : candidates) {
      if (isNamed(each, certificate) && !each.equals(certificate)) {
        try {
          certificate.verify(each.getPublicKey());
          return each;
        } catch (GeneralSecurityException e) {
          // another of that name, perhaps
        }
      }
    }
    return null;
  }

  private static boolean isNamed(X509Certificate issuer, X509Certificate certificate) {
    return issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /** Why the path ends here: somebody of that name has not signed it, or nobody knows the name. */
  private static CertificateVerdict reason(
      X509Certificate last,
      Collection<X509Certificate> roots,
      List<X509Certificate> candidates,
      Instant now) {
    if (!isValid(last, now)) {
      return CertificateVerdict.CertificateExpired;
    }
    List<X509Certificate> all = new ArrayList<>(roots);
    all.addAll(candidates);
    return all.stream().anyMatch(each -> isNamed(each, last) && !each.equals(last))
        ? CertificateVerdict.SignatureError
        : CertificateVerdict.CertChainError;
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    try {
      certificate.checkValidity(Date.from(now));
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static ContractChain checked(
      List<X509Certificate> path, X509Certificate root, Instant now) throws Broken {
    if (!isValid(root, now) || path.stream().anyMatch(each -> !isValid(each, now))) {
      throw new Broken(CertificateVerdict.CertificateExpired);
    }
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return new ContractChain(List.copyOf(path), root);
    } catch (GeneralSecurityException e) {
      throw new Broken(CertificateVerdict.CertChainError);
    }
  }

  /** The eMAIDs that the contract certificate is for: its common names. */
  List<String> emaids() {
    return CertificateRequest.texts(
        X500Name.getInstance(path.get(0).getSubjectX500Principal().getEncoded()), BCStyle.CN);
  }

  /** A certificate of the path with the responder that it names itself. */
  record Link(CertificateId id, String responder) {}

  /** Those whose state can be asked for. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      X509Certificate issuer = i + 1 < path.size() ? path.get(i + 1) : root;
      String responder = responder(path.get(i));
      if (responder != null) {
        links.add(new Link(CertificateId.of(path.get(i), issuer), responder));
      }
    }
    return links;
  }

  private static @Nullable String responder(X509Certificate certificate) {
    try {
      Extension extension =
          new X509CertificateHolder(certificate.getEncoded())
              .getExtension(Extension.authorityInfoAccess);
      if (extension == null) {
        return null;
      }
      for (AccessDescription each :
          AuthorityInformationAccess.getInstance(extension.getParsedValue())
              .getAccessDescriptions()) {
        GeneralName place = each.getAccessLocation();
        if (X509ObjectIdentifiers.id_ad_ocsp.equals(each.getAccessMethod())
            && place.getTagNo() == GeneralName.uniformResourceIdentifier) {
          return place.getName().toString();
        }
      }
      return null;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      return null;
    }
  }

  /** All certificates of the path and its root. */
  List<X509Certificate> certificates() {
    List<X509Certificate> all = new ArrayList<>(path);
    all.add(root);
    return all;
  }
}
