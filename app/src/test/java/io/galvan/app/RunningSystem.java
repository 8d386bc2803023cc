package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.gateway.Ports;
import io.galvan.central.node.Cluster;
import io.galvan.central.node.ClusterKeys;
import io.galvan.central.node.Node;
import io.galvan.contract.broker.Brokers;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A whole central system for a test, on a database of its own or a shared one, on loopback ports
 * picked by the system.
 */
final class RunningSystem implements AutoCloseable {
  static final ClusterKeys CLUSTER_KEYS = ClusterKeys.of("x".repeat(32), "test");

  final Vertx vertx;
  final Node node;
  final Api api;
  final Platform platform;

  private RunningSystem(Vertx vertx, Platform platform, Node node, Api api) {
    this.vertx = vertx;
    this.platform = platform;
    this.node = node;
    this.api = api;
  }

  static RunningSystem start(Map<String, String> settings) {
    return start(TestPlatform.newDatabaseUrl(), settings, null, null);
  }

  /**
   * @param admin who signed in to an earlier system on the same database; null on a new one
   */
  static RunningSystem start(
      String databaseUrl,
      Map<String, String> changes,
      @Nullable Cluster cluster,
      @Nullable FirstAdmin admin) {
    Settings settings = TestPlatform.settings(databaseUrl, changes);
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try {
      Vertx vertx = Startup.vertx(metrics, cluster);
      Platform platform =
          new Platform(
              cluster == null ? Platform.newNodeId(settings.nodeName()) : cluster.nodeId(),
              settings,
              Clock.systemUTC(),
              new Database(databaseUrl, settings.databaseConnections()),
              metrics);
      AtomicReference<FirstAdmin> first = new AtomicReference<>(admin);
      Node node = Startup.await(Node.start(vertx, platform, metrics, cluster, first::set));
      return new RunningSystem(
          vertx, platform, node, Api.signIn(node.ports().get(Ports.Name.api), first.get()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String webSocketUrl() {
    return "ws://127.0.0.1:" + node.ports().get(Ports.Name.ocpp) + "/ocpp/";
  }

  int mqttPort() {
    return node.ports().get(Ports.Name.mqtt);
  }

  int ocppPort() {
    return node.ports().get(Ports.Name.ocpp);
  }

  /** Waits until this node has tried its broker out, and it does all that is needed. */
  void awaitBroker() {
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(
                        TestPlatform.await(
                            Bus.of(vertx)
                                .requestAt(
                                    Brokers.STATE, platform.nodeId(), new Brokers.Ask(), 5_000)))
                    .isEqualTo(new Brokers.State(null, List.of())));
  }

  /** A station that may charge at once, and a tag. */
  void register(String chargerId, String idToken) {
    register(chargerId, OcppVersion.V1_6);
    api.post("/tokens", Map.of("idToken", idToken, "blocked", false)).expect(201);
  }

  /** An accepted charger, read tolerantly, that speaks so until it says otherwise. */
  void register(String chargerId, OcppVersion version) {
    JsonNode charger =
        api.post(
                "/chargers",
                Map.of(
                    "id",
                    chargerId,
                    "registration",
                    "Accepted",
                    "strict",
                    false,
                    "defaultVersion",
                    version.name()))
            .expect(201);
    assertThat(charger.get("id").asText()).isEqualTo(chargerId);
  }

  @Override
  public void close() {
    TestPlatform.await(node.stop());
    TestPlatform.await(vertx.close());
  }
}
