package io.galvan.app;

import io.galvan.central.gateway.Ports;
import io.galvan.central.node.Cluster;
import io.galvan.central.node.ClusterKeys;
import io.galvan.central.node.Node;
import io.galvan.ocpp.MqttTopics;
import io.galvan.platform.Platform;
import io.galvan.platform.config.MqttSettings;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.db.embedded.DataFolder;
import io.galvan.platform.db.embedded.EmbeddedDatabase;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts the whole system step by step; what can go wrong on a user's machine gets one clear
 * sentence.
 */
public final class Startup {
  private static final long START_TIMEOUT_S = 120;
  private static final int CLUSTER_PORT = 5701;

  /**
   * @param demo simulated charging stations on both transports
   * @param fresh delete the embedded database first
   * @param joining how to join other nodes; null to run alone
   */
  public record Options(boolean demo, boolean fresh, @Nullable Joining joining) {}

  /** This machine's address for other nodes, and nodes to join. */
  public record Joining(String host, List<String> members) {}

  private Startup() {}

  /**
   * Starts and says what runs where. Fails with a {@link GalvanException} whose message is for the
   * user. Blocks.
   */
  public static Running start(Settings settings, Options options, PrintWriter out)
      throws InterruptedException {
    return start(settings, options, out, null);
  }

  /**
   * As {@link #start(Settings, Options, PrintWriter)}.
   *
   * @param terminal where the first admin's password may be told; null: in its file only
   */
  static Running start(
      Settings settings, Options options, PrintWriter out, @Nullable PrintWriter terminal)
      throws InterruptedException {
    String secret =
        options.joining() == null ? null : clusterSecret(settings, options.joining(), out);
    Running running = new Running();
    try {
      DataFolder folder =
          settings.databaseUrl() == null ? dataFolder(settings.dataDir(), running) : null;
      checkPorts(settings);
      Database database = database(settings, options, folder, running, out);
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      String nodeId = Platform.newNodeId(settings.nodeName());
      Cluster cluster =
          secret == null || options.joining() == null
              ? null
              : cluster(nodeId, options.joining(), secret, database);
      Vertx vertx = vertx(metrics, cluster);
      running.add("Vert.x", vertx::close);
      Platform platform = new Platform(nodeId, settings, Clock.systemUTC(), database, metrics);
      AdminPassword password = new AdminPassword(settings.dataDir());
      Node node = await(Node.start(vertx, platform, metrics, cluster, password::keep));
      running.add("central system", node::stop);
      if (options.demo()) {
        Demo demo = await(Demo.start(vertx, node.ports()));
        running.add("simulated stations", demo::stop);
      }
      announce(out, terminal, settings, node.ports(), password, options);
      return running;
    } catch (RuntimeException | InterruptedException e) {
      running.close();
      throw e;
    }
  }

  private static void checkPorts(Settings settings) {
    checkPort("API and dashboard", "GALVAN_API_PORT", settings.host(), settings.apiPort());
    checkPort(
        "API and dashboard over TLS",
        "GALVAN_API_TLS_PORT",
        settings.host(),
        settings.api().tlsPort());
    checkPort("OCPP over WebSocket", "GALVAN_OCPP_PORT", settings.host(), settings.ocppPort());
    checkPort("OCPP over MQTT", "GALVAN_MQTT_PORT", settings.host(), settings.mqttPort());
    checkPort("metrics and health", "GALVAN_OPS_PORT", settings.opsHost(), settings.opsPort());
  }

