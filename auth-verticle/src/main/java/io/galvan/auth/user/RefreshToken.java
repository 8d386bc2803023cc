package io.galvan.auth.user;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token: the session, the token's turn in it, and the MAC of both by the session's own
 * secret. Every token that a session ever had can be told from a forged one, so a used one is
 * recognized as long as the session is stored.
 */
record RefreshToken(UUID sessionId, int turn, byte[] mac) {
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int MAC_BYTES = 32;
  private static final int HEAD_BYTES = 20;
  private static final int MAX_LENGTH = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A secret for a new session. */
  static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  static RefreshToken of(UUID sessionId, int turn, byte[] secret) {
    return new RefreshToken(sessionId, turn, mac(sessionId, turn, secret));
  }

  /** Empty for what is no refresh token at all. */
  static Optional<RefreshToken> parse(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      UUID id = new UUID(buffer.getLong(), buffer.getLong());
      int turn = buffer.getInt();
      byte[] mac = Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
      return mac.length == MAC_BYTES
          ? Optional.of(new RefreshToken(id, turn, mac))
          : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /** Whether the session with this secret gave it. */
  boolean isBy(byte[] secret) {
    return MessageDigest.isEqual(mac, mac(sessionId, turn, secret));
  }

  String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            ByteBuffer.allocate(HEAD_BYTES + mac.length)
                .put(head(sessionId, turn))
                .put(mac)
                .array());
  }

  private static byte[] head(UUID sessionId, int turn) {
    return ByteBuffer.allocate(HEAD_BYTES)
        .putLong(sessionId.getMostSignificantBits())
        .putLong(sessionId.getLeastSignificantBits())
        .putInt(turn)
        .array();
  }

  private static byte[] mac(UUID sessionId, int turn, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(head(sessionId, turn));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "RefreshToken[" + sessionId + " " + turn + "]";
  }
}
