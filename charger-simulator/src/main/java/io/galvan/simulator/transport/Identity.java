package io.galvan.simulator.transport;

import java.nio.charset.StandardCharsets;

/** How a charger's identity is spelled in addresses. */
public final class Identity {
  private static final String HEX = "0123456789ABCDEF";

  private Identity() {}

  /** Percent-encoded as one segment of a URL's path (RFC 3986). */
  public static String encoded(String id) {
    StringBuilder out = new StringBuilder(id.length() + 8);
    for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(octet)) {
        out.append((char) octet);
      } else {
        out.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
      }
    }
    return out.toString();
  }

  private static boolean unreserved(byte c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "-._~".indexOf(c) >= 0;
  }
}