  private static void checkPort(String what, String variable, String host, int port) {
    if (port <= 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (IOException e) {
      throw new GalvanException(
          Fault.CONFLICT,
          "port "
              + port
              + " on "
              + host
              + " ("
              + what
              + ") is taken or not allowed; free it or choose another with "
              + variable);
    }
  }

  /** Held until all has stopped: a second start on the same folder must touch nothing. */
  private static DataFolder dataFolder(Path path, Running running) {
    try {
      DataFolder folder = DataFolder.open(path);
      running.add("data folder", () -> closed(folder));
      return folder;
    } catch (IOException e) {
      throw new GalvanException(
          Fault.UNAVAILABLE,
          "the data folder "
              + path.toAbsolutePath().normalize()
              + " cannot be used ("
              + reason(e)
              + "); choose another with --data",
          null,
          e);
    }
  }

  private static Future<?> closed(AutoCloseable part) {
    try {
      part.close();
      return Future.succeededFuture();
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** The message of a file's exception is only the file's name. */
  private static String reason(Exception e) {
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName() + " " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private static Database database(
      Settings settings,
      Options options,
      @Nullable DataFolder folder,
      Running running,
      PrintWriter out) {
    DatabaseUrl url = settings.databaseUrl();
    if (folder == null) {
      return new Database(Objects.requireNonNull(url), settings.databaseConnections(), () -> null);
    }
    EmbeddedDatabase embedded = startDatabase(folder, options, running, out);
    return new Database(embedded.url(), settings.databaseConnections(), embedded::fault);
  }

  private static EmbeddedDatabase startDatabase(
      DataFolder folder, Options options, Running running, PrintWriter out) {
    out.println("Starting PostgreSQL in " + folder.path() + " ...");
    Path program = folder.path().resolve("postgresql-program");
    try {
      if (options.fresh()) {
        EmbeddedDatabase.forget(folder, program);
      }
      EmbeddedDatabase database = EmbeddedDatabase.start(folder, program);
      running.add("PostgreSQL", () -> closed(database));
      return database;
    } catch (IOException | IllegalStateException e) {
      throw new GalvanException(
          Fault.UNAVAILABLE,
          "PostgreSQL does not start in "
              + folder.path()
              + " ("
              + reason(e)
              + "); choose another folder with --data, or a server with GALVAN_DB_URL",
          null,
          e);
    }
  }

  private static String clusterSecret(Settings settings, Joining joining, PrintWriter out) {
    String secret = settings.cluster().secret();
    if (secret == null) {
      throw GalvanException.invalid(
          "GALVAN_CLUSTER_SECRET",
          "--cluster needs GALVAN_CLUSTER_SECRET or GALVAN_CLUSTER_SECRET_FILE: 32 bytes or more,"
              + " the same on every node, such as openssl rand -base64 48 makes");
    }
    if (!Cluster.isLoopback(joining.host())) {
      out.println(
          "WARNING: the cluster's members are not authenticated. Whoever reaches port "
              + CLUSTER_PORT
              + " (to "
              + (CLUSTER_PORT + Cluster.PORT_TRIES - 1)
              + ") of "
              + joining.host()
              + " can join it and take its nodes over: let only the other nodes reach it.");
    }
    return secret;
  }

  private static Cluster cluster(String nodeId, Joining joining, String secret, Database database) {
    return Cluster.of(
        nodeId,
        joining.host(),
        CLUSTER_PORT,
        joining.members(),
        ClusterKeys.of(secret, database.installation().id()));
  }

  static Vertx vertx(PrometheusMeterRegistry metrics, @Nullable Cluster cluster)
      throws InterruptedException {
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(2 * Runtime.getRuntime().availableProcessors())
            .setMetricsOptions(
                new MicrometerMetricsOptions()
                    .setEnabled(true)
                    .setJvmMetricsEnabled(true)
                    // Our own metrics tell the frames, commits and commands; Vert.x's tell its HTTP
                    // server. Those of every message and statement would cost more than the work.
                    .setDisabledMetricsCategories(
                        Set.of(
                            MetricsDomain.EVENT_BUS.toCategory(),
                            MetricsDomain.NAMED_POOLS.toCategory(),
                            MetricsDomain.NET_CLIENT.toCategory(),
                            MetricsDomain.NET_SERVER.toCategory(),
                            MetricsDomain.DATAGRAM_SOCKET.toCategory()))
                    .setLabels(
                        EnumSet.of(
                            Label.POOL_TYPE,
                            Label.POOL_NAME,
                            Label.HTTP_METHOD,
                            Label.HTTP_CODE,
                            Label.EB_SIDE)));
    VertxBuilder builder =
        Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(metrics));
    if (cluster == null) {
      return builder.build();
    }
    options.setEventBusOptions(cluster.eventBus());
    return await(builder.withClusterManager(cluster.manager()).buildClustered());
  }

  private static void announce(
      PrintWriter out,
      @Nullable PrintWriter terminal,
      Settings settings,
      Ports ports,
      AdminPassword password,
      Options options) {
    out.println();
    out.println("Galvan runs.");
    String site =
        ports.get(Ports.Name.api) >= 0
            ? "http://localhost:" + ports.get(Ports.Name.api)
            : "https://localhost:" + ports.get(Ports.Name.apiTls);
    out.println("  Dashboard      " + site);
    password.tell(out, terminal);
    out.println("  REST API       " + site + "/api/docs");
    if (ports.get(Ports.Name.api) >= 0 && ports.get(Ports.Name.apiTls) >= 0) {
      out.println("  Over TLS       https://localhost:" + ports.get(Ports.Name.apiTls));
    }
    if (ports.get(Ports.Name.ocpp) >= 0) {
      out.println(
          "  OCPP           ws://localhost:"
              + ports.get(Ports.Name.ocpp)
              + "/ocpp/{identity}  (1.6, 2.0.1, 2.1)");
    }
    if (ports.get(Ports.Name.ocppTls) >= 0) {
      out.println(
          "  Over TLS       wss://localhost:" + ports.get(Ports.Name.ocppTls) + "/ocpp/{identity}");
    }
    MqttTopics topics = settings.mqtt().topics();
    String named =
        "  topics %s/1.6/{identity}/%s and /%s, or 2.0.1, 2.1"
            .formatted(topics.root(), topics.up(), topics.down());
    if (ports.get(Ports.Name.mqtt) >= 0) {
      out.println("  OCPP by MQTT   mqtt://localhost:" + ports.get(Ports.Name.mqtt) + named);
    }
    if (ports.get(Ports.Name.mqttTls) >= 0) {
      out.println("  MQTT over TLS  mqtts://localhost:" + ports.get(Ports.Name.mqttTls) + named);
    }
    MqttSettings.Broker broker = settings.mqtt().broker();
    if (broker != null) {
      out.println("  MQTT broker    " + broker.address());
    }
    out.println(
        "  Health         http://localhost:"
            + ports.get(Ports.Name.ops)
            + "/health  metrics at /metrics");
    if (settings.databaseUrl() == null) {
      out.println("  Data           " + settings.dataDir().toAbsolutePath().normalize());
    }
    if (options.demo()) {
      out.println(
          "  Demo           "
              + Demo.STATIONS
              + " simulated stations plug in, charge and leave (--no-demo for none)");
    }
    out.println("Ctrl-C stops it.");
    out.flush();
  }

  /** Waits outside event loops; failures come out as sentences for the user. */
  static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_TIMEOUT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GalvanException known) {
        throw known;
      }
      String reason = String.valueOf(e.getCause() == null ? e : e.getCause().getMessage());
      // The first line says what is wrong; libraries add pages of advice.
      throw new GalvanException(Fault.INTERNAL, reason.lines().findFirst().orElse(reason), null, e);
    } catch (TimeoutException e) {
      throw new GalvanException(
          Fault.TIMEOUT, "a part did not start within " + START_TIMEOUT_S + " s");
    }
  }
}
