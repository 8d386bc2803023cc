package io.galvan.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** A station's own key, of which an authority may sign a certificate. */
public final class StationKey {
  /** By which a key store names the key. */
  static final String ALIAS = "station";

  private static final int SEQUENCE = 0x30;
  private static final int BIT_STRING = 0x03;
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final byte[] NO_ATTRIBUTES = {(byte) 0xa0, 0};

  /** AlgorithmIdentifier of the signature, as in RFC 4055 and RFC 5758. */
  private static final byte[] RSA_SIGNATURE =
      HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

  private static final byte[] EC_SIGNATURE = HexFormat.of().parseHex("300a06082a8648ce3d040302");

  private final String algorithm;
  private final X500Principal subject;
  private final KeyPair keys;

  private StationKey(String algorithm, X500Principal subject, KeyPair keys) {
    this.algorithm = algorithm;
    this.subject = subject;
    this.keys = keys;
  }

  /**
   * A new key.
   *
   * @param algorithm RSA or EC
   */
  public static StationKey generate(String algorithm, String distinguishedName) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      return new StationKey(
          algorithm, new X500Principal(distinguishedName), generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public PublicKey publicKey() {
    return keys.getPublic();
  }

  /** How the authority signs a key of this kind. */
  public String signatureAlgorithm() {
    return algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  /** The signing request (PKCS #10, RFC 2986) as PEM. */
  public String signingRequest() {
    byte[] info =
        der(
            SEQUENCE,
            VERSION_0,
            subject.getEncoded(),
            keys.getPublic().getEncoded(),
            NO_ATTRIBUTES);
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm());
      signature.initSign(keys.getPrivate());
      signature.update(info);
      return Pem.write(
          "CERTIFICATE REQUEST",
          der(
              SEQUENCE,
              info,
              algorithm.equals("RSA") ? RSA_SIGNATURE : EC_SIGNATURE,
              der(BIT_STRING, new byte[] {0}, signature.sign())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    // DER wants the shortest form of the length (X.690, 10.1).
    int length = content.size();
    ByteBuffer header = ByteBuffer.allocate(4).put((byte) tag);
    if (length >= 0x100) {
      header.put((byte) 0x82).putShort((short) length);
    } else if (length >= 0x80) {
      header.put((byte) 0x81).put((byte) length);
    } else {
      header.put((byte) length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(header.array(), 0, header.position());
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  /** The key with its certificate and those above it, to be shown in TLS. */
  public KeyStore with(List<X509Certificate> chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          ALIAS, keys.getPrivate(), Tls.NO_PASSWORD, chain.toArray(Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
