package io.galvan.auth.block;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is stored of a secret: PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2), 32 bytes. The JDK's own
 * takes characters only; chargers send bytes.
 */
public record PasswordHash(byte[] salt, int iterations, byte[] hash) {
  private static final String HMAC = "HmacSHA256";
  private static final int SALT_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Hashes a new secret under a salt of its own. Slow by intent. */
  public static PasswordHash of(byte[] secret, int iterations) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new PasswordHash(salt, iterations, derive(secret, salt, iterations));
  }

  public static PasswordHash from(Row row) {
    return new PasswordHash(
        row.getBuffer("salt").getBytes(),
        row.getInteger("iterations"),
        row.getBuffer("hash").getBytes());
  }

  /** Whether this is the secret; takes as long for a wrong one. Slow by intent. */
  boolean matches(byte[] secret) {
    return MessageDigest.isEqual(hash, derive(secret, salt, iterations));
  }

  public Buffer saltBuffer() {
    return Buffer.buffer(salt);
  }

  public Buffer hashBuffer() {
    return Buffer.buffer(hash);
  }

  static byte[] derive(byte[] secret, byte[] salt, int iterations) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      // HMAC pads its key with zeros, so one zero byte stands for the empty key the JDK refuses.
      mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, HMAC));
      mac.update(salt);
      byte[] round = mac.doFinal(ByteBuffer.allocate(4).putInt(1).array());
      byte[] derived = round.clone();
      for (int i = 1; i < iterations; i++) {
        mac.update(round);
        mac.doFinal(round, 0);
        for (int b = 0; b < derived.length; b++) {
          derived[b] ^= round[b];
        }
      }
      return derived;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "PasswordHash";
  }
}
