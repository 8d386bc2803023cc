package io.galvan.simulator.station;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The little of ASN.1 (DER) that a certificate request needs (RFC 2986). */
public final class Der {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0c;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int ATTRIBUTES = 0xa0;
  private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
  private static final byte[] ORGANIZATION = HexFormat.of().parseHex("060355040a");
  private static final byte[] ECDSA_WITH_SHA256 = HexFormat.of().parseHex("06082a8648ce3d040302");

  private Der() {}

  /** A certificate request (PKCS #10) in PEM, signed with the key it is for. */
  public static String certificateRequest(KeyPair keys, String organization, String commonName)
      throws GeneralSecurityException {
    byte[] subject =
        element(
            SEQUENCE, attribute(ORGANIZATION, organization), attribute(COMMON_NAME, commonName));
    byte[] info =
        element(
            SEQUENCE,
            element(INTEGER, new byte[] {0}),
            subject,
            keys.getPublic().getEncoded(),
            element(ATTRIBUTES));
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(keys.getPrivate());
    signer.update(info);
    byte[] request =
        element(
            SEQUENCE,
            info,
            element(SEQUENCE, ECDSA_WITH_SHA256),
            element(BIT_STRING, new byte[] {0}, signer.sign()));
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(request);
    return "-----BEGIN CERTIFICATE REQUEST-----\n"
        + base64
        + "\n-----END CERTIFICATE REQUEST-----\n";
  }

  private static byte[] attribute(byte[] type, String text) {
    byte[] value = element(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    return element(SET, element(SEQUENCE, type, value));
  }

  private static byte[] element(int tag, byte[]... contents) {
    int length = Arrays.stream(contents).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
    out.write(tag);
    if (length >= 0x100) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length >= 0x80) {
      out.write(0x81);
    }
    out.write(length);
    for (byte[] part : contents) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The bits of a SubjectPublicKeyInfo's key, without its header: what issuerKeyHash is of. */
  public static byte[] publicKeyBits(PublicKey key) {
    byte[] info = key.getEncoded();
    int algorithm = contentOf(info, 0);
    int bits = contentOf(info, algorithm) + lengthAt(info, algorithm);
    // The first byte of a bit string counts its unused bits.
    return Arrays.copyOfRange(info, contentOf(info, bits) + 1, info.length);
  }

  private static int contentOf(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    return element + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthAt(byte[] der, int element) {
    int first = der[element + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[element + 2 + i] & 0xff;
    }
    return length;
  }
}
