package io.galvan.benchmarks;

import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.db.embedded.EmbeddedDatabase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Galvan of its own in a folder of its own, started by ./run, on free ports of loopback. */
final class GalvanServer implements AutoCloseable {
  private static final Pattern PASSWORD = Pattern.compile("Sign in as +(\\S+) +password in (.+)");
  private static final int START_TIMEOUT_S = 180;
  private static final int STOP_TIMEOUT_S = 40;
  private static final int POLL_MS = 20;
  private static final Duration RENEW_AFTER = Duration.ofMinutes(10);
  static final String TAG = "LOAD-TAG";

  /** More megabytes than PostgreSQL's log has before its files are used again. */
  private static final int LOG_MB = 2_200;

  private final List<Socket> held = new ArrayList<>();
  private final Path folder;
  private final Process process;
  private final int apiPort;
  private final int ocppPort;
  private final int mqttPort;
  private final int opsPort;
  private final @Nullable String databaseUrl;
  private final HttpClient http = HttpClient.newHttpClient();
  private String email = "";
  private String password = "";
  private String token = "";
  private long signedInAt;

  /**
   * How it is started.
   *
   * @param databaseUrl of a server outside; null for an embedded one in the folder
   * @param jvmOptions further options of its Java machine
   * @param arguments further arguments of the program
   * @param settings further GALVAN_* settings
   */
  record Options(
      @Nullable String databaseUrl,
      List<String> jvmOptions,
      List<String> arguments,
      Map<String, String> settings) {
    static final Options PLAIN = new Options(null, List.of(), List.of(), Map.of());
  }

  private GalvanServer(Path folder, Options options) throws IOException {
    this.folder = folder;
    this.databaseUrl = options.databaseUrl();
    apiPort = holdPort();
    ocppPort = holdPort();
    mqttPort = holdPort();
    opsPort = holdPort();
    Map<String, String> environment = new HashMap<>();
    environment.put("GALVAN_DATA_DIR", folder.resolve("data").toString());
    environment.put("GALVAN_HOST", "127.0.0.1");
    environment.put("GALVAN_API_PORT", Integer.toString(apiPort));
    environment.put("GALVAN_OCPP_PORT", Integer.toString(ocppPort));
    environment.put("GALVAN_MQTT_PORT", Integer.toString(mqttPort));
    environment.put("GALVAN_OPS_PORT", Integer.toString(opsPort));
    environment.put("GALVAN_UNKNOWN_CHARGERS", "accept");
    environment.put("GALVAN_UNKNOWN_PER_ADDRESS", "1000000");
    // All stations of a load come from this machine's one address.
    environment.put("GALVAN_HANDSHAKES_PER_ADDRESS", "1000000");
    environment.put("GALVAN_CONNECTIONS_PER_ADDRESS", "1000000");
    if (databaseUrl != null) {
      environment.put("GALVAN_DB_URL", databaseUrl);
    }
    environment.putAll(options.settings());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("GALVAN_JAVA_OPTS", String.join(" ", options.jvmOptions()));
    List<String> command = new ArrayList<>(List.of("./run", "--no-demo"));
    command.addAll(options.arguments());
    process = Programs.start(command, environment, log());
  }

  /** Starts one and waits until stations may come. */
  static GalvanServer start(Path folder, Options options) throws IOException, InterruptedException {
    GalvanServer server = new GalvanServer(folder, options);
    try {
      server.awaitReady();
      server.signIn();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * A free port that is bound, but not listened on, while this runs: only a server that binds to it
   * by number gets it, and no outgoing connection.
   */
  private int holdPort() throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    held.add(socket);
    return socket.getLocalPort();
  }

  private Path log() {
    return folder.resolve("server.log");
  }

  private void awaitReady() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_S);
    while (!isReady() || !hasSpoken()) {
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > until) {
        throw new IllegalStateException("Galvan does not start:\n" + Programs.tail(log()));
      }
    }
  }

  /** Whether it has told all that it tells at its start, the first password, too. */
  private boolean hasSpoken() throws IOException {
    return Files.readString(log()).contains("Ctrl-C");
  }

  private boolean isReady() throws InterruptedException {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + "/health"))
                  .timeout(Duration.ofSeconds(2))
                  .build(),
              BodyHandlers.ofString())
          .body()
          .replace(" ", "")
          .contains("\"ready\":true");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As the first admin, whose password an earlier start of the folder may have told. */
  private void signIn() throws IOException, InterruptedException {
    Path kept = folder.resolve("admin");
    Matcher told = PASSWORD.matcher(Files.readString(log()));
    if (told.find()) {
      String word = Files.readString(Path.of(told.group(2))).strip();
      Files.writeString(kept, told.group(1) + " " + word);
    }
    if (!Files.exists(kept)) {
      return;
    }
    String[] admin = Files.readString(kept).split(" ");
    email = admin[0];
    password = admin[1];
    renew();
    if (folder.resolve("tagged").toFile().createNewFile()) {
      api("POST", "/tokens", new JsonObject().put("idToken", TAG).put("blocked", false));
    }
  }

  /** Tokens are good for 15 minutes; rows that take longer sign in again. */
  private void renew() throws IOException, InterruptedException {
    signedInAt = System.nanoTime();
    JsonObject admin = new JsonObject().put("email", email).put("password", password);
    token = api("POST", "/sessions", admin).getString("token");
  }

  /** One call of the REST API; fails unless it says 2xx. */
  JsonObject api(String method, String path, @Nullable JsonObject body)
      throws IOException, InterruptedException {
    if (!email.isEmpty() && System.nanoTime() - signedInAt > RENEW_AFTER.toNanos()) {
      renew();
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(apiUrl() + "/api/v1" + path))
                .method(
                    method,
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isBlank() ? new JsonObject() : new JsonObject(answer.body());
  }

  /** The sum of a metric's series; 0 when there is none. */
  double metric(String name) throws IOException, InterruptedException {
    String text =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + opsPort + "/metrics"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  String apiUrl() {
    return "http://127.0.0.1:" + apiPort;
  }

  String ocppUrl() {
    return "ws://127.0.0.1:" + ocppPort + "/ocpp";
  }

  String mqtt() {
    return "127.0.0.1:" + mqttPort;
  }

  /** Who may command the stations, as options of the simulator. */
  List<String> operator() {
    return List.of("--user", email, "--user-password", password);
  }

  long pid() {
    return process.pid();
  }

  Path folder() {
    return folder;
  }

  /** A connection to its database, as one who may do all. */
  Connection database() throws SQLException, IOException {
    DatabaseUrl url =
        databaseUrl != null
            ? DatabaseUrl.parse(databaseUrl)
            : EmbeddedDatabase.administrator(folder.resolve("data"));
    return url.connect();
  }

  /**
   * Brings PostgreSQL's log to where a system has it that runs for a while: its files are used
   * again. The blocks of a new file are found at their first use, and commits wait for that.
   */
  void useLog(Bench bench) throws SQLException, IOException {
    if (bench.quick()) {
      return;
    }
    try (Connection database = database();
        Statement statement = database.createStatement()) {
      statement.execute(
          "select count(pg_logical_emit_message(false, 'benchmark', repeat('-', 1048576)))"
              + " from generate_series(1, "
              + LOG_MB
              + ")");
      statement.execute("checkpoint");
    }
  }

  String databaseVersion() throws SQLException, IOException {
    try (Connection database = database()) {
      return database.getMetaData().getDatabaseProductVersion();
    }
  }

  /** Stops it in order. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    for (Socket socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
