package io.galvan.central.gateway.ws;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the identity of a charging station in the URL it asks for: endpoint, slash, percent-encoded
 * identity (OCPP-J 1.6, 3.1.1).
 *
 * @param identity the identity, decoded
 * @param deviations in which ways the path is not as the standard has it
 */
record ChargerPath(String identity, List<Deviation> deviations) {
  private static final String ENDPOINT = "ocpp";

  /** Some installers paste the whole server URL into the station's field for the path. */
  private static final Pattern PASTED_URL = Pattern.compile("(?i)wss?:/{1,2}[^/]+");

  /**
   * The identity, decoded; empty when the path is not one of ours. Doubled and trailing slashes do
   * not matter, nor does a query.
   */
  static Optional<ChargerPath> of(String path, @Nullable String query) {
    Matcher pasted = PASTED_URL.matcher(path);
    boolean pastedUrl = pasted.find();
    String rest = pastedUrl ? path.substring(pasted.end()) : path;
    List<String> segments = new ArrayList<>();
    for (String segment : rest.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    boolean atEndpoint = !segments.isEmpty() && segments.get(0).equals(ENDPOINT);
    if (atEndpoint) {
      segments.remove(0);
    } else if (!pastedUrl) {
      return Optional.empty();
    }
    // After a pasted URL further segments may follow, such as a serial number; the identity is the
    // first one.
    if (segments.isEmpty() || (segments.size() > 1 && !pastedUrl)) {
      return Optional.empty();
    }
    return decode(segments.get(0))
        .map(identity -> new ChargerPath(identity, deviations(path, query, pastedUrl, identity)));
  }

  private static List<Deviation> deviations(
      String path, @Nullable String query, boolean pastedUrl, String identity) {
    List<Deviation> deviations = new ArrayList<>(0);
    if (pastedUrl) {
      deviations.add(Deviation.of("path", DeviationKind.PastedUrl, path, identity));
    } else if (path.contains("//") || path.endsWith("/")) {
      deviations.add(Deviation.of("path", DeviationKind.PathForm, path, identity));
    }
    if (query != null) {
      // What stands in the query may be a secret.
      deviations.add(Deviation.of("query", DeviationKind.PathForm, "?…", ""));
    }
    return deviations;
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
