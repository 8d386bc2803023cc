package io.galvan.central.gateway.mqtt;

import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.TopicLevel;
import java.util.Arrays;
import java.util.Optional;

/**
 * One of a station's topics: {@code ocpp/<version>/<identity>/up|down|status}. Version is the part
 * of the subprotocol after "ocpp"; the identity is spelled as {@link TopicLevel} says.
 */
record ChargerTopic(OcppVersion version, String identity, Leaf leaf) {
  private static final int LEVELS = 4;

  enum Leaf {
    /** Frames of the station. */
    up,
    /** Frames for the station. */
    down,
    /** What the station says of its own presence: online, offline. */
    status
  }

  /** Why a topic is none of a station's. */
  record Flaw(Outcome outcome, String identity, String reason) {}

  /** The topic that this name means; empty when it is none of ours. */
  static Optional<ChargerTopic> parse(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length != LEVELS || !parts[0].equals("ocpp") || parts[2].isEmpty()) {
      return Optional.empty();
    }
    Optional<Leaf> leaf =
        Arrays.stream(Leaf.values()).filter(known -> known.name().equals(parts[3])).findFirst();
    return OcppVersion.ofSubprotocol("ocpp" + parts[1])
        .flatMap(
            version ->
                leaf.flatMap(
                    found ->
                        TopicLevel.decode(parts[2])
                            .map(identity -> new ChargerTopic(version, identity, found))));
  }

  /** What is wrong with the name of a topic that cannot be parsed. */
  static Flaw flaw(String name) {
    String[] parts = name.split("/", -1);
    String level = parts.length == LEVELS ? parts[2] : name;
    if (parts.length == LEVELS
        && TopicLevel.decode(level).filter(Identities::isIdentity).isPresent()) {
      return new Flaw(
          Outcome.no_subprotocol,
          TopicLevel.decode(level).orElseThrow(),
          "the version " + parts[1] + " is not spoken");
    }
    return new Flaw(
        Outcome.wrong_path,
        level,
        "the topic's identity must have 1 to 48 printable characters; '/', '+', '#' and '%' are"
            + " percent-encoded in upper case, and nothing else");
  }

  /** The topic's name on the wire. */
  String name() {
    return "ocpp/"
        + version.subprotocol().substring("ocpp".length())
        + "/"
        + TopicLevel.encode(identity)
        + "/"
        + leaf;
  }
}
