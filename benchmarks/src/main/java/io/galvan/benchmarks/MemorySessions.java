package io.galvan.benchmarks;

import io.galvan.central.node.Node;
import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.embedded.EmbeddedDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole node on which stations open sessions over an in-memory transport; tells what heap they
 * take. A program of its own, so that its heap has a bound of its own.
 */
public final class MemorySessions {
  private static final long LONGEST_S = 600;
  private static final double KB = 1_024;

  private MemorySessions() {}

  /** Folder, number of sessions, file for the figures. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int sessions = Integer.parseInt(arguments[1]);
    Path json = Path.of(arguments[2]);
    try (EmbeddedDatabase database =
        EmbeddedDatabase.start(folder.resolve("database"), folder.resolve("program"))) {
      Files.writeString(
          json, measure(database.url().withPassword(), folder, sessions).encodePrettily());
    }
    System.exit(0);
  }

  private static JsonObject measure(String databaseUrl, Path folder, int sessions)
      throws Exception {
    Settings settings =
        Settings.from(
            Map.of(
                "GALVAN_DATA_DIR",
                folder.toString(),
                "GALVAN_HOST",
                "127.0.0.1",
                "GALVAN_API_PORT",
                "0",
                "GALVAN_OCPP_PORT",
                "0",
                "GALVAN_MQTT_PORT",
                "0",
                "GALVAN_OPS_PORT",
                "0",
                "GALVAN_UNKNOWN_CHARGERS",
                "accept",
                "GALVAN_UNKNOWN_PER_ADDRESS",
                "1000000"));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Platform platform =
        new Platform(
            settings,
            Clock.systemUTC(),
            new Database(databaseUrl, settings.databaseConnections()),
            metrics);
    Node node = await(Node.start(vertx, platform, metrics, null, admin -> {}));
    int loops = Runtime.getRuntime().availableProcessors();
    List<MemoryGateway> gateways = new ArrayList<>();
    await(
        vertx.deployVerticle(
            () -> {
              MemoryGateway gateway = new MemoryGateway(platform, node.sessions());
              gateways.add(gateway);
              return gateway;
            },
            new DeploymentOptions().setInstances(loops)));
    long before = liveHeap();
    long begin = System.nanoTime();
    List<Future<Void>> opened = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      int share = sessions / loops + (i < sessions % loops ? 1 : 0);
      opened.add(gateways.get(i).open("MEM-" + i + "-", share));
    }
    await(Future.all(opened));
    double openS = (System.nanoTime() - begin) / 1e9;
    long after = liveHeap();
    long spoken = System.nanoTime();
    await(Future.all(gateways.stream().map(gateway -> gateway.status(0)).toList()));
    double statusS = (System.nanoTime() - spoken) / 1e9;
    if (node.sessions().size() != sessions) {
      throw new IllegalStateException(
          "of " + sessions + " sessions " + node.sessions().size() + " stand");
    }
    JsonObject figures =
        new JsonObject()
            .put("sessions", sessions)
            .put("opensPerSecond", sessions / openS)
            .put("statusPerSecond", sessions / statusS)
            .put("heapMb", liveHeap() / KB / KB)
            .put("heapKbEach", (after - before) / KB / sessions);
    // The process ends here: to close so many sessions one by one is another measurement.
    return figures;
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(LONGEST_S, TimeUnit.SECONDS);
  }
}
