package io.galvan.platform.config;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.error.GalvanException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * All settings, read once at the start from GALVAN_* environment variables.
 * docs/reference/settings.md lists them.
 *
 * @param nodeName what people call this node; its id has more, see Platform
 * @param host the address that API, dashboard, OCPP and MQTT listen on
 * @param opsHost the address that metrics and health listen on
 * @param apiPort REST API and dashboard; 0 lets the system pick, as for every port
 * @param ocppTlsPort OCPP over TLS; -1 is off, as for mqttTlsPort
 * @param tls where the server's certificates come from; without any both TLS ports are off
 * @param tlsCertificates PEM files of the server's certificate chains, one of RSA and one of EC
 * @param tlsKeys their keys, in the same order
 * @param tlsClientAuthorities PEM file of further authorities whose client certificates count
 * @param tlsSettings how TLS is spoken
 * @param publicHost the name stations know this server by; null is the machine's own
 * @param signCertificates who signs what accepted stations ask for
 * @param dataDir where the embedded database keeps its files
 * @param databaseUrl of a server of the operator's own; null starts the embedded one
 * @param cluster several nodes as one system
 * @param mqtt external broker, events and mirror
 * @param smtpUrl smtp://user:password@host:port; null keeps mails readable in the API
 * @param unknownChargers what happens to a charger nobody registered
 * @param chargerPasswordRequired refuse chargers that have no password stored (security profile 0)
 * @param heartbeatInterval told to chargers in the boot answer
 * @param closeAfterDisconnect a running transaction of a charger away for longer is closed by
 *     inference
 * @param remoteStartWait how long a transaction may take to start or stop after a remote command
 * @param messageLogRetention how long the message log is kept
 * @param databaseConnections connections to PostgreSQL of each pool of a service
 * @param defaultVersion what a charger is taken to speak that offers no subprotocol and has no
 *     default version of its own; null refuses it
 * @param idTokenPattern finds the idToken, its first group, in an idTag that has more around it;
 *     null takes every idTag as it comes
 * @param defaultPolicy what holds for chargers where neither they nor their site have a policy
 * @param publicUrl where chargers reach the API's port; null: where the operator reached it
 * @param maxFileBytes the largest firmware image or upload that is taken
 * @param uploadExpiry how long a charger may take until its upload arrives
 * @param iso15118Provider http://host/path of the service that gives vehicles their contract
 *     certificates; null: none does
 * @param ocspPrivateHosts whether the responders that stations and certificates name may have
 *     addresses that are not public
 * @param api people and their programs
 * @param connections trusted proxies, and how many connections an address may have
 * @param strangers charging stations that nobody registered
 */
