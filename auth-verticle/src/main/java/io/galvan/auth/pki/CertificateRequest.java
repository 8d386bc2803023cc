package io.galvan.auth.pki;

import io.galvan.contract.pki.Certificates.Algorithm;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A station's PKCS #10 request (RFC 2986) that can be signed: its own signature is right and its
 * key is strong enough (security whitepaper, 3.2).
 */
record CertificateRequest(X500Name subject, PublicKey key, Algorithm algorithm) {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 224;
  private static final int MOST_RSA_BITS = 8192;

  /** The request cannot be signed; the message says why. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /** Reads a request in PEM. Slow: checks a signature. */
  static CertificateRequest parse(String pem) throws Unusable {
    JcaPKCS10CertificationRequest request = read(pem);
    PublicKey key;
    try {
      key = request.getPublicKey();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable("the key is neither RSA nor EC of P-256, P-384 or P-521");
    }
    Algorithm algorithm = algorithm(key);
    try {
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new Unusable("the request is not signed with its own key");
      }
    } catch (OperatorCreationException | PKCSException | RuntimeException e) {
      throw new Unusable("the request's signature cannot be checked");
    }
    return new CertificateRequest(request.getSubject(), key, algorithm);
  }

  private static JcaPKCS10CertificationRequest read(String pem) throws Unusable {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PKCS10CertificationRequest request) {
        return new JcaPKCS10CertificationRequest(request);
      }
    } catch (IOException | RuntimeException e) {
      // told below
    }
    throw new Unusable("not a certificate signing request in PEM");
  }

  private static Algorithm algorithm(PublicKey key) throws Unusable {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
        throw new Unusable("an RSA key must have 2048 to 8192 bits, this one has " + bits);
      }
      return Algorithm.RSA;
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      if (bits < LEAST_EC_BITS) {
        throw new Unusable("an EC key must have 224 bits at least, this one has " + bits);
      }
      return Algorithm.ECDSA;
    }
    throw new Unusable("the key is neither RSA nor EC");
  }

  /** The one common name. */
  String commonName() throws Unusable {
    List<String> found = texts(subject, BCStyle.CN);
    if (found.size() != 1 || found.get(0).isBlank()) {
      throw new Unusable("the subject must have one common name, this one has " + found.size());
    }
    return found.get(0);
  }

  /**
   * The one common name of a certificate for vehicles, which is the station's affair; ISO 15118
   * knows no RSA.
   */
  String forVehicles() throws Unusable {
    if (algorithm != Algorithm.ECDSA) {
      throw new Unusable("a certificate for vehicles needs an EC key");
    }
    return commonName();
  }

  /** The organisation, as the station names it; empty when it does not. */
  List<String> organization() {
    return texts(subject, BCStyle.O);
  }

  /** All values of an attribute of a name. */
  static List<String> texts(X500Name name, ASN1ObjectIdentifier attribute) {
    List<String> texts = new ArrayList<>();
    for (RDN rdn : name.getRDNs(attribute)) {
      for (var value : rdn.getTypesAndValues()) {
        if (value.getType().equals(attribute)) {
          texts.add(IETFUtils.valueToString(value.getValue()));
        }
      }
    }
    return texts;
  }
}
