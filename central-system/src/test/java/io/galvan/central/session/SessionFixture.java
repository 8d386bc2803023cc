package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.node.GatewayVerticle;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Sessions on a transport, a gateway for each test; the services behind it are stand-ins. */
abstract class SessionFixture {
  private final Transport transport;
  final Vertx vertx = Vertx.vertx();
  final SessionRegistry registry = new SessionRegistry();
  final Ports ports = new Ports();
  private final MovableClock clock = TestPlatform.clock();
  private Platform platform;
  TransportUnderTest line;
  StandInServices services;
  String deployment;

  SessionFixture(Transport transport) {
    this.transport = transport;
  }

  @BeforeEach
  void start() {
    line = transport.open();
    Map<String, String> settings = new HashMap<>(line.settings());
    settings.putAll(Map.of("GALVAN_CALL_TIMEOUT", "1", "GALVAN_PING_INTERVAL", "1"));
    settings.putAll(settings());
    services = new StandInServices(vertx);
    platform =
        new Platform(
            "node-1",
            TestPlatform.settings("postgresql://nobody@127.0.0.1:1/none", settings),
            clock,
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    new NodeCalls(vertx, registry).serve("node-1");
    deploy();
  }

  /** Starts the gateways, again after they were undeployed. */
  void deploy() {
    deployment =
        await(
            vertx.deployVerticle(
                new GatewayVerticle(
                    platform, registry, new SessionMeters(platform.meters()), ports, null)));
  }

  @AfterEach
  void stop() {
    try {
      if (line != null) {
        line.close();
      }
    } finally {
      await(vertx.close());
    }
  }

  /** Settings of the gateway that a test wants other than usual. */
  Map<String, String> settings() {
    return Map.of();
  }

  Future<RawStation> connect(String id, @Nullable String password) {
    return line.connect(vertx, ports, id, password);
  }

  RawStation station(String id) {
    RawStation station = await(connect(id, null));
    await().until(() -> registry.find(id) != null);
    return station;
  }
}
