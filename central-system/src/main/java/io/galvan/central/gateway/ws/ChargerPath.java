package io.galvan.central.gateway.ws;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the identity of a charging station in the URL it asks for: endpoint, slash, percent-encoded
 * identity (OCPP-J 1.6, 3.1.1).
 */
final class ChargerPath {
  private static final String ENDPOINT = "ocpp";

  /** Some installers paste the whole server URL into the station's field for the path. */
  private static final Pattern PASTED_URL = Pattern.compile("(?i)wss?:/{1,2}[^/]+");

  private ChargerPath() {}

  /**
   * The identity, decoded; empty when the path is not one of ours. Doubled and trailing slashes do
   * not matter.
   */
  static Optional<String> identity(String path) {
    Matcher pasted = PASTED_URL.matcher(path);
    String rest = pasted.find() ? path.substring(pasted.end()) : path;
    List<String> segments = new ArrayList<>();
    for (String segment : rest.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    boolean atEndpoint = !segments.isEmpty() && segments.get(0).equals(ENDPOINT);
    if (atEndpoint) {
      segments.remove(0);
    } else if (rest.equals(path)) {
      return Optional.empty();
    }
    // After a pasted URL further segments may follow, such as a serial number; the identity is the
    // first one.
    boolean pastedUrl = !rest.equals(path);
    if (segments.isEmpty() || (segments.size() > 1 && !pastedUrl)) {
      return Optional.empty();
    }
    return decode(segments.get(0));
  }

  private static Optional<String> decode(String segment) {
    Buffer bytes = Buffer.buffer();
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '%') {
        bytes.appendString(String.valueOf(c));
        continue;
      }
      if (i + 2 >= segment.length()) {
        return Optional.empty();
      }
      int high = Character.digit(segment.charAt(i + 1), 16);
      int low = Character.digit(segment.charAt(i + 2), 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.appendByte((byte) (high * 16 + low));
      i += 2;
    }
    String identity = bytes.toString(StandardCharsets.UTF_8);
    return identity.indexOf('\uFFFD') >= 0 ? Optional.empty() : Optional.of(identity);
  }
}
