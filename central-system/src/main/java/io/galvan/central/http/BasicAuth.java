package io.galvan.central.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header of HTTP Basic (RFC 7617). The password is bytes: 1.6 sends the raw key,
 * which is no text.
 */
public record BasicAuth(String username, byte[] password) {
  /** Of the header, if it is one of Basic. */
  public static Optional<BasicAuth> parse(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(header.substring(6).strip());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    // The first colon ends the user name; the password may hold more of them.
    for (int i = 0; i < decoded.length; i++) {
      if (decoded[i] == ':') {
        byte[] password = java.util.Arrays.copyOfRange(decoded, i + 1, decoded.length);
        return Optional.of(
            new BasicAuth(new String(decoded, 0, i, StandardCharsets.UTF_8), password));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return "BasicAuth[" + username + "]";
  }
}
