package io.galvan.central.gateway.mqtt;

import io.galvan.ocpp.OcppVersion;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One of a station's topics: {@code ocpp/<version>/<identity>/up|down|status}. Version is the part
 * of the subprotocol after "ocpp"; in the identity the characters that mean something to MQTT or to
 * a path (/ + # %) are percent-encoded.
 */
record ChargerTopic(OcppVersion version, String identity, Leaf leaf) {
  enum Leaf {
    /** Frames of the station. */
    up,
    /** Frames for the station. */
    down,
    /** What the station says of its own presence: online, offline. */
    status
  }

  /** The topic that this name means; empty when it is none of ours. */
  static Optional<ChargerTopic> parse(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length != 4 || !parts[0].equals("ocpp") || parts[2].isEmpty()) {
      return Optional.empty();
    }
    Optional<Leaf> leaf =
        java.util.Arrays.stream(Leaf.values())
            .filter(known -> known.name().equals(parts[3]))
            .findFirst();
    return OcppVersion.ofSubprotocol("ocpp" + parts[1])
        .flatMap(
            version ->
                leaf.flatMap(
                    found ->
                        decode(parts[2])
                            .map(identity -> new ChargerTopic(version, identity, found))));
  }

  private static Optional<String> decode(String identity) {
    try {
      return Optional.of(URLDecoder.decode(identity.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The identity as a level of a topic. */
  static String level(String identity) {
    return URLEncoder.encode(identity, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The topic's name on the wire. */
  String name() {
    return "ocpp/"
        + version.subprotocol().substring("ocpp".length())
        + "/"
        + level(identity)
        + "/"
        + leaf;
  }
}
