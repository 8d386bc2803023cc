package io.galvan.auth.station;

import io.galvan.auth.block.PasswordHash;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which charger lately showed which right secret, so that thousands of chargers that
 * reconnect at once do not cost thousands of slow hashes. What it holds is a MAC over secret and
 * stored hash under a key that only this process has: useless elsewhere, and a changed password is
 * not remembered. The least recently used are forgotten. Not thread-safe: for one event loop.
 */
final class VerifiedSecrets {
  private static final String HMAC = "HmacSHA256";

  private final Mac mac;
  private final Map<String, byte[]> marks;

  VerifiedSecrets(int maxChargers) {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
    marks =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > maxChargers;
          }
        };
  }

  boolean contains(String chargerKey, PasswordHash stored, byte[] secret) {
    byte[] mark = marks.get(chargerKey);
    return mark != null && MessageDigest.isEqual(mark, mark(stored, secret));
  }

  void add(String chargerKey, PasswordHash stored, byte[] secret) {
    marks.put(chargerKey, mark(stored, secret));
  }

  private byte[] mark(PasswordHash stored, byte[] secret) {
    mac.update(stored.hash());
    return mac.doFinal(secret);
  }
}
