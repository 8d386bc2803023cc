package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings, read once at the start from GALVAN_* environment variables.
 * docs/reference/settings.md lists them.
 *
 * @param nodeId this node's name in the cluster; kept across restarts
 * @param host the address that API, dashboard, OCPP and MQTT listen on
 * @param opsHost the address that metrics and health listen on
 * @param apiPort REST API and dashboard; 0 lets the system pick, as for every port
 * @param ocppTlsPort OCPP over TLS; -1 is off, as for mqttTlsPort
 * @param tlsCertificate PEM file of the server's certificate chain; null switches both TLS ports
 *     off
 * @param dataDir where the embedded database keeps its files
 * @param databaseUrl postgresql://user:password@host:port/database; null starts the embedded one
 * @param mqttBroker mqtt://user:password@host:port of an external broker; null runs the embedded
 *     listener
 * @param smtpUrl smtp://user:password@host:port; null keeps mails readable in the API
 * @param unknownChargers what happens to a charger nobody registered
 * @param chargerPasswordRequired refuse chargers that have no password stored (security profile 0)
 * @param heartbeatInterval told to chargers in the boot answer
 * @param closeAfterDisconnect a running transaction of a charger away for longer is closed by
 *     inference
 * @param remoteStartWait how long a transaction may take to start or stop after a remote command
 * @param messageLogRetention how long the message log is kept
 * @param openSignUp whether people may sign up for themselves
 * @param databaseConnections connections to PostgreSQL of each service
 */
public record Settings(
    String nodeId,
    String host,
    String opsHost,
    int apiPort,
    int ocppPort,
    int ocppTlsPort,
    int mqttPort,
    int mqttTlsPort,
    int opsPort,
    @Nullable Path tlsCertificate,
    @Nullable Path tlsKey,
    Path dataDir,
    @Nullable String databaseUrl,
    @Nullable String mqttBroker,
    @Nullable String smtpUrl,
    String mailSender,
    UnknownChargers unknownChargers,
    boolean chargerPasswordRequired,
    Duration heartbeatInterval,
    Duration callTimeout,
    Duration pingInterval,
    Duration closeAfterDisconnect,
    Duration remoteStartWait,
    Duration messageLogRetention,
    boolean openSignUp,
    int databaseConnections) {

  /** What happens to a charger whose identity is not stored. */
  public enum UnknownChargers {
    /** It is stored and its boot is accepted. */
    ACCEPT,
    /** It is stored; its boot is answered Pending until an operator accepts it. */
    PENDING,
    /** It is stored; its boot is answered Rejected until an operator accepts it. */
    REJECT,
    /** Its connection is refused with 404. */
    REFUSE
  }

  /**
   * Reads all settings; a value that cannot be understood is an INVALID fault that names its
   * variable.
   */
  public static Settings from(Map<String, String> environment) {
    var env = new Reader(environment);
    return new Settings(
        env.text("GALVAN_NODE_ID", "node-1"),
        env.text("GALVAN_HOST", "0.0.0.0"),
        env.text("GALVAN_OPS_HOST", "127.0.0.1"),
        env.number("GALVAN_API_PORT", 8080, -1, 65_535),
        env.number("GALVAN_OCPP_PORT", 9000, -1, 65_535),
        env.number("GALVAN_OCPP_TLS_PORT", 9443, -1, 65_535),
        env.number("GALVAN_MQTT_PORT", 1883, -1, 65_535),
        env.number("GALVAN_MQTT_TLS_PORT", 8883, -1, 65_535),
        env.number("GALVAN_OPS_PORT", 8081, -1, 65_535),
        env.path("GALVAN_TLS_CERT"),
        env.path("GALVAN_TLS_KEY"),
        Path.of(env.text("GALVAN_DATA_DIR", "data")),
        env.uri("GALVAN_DB_URL", "postgresql"),
        env.uri("GALVAN_MQTT_BROKER", "mqtt"),
        env.uri("GALVAN_SMTP_URL", "smtp"),
        env.text("GALVAN_MAIL_SENDER", "galvan@localhost"),
        env.choice("GALVAN_UNKNOWN_CHARGERS", UnknownChargers.PENDING),
        env.flag("GALVAN_CHARGER_PASSWORD_REQUIRED", false),
        env.seconds("GALVAN_HEARTBEAT_INTERVAL", 300, 1, 86_400),
        env.seconds("GALVAN_CALL_TIMEOUT", 30, 1, 3_600),
        env.seconds("GALVAN_PING_INTERVAL", 45, 1, 3_600),
        env.seconds("GALVAN_CLOSE_AFTER_DISCONNECT", 86_400, 1, 31_536_000),
        env.seconds("GALVAN_REMOTE_START_WAIT", 180, 1, 86_400),
        Duration.ofDays(env.number("GALVAN_MESSAGE_LOG_DAYS", 30, 1, 3_650)),
        env.flag("GALVAN_OPEN_SIGN_UP", true),
        env.number("GALVAN_DB_CONNECTIONS", 8, 2, 200));
  }

  private record Reader(Map<String, String> environment) {
    String text(String name, String fallback) {
      String value = environment.get(name);
      return value == null || value.isBlank() ? fallback : value.strip();
    }

    int number(String name, int fallback, int least, int most) {
      String value = text(name, Integer.toString(fallback));
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // told below, as for a number out of range
      }
      throw GalvanException.invalid(
          name,
          name
              + " must be a whole number from "
              + least
              + " to "
              + most
              + ", not \""
              + value
              + "\"");
    }

    Duration seconds(String name, int fallback, int least, int most) {
      return Duration.ofSeconds(number(name, fallback, least, most));
    }

    boolean flag(String name, boolean fallback) {
      String value = text(name, Boolean.toString(fallback)).toLowerCase(Locale.ROOT);
      return switch (value) {
        case "true", "yes", "on", "1" -> true;
        case "false", "no", "off", "0" -> false;
        default ->
            throw GalvanException.invalid(
                name, name + " must be true or false, not \"" + value + "\"");
      };
    }

    <T extends Enum<T>> T choice(String name, T fallback) {
      String value = text(name, fallback.name()).toUpperCase(Locale.ROOT);
      for (T constant : fallback.getDeclaringClass().getEnumConstants()) {
        if (constant.name().equals(value)) {
          return constant;
        }
      }
      throw GalvanException.invalid(
          name,
          name
              + " must be one of "
              + java.util.Arrays.toString(fallback.getDeclaringClass().getEnumConstants())
                  .toLowerCase(Locale.ROOT));
    }

    @Nullable Path path(String name) {
      String value = text(name, "");
      return value.isEmpty() ? null : Path.of(value);
    }

    @Nullable String uri(String name, String scheme) {
      String value = text(name, "");
      if (value.isEmpty()) {
        return null;
      }
      try {
        URI uri = URI.create(value);
        if (uri.getScheme() != null
            && uri.getScheme().startsWith(scheme)
            && uri.getHost() != null) {
          return value;
        }
      } catch (IllegalArgumentException e) {
        // told below; the value may hold a password and is not repeated
      }
      throw GalvanException.invalid(
          name, name + " must look like " + scheme + "://user:password@host:port/...");
    }
  }
}
