package io.galvan.platform.db;

import io.galvan.platform.error.GalvanException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a database is, and who signs in: <code>
 * postgresql://user:password@host:port/database?sslmode=require</code>.
 *
 * <p>Any password works. It ends at the last @ before the host, so that <code>@ : / # ? +</code>
 * and spaces may stand in it as they are; a percent sign before two hexadecimal digits is written
 * %25, and everything may be percent-encoded. No text of this class holds the password but {@link
 * #withPassword()}.
 *
 * @param host name or address
 * @param port 5432 when not said
 * @param database the database's name; the user's when not said
 * @param password empty for none
 * @param parameters sslmode (disable, allow, prefer, require, verify-ca, verify-full) and
 *     sslrootcert (a PEM file, which the two verify modes need); no others
 */
public record DatabaseUrl(
    String host,
    int port,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {
  private static final Pattern SCHEME =
      Pattern.compile("postgres(?:ql)?://", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLACE =
      Pattern.compile(
          "(?<host>\\[[0-9A-Fa-f:.]{2,45}]|[^\\[\\]:/?#@]{1,255})(?::(?<port>[0-9]{1,5}))?"
              + "(?:/(?<database>[^/?#]{0,255}))?(?:\\?(?<parameters>[^#]{0,2000}))?");
  private static final Set<String> KNOWN = Set.of("sslmode", "sslrootcert");
  private static final Set<String> MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final int DEFAULT_PORT = 5432;
  private static final int LAST_PORT = 65_535;
  private static final int CONNECT_TIMEOUT_S = 10;

  public DatabaseUrl {
    parameters = Map.copyOf(parameters);
  }

  public DatabaseUrl(String host, int port, String database, String user, String password) {
    this(host, port, database, user, password, Map.of());
  }

  /**
   * Reads the URL.
   *
   * @throws GalvanException INVALID, without a part of the text, when it cannot be understood
   */
  public static DatabaseUrl parse(String text) {
    Matcher scheme = SCHEME.matcher(text);
    int at = text.lastIndexOf('@');
    if (!scheme.lookingAt() || (at >= 0 && at < scheme.end())) {
      throw invalid("it must look like postgresql://user:password@host:port/database");
    }
    Matcher place = PLACE.matcher(text.substring(at < 0 ? scheme.end() : at + 1));
    if (!place.matches()) {
      throw invalid("host, port or database behind the last @ cannot be read");
    }
    String who = at < 0 ? "" : text.substring(scheme.end(), at);
    int colon = who.indexOf(':');
    String user = decoded(colon < 0 ? who : who.substring(0, colon));
    String database = decoded(place.group("database") == null ? "" : place.group("database"));
    if (user.isEmpty()) {
      throw invalid("it names no user");
    }
    int port = place.group("port") == null ? DEFAULT_PORT : Integer.parseInt(place.group("port"));
    if (port == 0 || port > LAST_PORT) {
      throw invalid("its port is not one");
    }
    return new DatabaseUrl(
        place.group("host").replaceAll("[\\[\\]]", ""),
        port,
        database.isEmpty() ? user : database,
        user,
        colon < 0 ? "" : decoded(who.substring(colon + 1)),
        parameters(place.group("parameters") == null ? "" : place.group("parameters")));
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new TreeMap<>();
    for (String one : text.isEmpty() ? new String[0] : text.split("&")) {
      int equals = one.indexOf('=');
      String name = decoded(equals < 0 ? one : one.substring(0, equals));
      if (!KNOWN.contains(name) || equals < 0) {
        throw invalid("of parameters it may have sslmode and sslrootcert only");
      }
      parameters.put(name, decoded(one.substring(equals + 1)));
    }
    String mode = parameters.get("sslmode");
    if (mode != null && !MODES.contains(mode)) {
      throw invalid(
          "its sslmode must be disable, allow, prefer, require, verify-ca or verify-full");
    }
    if (mode != null && mode.startsWith("verify") && !parameters.containsKey("sslrootcert")) {
      throw invalid("its sslmode needs sslrootcert, a PEM file of the server's authorities");
    }
    return parameters;
  }

  private static GalvanException invalid(String what) {
    return GalvanException.invalid("url", "the database's URL: " + what);
  }

  /** Percent-decodes; what is no percent-encoding stands for itself, and so does a plus. */
  private static String decoded(String part) {
    byte[] from = part.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = ByteBuffer.allocate(from.length);
    for (int i = 0; i < from.length; i++) {
      int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
      if (low < 0) {
        to.put(from[i]);
      } else {
        to.put((byte) (high << 4 | low));
        i += 2;
      }
    }
    return new String(to.array(), 0, to.position(), StandardCharsets.UTF_8);
  }

  /** The URL with its password, percent-encoded, as {@link #parse} reads it; show it to nobody. */
  public String withPassword() {
    return text(":" + encoded(password));
  }

  /** The URL without the password. */
  @Override
  public String toString() {
    return text("");
  }

  private String text(String secret) {
    String place = host.contains(":") ? "[" + host + "]" : host;
    String more =
        parameters.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return "postgresql://"
        + encoded(user)
        + secret
        + "@"
        + place
        + ":"
        + port
        + "/"
        + encoded(database)
        + (more.isEmpty() ? "" : "?" + more);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The same server and user, another database. */
  public DatabaseUrl withDatabase(String other) {
    return new DatabaseUrl(host, port, other, user, password, parameters);
  }

  /** The same database, another user. */
  public DatabaseUrl withUser(String other, String itsPassword) {
    return new DatabaseUrl(host, port, database, other, itsPassword, parameters);
  }

  /** A new connection. Blocks. */
  public Connection connect() throws SQLException {
    return dataSource().getConnection();
  }

  /** For libraries that know JDBC. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host.contains(":") ? "[" + host + "]" : host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(user);
    source.setPassword(password);
    source.setConnectTimeout(CONNECT_TIMEOUT_S);
    String mode = parameters.get("sslmode");
    if (mode != null) {
      source.setSslMode(mode);
    }
    String authorities = parameters.get("sslrootcert");
    if (authorities != null) {
      source.setSslRootCert(authorities);
    }
    return source;
  }

  /** For pools. */
  PgConnectOptions options() {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(host)
            .setPort(port)
            .setDatabase(database)
            .setUser(user)
            .setPassword(password);
    String mode = parameters.get("sslmode");
    if (mode != null) {
      options.setSslMode(SslMode.of(mode));
      if (mode.startsWith("verify")) {
        options.setSslOptions(
            new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(mode.equals("verify-full") ? "HTTPS" : "")
                .setTrustOptions(
                    new PemTrustOptions().addCertPath(parameters.getOrDefault("sslrootcert", ""))));
      }
    }
    return options;
  }
}
