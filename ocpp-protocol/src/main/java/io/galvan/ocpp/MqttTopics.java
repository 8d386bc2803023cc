package io.galvan.ocpp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the topics of OCPP over MQTT are named, as {@code docs/reference/mqtt.md} has it: {@code
 * <root>/<version>/<identity>/<level>}.
 *
 * @param root what all begin with, one level or several
 * @param up the last level of what stations say
 * @param down the last level of what they hear
 * @param status the last level of what is said of their presence
 */
public record MqttTopics(String root, String up, String down, String status) {
  /** The names that stations find when nobody chose others. */
  public static final MqttTopics USUAL = new MqttTopics("ocpp", "up", "down", "status");

  private static final Pattern LEVEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MOST_ROOT_LEVELS = 7;
  private static final int OWN_LEVELS = 3;

  /** The three topics of a station. */
  public enum Leaf {
    /** Frames of the station. */
    up,
    /** Frames for the station. */
    down,
    /** What the station says of its own presence: online, offline. */
    status
  }

  /**
   * The levels of a topic below the root, as they are spelled.
   *
   * @param leaf empty when the last level is none of the three
   */
  public record Levels(String version, String identity, Optional<Leaf> leaf) {}

  /** Whether a text may be one level of the root, or the last level: no wildcard, no blank. */
  public static boolean isLevel(String text) {
    return LEVEL.matcher(text).matches();
  }

  /** Whether the names can be used: levels that are none of MQTT's wildcards, and differ. */
  public boolean areUsable() {
    String[] levels = root.split("/", -1);
    return levels.length <= MOST_ROOT_LEVELS
        && Arrays.stream(levels).allMatch(MqttTopics::isLevel)
        && List.of(up, down, status).stream().allMatch(MqttTopics::isLevel)
        && Set.copyOf(List.of(up, down, status)).size() == Leaf.values().length;
  }

  /** The name of a station's topic. */
  public String name(OcppVersion version, String identity, Leaf leaf) {
    return below(root, version, identity, leaf);
  }

  /** The name of the topic that shows the frames of a station on WebSocket. */
  public String mirrored(OcppVersion version, String identity, Leaf leaf) {
    return below(mirrorRoot(), version, identity, leaf);
  }

  /** What the topics of the mirror begin with. */
  public String mirrorRoot() {
    return root + "-mirror";
  }

  /** The filter for one topic of all stations. */
  public String ofAllStations(Leaf leaf) {
    return root + "/+/+/" + level(leaf);
  }

  private String below(String first, OcppVersion version, String identity, Leaf leaf) {
    return first
        + "/"
        + version.subprotocol().substring("ocpp".length())
        + "/"
        + TopicLevel.encode(identity)
        + "/"
        + level(leaf);
  }

  /** The last level of a topic. */
  public String level(Leaf leaf) {
    return switch (leaf) {
      case up -> up;
      case down -> down;
      case status -> status;
    };
  }

  /** The levels of this topic; empty when it is not below the root, or not three levels. */
  public Optional<Levels> levels(String name) {
    if (!name.startsWith(root + "/")) {
      return Optional.empty();
    }
    String[] levels = name.substring(root.length() + 1).split("/", -1);
    return levels.length == OWN_LEVELS
        ? Optional.of(
            new Levels(
                levels[0],
                levels[1],
                Arrays.stream(Leaf.values())
                    .filter(leaf -> level(leaf).equals(levels[2]))
                    .findFirst()))
        : Optional.empty();
  }
}
