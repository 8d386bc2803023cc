package io.galvan.platform.config;

import io.galvan.ocpp.MqttTopics;
import io.galvan.platform.error.GalvanException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of MQTT beyond the listener's ports.
 *
 * @param broker the external broker that chargers connect to; null: they connect to the listener
 * @param share names what all nodes of one installation have in common at the broker
 * @param topics how the topics of stations are named
 * @param events publish events and last states
 * @param eventsPrefix the first level of their topics
 * @param mirror publish the frames of every charger on WebSocket
 */
public record MqttSettings(
    @Nullable Broker broker,
    String share,
    MqttTopics topics,
    boolean events,
    String eventsPrefix,
    boolean mirror) {
  private static final String CERTIFICATE = "GALVAN_MQTT_BROKER_CERT";
  private static final String KEY = "GALVAN_MQTT_BROKER_KEY";
  private static final String ROOT = "GALVAN_MQTT_TOPIC_ROOT";
  private static final String EVENTS_PREFIX = "GALVAN_MQTT_EVENTS_PREFIX";
  private static final String LEVELS = "GALVAN_MQTT_TOPIC_LEVELS";
  private static final int PORT = 1883;
  private static final int TLS_PORT = 8883;

  /**
   * A client certificate, both PEM files.
   *
   * @param certificate with the chain below its root
   * @param key its private key
   */
  public record ClientIdentity(Path certificate, Path key) {}

  /**
   * A broker and how this system signs in to it.
   *
   * @param secure TLS, the broker's name in its certificate
   * @param authorities PEM file of the authorities that may have signed that; null: Java's own
   * @param identity what is shown over TLS as a client; null for nothing
   */
  public record Broker(
      String host,
      int port,
      boolean secure,
      @Nullable String username,
      @Nullable String password,
      @Nullable Path authorities,
      @Nullable ClientIdentity identity) {
    /** Where it is, for people; without user and password. */
    public String address() {
      return (secure ? "mqtts://" : "mqtt://") + host + ":" + port;
    }

    @Override
    public String toString() {
      return address();
    }
  }

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  static MqttSettings from(Map<String, String> environment) {
    String prefix = level(environment, EVENTS_PREFIX, "galvan");
    return new MqttSettings(
        broker(environment),
        level(environment, "GALVAN_MQTT_SHARE", "galvan"),
        topics(environment, prefix),
        flag(environment, "GALVAN_MQTT_EVENTS"),
        prefix,
        flag(environment, "GALVAN_MQTT_MIRROR"));
  }

  /** Whether chargers come by a broker, so that the listener is off unless it has a port. */
  static boolean hasBroker(Map<String, String> environment) {
    return !text(environment, "GALVAN_MQTT_BROKER", "").isEmpty();
  }

  private static @Nullable Broker broker(Map<String, String> environment) {
    String value = text(environment, "GALVAN_MQTT_BROKER", "");
    if (value.isEmpty()) {
      return null;
    }
    try {
      URI uri = URI.create(value);
      boolean secure = "mqtts".equals(uri.getScheme());
      if (uri.getHost() != null && (secure || "mqtt".equals(uri.getScheme()))) {
        String user = uri.getRawUserInfo();
        int colon = user == null ? -1 : user.indexOf(':');
        String authorities = text(environment, "GALVAN_MQTT_BROKER_CA", "");
        return new Broker(
            uri.getHost(),
            uri.getPort() >= 0 ? uri.getPort() : secure ? TLS_PORT : PORT,
            secure,
            user == null ? null : decoded(colon < 0 ? user : user.substring(0, colon)),
            user == null || colon < 0 ? null : decoded(user.substring(colon + 1)),
            authorities.isEmpty() ? null : Path.of(authorities),
            identity(environment));
      }
    } catch (IllegalArgumentException e) {
      // told below; the value may hold a password and is not repeated
    }
    throw GalvanException.invalid(
        "GALVAN_MQTT_BROKER",
        "GALVAN_MQTT_BROKER must look like mqtt://user:password@host:port or mqtts://...,"
            + " characters of the password percent-encoded");
  }

  private static @Nullable ClientIdentity identity(Map<String, String> environment) {
    String certificate = text(environment, CERTIFICATE, "");
    String key = text(environment, KEY, "");
    if (certificate.isEmpty() != key.isEmpty()) {
      throw GalvanException.invalid(
          certificate.isEmpty() ? CERTIFICATE : KEY,
          CERTIFICATE + " and " + KEY + " must be set both, or neither");
    }
    return certificate.isEmpty() ? null : new ClientIdentity(Path.of(certificate), Path.of(key));
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static MqttTopics topics(Map<String, String> environment, String prefix) {
    String root = text(environment, ROOT, MqttTopics.USUAL.root());
    String[] levels = text(environment, LEVELS, "up,down,status").split(",", -1);
    if (levels.length != 3) {
      throw GalvanException.invalid(LEVELS, LEVELS + " must be three, such as up,down,status");
    }
    MqttTopics topics =
        new MqttTopics(root, levels[0].strip(), levels[1].strip(), levels[2].strip());
    if (!topics.areUsable()) {
      throw GalvanException.invalid(
          ROOT,
          ROOT
              + " must be one to seven levels with / between, and "
              + LEVELS
              + " three levels that differ; a level has 1 to 64 letters, digits, dots, dashes or"
              + " underscores");
    }
    // Whoever may read events must not read what stations say, and the reverse.
    if (root.split("/", -1)[0].equals(prefix) || topics.mirrorRoot().equals(prefix)) {
      throw GalvanException.invalid(
          ROOT, ROOT + " must not begin as " + EVENTS_PREFIX + ", which is " + prefix);
    }
    return topics;
  }

  private static String level(Map<String, String> environment, String name, String fallback) {
    String value = text(environment, name, fallback);
    if (!MqttTopics.isLevel(value)) {
      throw GalvanException.invalid(
          name, name + " must be 1 to 64 letters, digits, dots, dashes or underscores");
    }
    return value;
  }

  private static boolean flag(Map<String, String> environment, String name) {
    return switch (text(environment, name, "false").toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw GalvanException.invalid(name, name + " must be true or false");
    };
  }

  private static String text(Map<String, String> environment, String name, String fallback) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? fallback : value.strip();
  }
}