public record Settings(
    String nodeName,
    String host,
    String opsHost,
    int apiPort,
    int ocppPort,
    int ocppTlsPort,
    int mqttPort,
    int mqttTlsPort,
    int opsPort,
    Tls tls,
    List<Path> tlsCertificates,
    List<Path> tlsKeys,
    @Nullable Path tlsClientAuthorities,
    TlsSettings tlsSettings,
    @Nullable String publicHost,
    SignCertificates signCertificates,
    Path dataDir,
    @Nullable DatabaseUrl databaseUrl,
    ClusterSettings cluster,
    MqttSettings mqtt,
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
    int databaseConnections,
    @Nullable OcppVersion defaultVersion,
    @Nullable Pattern idTokenPattern,
    PolicySettings defaultPolicy,
    @Nullable String publicUrl,
    long maxFileBytes,
    Duration uploadExpiry,
    @Nullable String iso15118Provider,
    boolean ocspPrivateHosts,
    ConnectionSettings connections,
    StrangerSettings strangers,
    ApiSettings api) {

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

  /** Where the server's certificates come from. */
  public enum Tls {
    /** From the files named; without any there is no TLS. */
    FILES,
    /** Galvan's own authority makes them at every start. */
    AUTO
  }

  /** Who signs the certificates that accepted stations ask for. */
  public enum SignCertificates {
    AUTO,
    /** An operator, one by one. */
    MANUAL
  }

  /** Whether TLS ports are to be opened. */
  public boolean tlsEnabled() {
    return tls == Tls.AUTO || !tlsCertificates.isEmpty();
  }

  /**
   * Reads all settings; a value that cannot be understood is an INVALID fault that names its
   * variable.
   */
  public static Settings from(Map<String, String> variables) {
    Map<String, String> environment = SecretFiles.read(variables);
    var env = new Reader(environment);
    Tls tls = env.choice("GALVAN_TLS", Tls.FILES);
    List<Path> certificates = env.paths("GALVAN_TLS_CERT");
    List<Path> keys = env.paths("GALVAN_TLS_KEY");
    if (certificates.size() != keys.size()) {
      throw GalvanException.invalid(
          "GALVAN_TLS_KEY", "GALVAN_TLS_KEY must name one file for each of GALVAN_TLS_CERT");
    }
    if (tls == Tls.AUTO && !certificates.isEmpty()) {
      throw GalvanException.invalid(
          "GALVAN_TLS", "GALVAN_TLS=auto and GALVAN_TLS_CERT exclude each other");
    }
    ApiSettings api = ApiSettings.from(environment);
    if (api.tlsPort() >= 0 && tls == Tls.FILES && certificates.isEmpty()) {
      throw GalvanException.invalid(
          "GALVAN_API_TLS_PORT", "GALVAN_API_TLS_PORT needs GALVAN_TLS=auto or GALVAN_TLS_CERT");
    }
    boolean listener = !MqttSettings.hasBroker(environment);
    return new Settings(
        env.text("GALVAN_NODE_ID", "node-1"),
        env.text("GALVAN_HOST", "0.0.0.0"),
        env.text("GALVAN_OPS_HOST", "127.0.0.1"),
        env.number("GALVAN_API_PORT", 8080, -1, 65_535),
        env.number("GALVAN_OCPP_PORT", 9000, -1, 65_535),
        env.number("GALVAN_OCPP_TLS_PORT", 9443, -1, 65_535),
        env.number("GALVAN_MQTT_PORT", listener ? 1883 : -1, -1, 65_535),
        env.number("GALVAN_MQTT_TLS_PORT", listener ? 8883 : -1, -1, 65_535),
        env.number("GALVAN_OPS_PORT", 8081, -1, 65_535),
        tls,
        certificates,
        keys,
        env.path("GALVAN_TLS_CLIENT_CA"),
        TlsSettings.from(environment),
        env.textOrNull("GALVAN_PUBLIC_HOST"),
        env.choice("GALVAN_SIGN_CERTIFICATES", SignCertificates.AUTO),
        Path.of(env.text("GALVAN_DATA_DIR", "data")),
        databaseUrl(env),
        ClusterSettings.from(environment),
        MqttSettings.from(environment),
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
        env.number("GALVAN_DB_CONNECTIONS", 8, 2, 200),
        env.version("GALVAN_DEFAULT_VERSION", "1.6"),
        env.pattern("GALVAN_ID_TOKEN_PATTERN"),
        defaultPolicy(env),
        env.uri("GALVAN_PUBLIC_URL", "http"),
        env.number("GALVAN_MAX_FILE_MB", 256, 1, 4_096) * 1_048_576L,
        Duration.ofHours(env.number("GALVAN_UPLOAD_HOURS", 24, 1, 720)),
        env.uri("GALVAN_ISO15118_PROVIDER", "http"),
        env.flag("GALVAN_OCSP_PRIVATE_HOSTS", false),
        ConnectionSettings.from(environment),
        StrangerSettings.from(environment),
        api);
  }

  private static @Nullable DatabaseUrl databaseUrl(Reader env) {
    String url = env.textOrNull("GALVAN_DB_URL");
    try {
      return url == null ? null : DatabaseUrl.parse(url);
    } catch (GalvanException e) {
      throw GalvanException.invalid(
          "GALVAN_DB_URL", "GALVAN_DB_URL cannot be read, " + e.message());
    }
  }

  private static PolicySettings defaultPolicy(Reader env) {
    return new PolicySettings(
        env.flag("GALVAN_FREE_VENDING", false),
        (int) env.seconds("GALVAN_HEARTBEAT_INTERVAL", 300, 1, 86_400).toSeconds(),
        env.flagOrNull("GALVAN_LOCAL_AUTHORIZE_OFFLINE"),
        env.flagOrNull("GALVAN_LOCAL_PRE_AUTHORIZE"),
        env.flagOrNull("GALVAN_ALLOW_OFFLINE_TX_FOR_UNKNOWN_ID"),
        env.flagOrNull("GALVAN_STOP_TRANSACTION_ON_INVALID_ID"),
        env.names("GALVAN_MEASURANDS"),
        env.numberOrNull("GALVAN_SAMPLE_INTERVAL", 0, 86_400),
        env.numberOrNull("GALVAN_CLOCK_ALIGNED_INTERVAL", 0, 86_400),
        env.number("GALVAN_TRIGGER_BOOT_AFTER", 30, 0, 3_600),
        env.flagOrNull("GALVAN_TAKE_INVENTORY"));
  }

  private record Reader(Map<String, String> environment) {
    private static final Pattern NAMES =
        Pattern.compile("[A-Za-z0-9.\\-]{1,60}(\\s*,\\s*[A-Za-z0-9.\\-]{1,60}){0,29}");

    String text(String name, String fallback) {
      String value = environment.get(name);
      return value == null || value.isBlank() ? fallback : value.strip();
    }

    @Nullable String textOrNull(String name) {
      String value = text(name, "");
      return value.isEmpty() ? null : value;
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

    @Nullable Integer numberOrNull(String name, int least, int most) {
      return text(name, "").isEmpty() ? null : number(name, 0, least, most);
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

    @Nullable List<String> names(String name) {
      String value = text(name, "");
      if (!value.isEmpty() && !NAMES.matcher(value).matches()) {
        throw GalvanException.invalid(
            name, name + " must be up to 30 names like Power.Active.Import, with commas between");
      }
      return value.isEmpty() ? null : List.of(value.split("\\s*,\\s*"));
    }

    @Nullable Boolean flagOrNull(String name) {
      return text(name, "").isEmpty() ? null : flag(name, false);
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
              + Arrays.toString(fallback.getDeclaringClass().getEnumConstants())
                  .toLowerCase(Locale.ROOT));
    }

    @Nullable OcppVersion version(String name, String fallback) {
      String value = text(name, fallback).toLowerCase(Locale.ROOT);
      if (value.equals("none")) {
        return null;
      }
      return OcppVersion.ofSubprotocol("ocpp" + value)
          .orElseThrow(
              () ->
                  GalvanException.invalid(
                      name, name + " must be a version like 1.6, or none, not \"" + value + "\""));
    }

    @Nullable Pattern pattern(String name) {
      String value = text(name, "");
      if (value.isEmpty()) {
        return null;
      }
      try {
        Pattern pattern = Pattern.compile(value);
        if (pattern.matcher("").groupCount() > 0) {
          return pattern;
        }
      } catch (PatternSyntaxException e) {
        // told below
      }
      throw GalvanException.invalid(
          name, name + " must be a regular expression with a group for the idToken");
    }

    @Nullable Path path(String name) {
      String value = text(name, "");
      return value.isEmpty() ? null : Path.of(value);
    }

    /** File names with commas between. */
    List<Path> paths(String name) {
      return Arrays.stream(text(name, "").split(","))
          .map(String::strip)
          .filter(file -> !file.isEmpty())
          .map(Path::of)
          .toList();
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
