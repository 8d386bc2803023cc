package io.galvan.central.gateway.mqtt;

import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Identities;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.MqttTopics.Levels;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.TopicLevel;
import java.util.Optional;

/**
 * One of a station's topics, named as {@link MqttTopics} says. Version is the part of the
 * subprotocol after "ocpp"; the identity is spelled as {@link TopicLevel} says.
 */
record ChargerTopic(MqttTopics names, OcppVersion version, String identity, Leaf leaf) {
  /** Why a topic is none of a station's. */
  record Flaw(Outcome outcome, String identity, String reason) {}

  /** The topic that this name means; empty when it is none of ours. */
  static Optional<ChargerTopic> parse(MqttTopics names, String name) {
    return names
        .levels(name)
        .flatMap(
            levels ->
                OcppVersion.ofSubprotocol("ocpp" + levels.version())
                    .flatMap(version -> of(names, version, levels)));
  }

  private static Optional<ChargerTopic> of(MqttTopics names, OcppVersion version, Levels levels) {
    return TopicLevel.decode(levels.identity())
        .filter(identity -> !identity.isEmpty())
        .flatMap(
            identity ->
                levels.leaf().map(leaf -> new ChargerTopic(names, version, identity, leaf)));
  }

  /** Whose topic it would be, were its version one that is known; empty when it is no station's. */
  static Optional<String> identityOf(MqttTopics names, String name) {
    return names
        .levels(name)
        .filter(levels -> levels.leaf().isPresent())
        .flatMap(levels -> TopicLevel.decode(levels.identity()));
  }

  /** What is wrong with the name of a topic that cannot be parsed. */
  static Flaw flaw(MqttTopics names, String name) {
    Optional<Levels> levels = names.levels(name);
    Optional<String> identity =
        levels.flatMap(known -> TopicLevel.decode(known.identity())).filter(Identities::isIdentity);
    return levels.isPresent() && identity.isPresent()
        ? new Flaw(
            Outcome.no_subprotocol,
            identity.get(),
            "the version " + levels.get().version() + " is not spoken")
        : new Flaw(
            Outcome.wrong_path,
            levels.map(Levels::identity).orElse(name),
            "the topic's identity must have 1 to 48 printable characters; '/', '+', '#' and '%' are"
                + " percent-encoded in upper case, and nothing else");
  }

  /** Another topic of the same station. */
  ChargerTopic at(Leaf other) {
    return new ChargerTopic(names, version, identity, other);
  }

  /** The topic's name on the wire. */
  String name() {
    return names.name(version, identity, leaf);
  }
}
