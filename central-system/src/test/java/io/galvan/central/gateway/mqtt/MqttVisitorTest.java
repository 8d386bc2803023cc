package io.galvan.central.gateway.mqtt;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Admitted;
import io.galvan.central.gateway.Arrivals;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionMeters;
import io.galvan.central.session.SessionRegistry;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttConnAckMessage;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of one client that follow each other, over real sockets. */
class MqttVisitorTest {
  private record Arrived(MqttEndpoint endpoint, MqttVisitor visitor, Context loop) {}

  private final Vertx vertx = Vertx.vertx();
  private final SessionRegistry registry = new SessionRegistry();
  private final List<Arrived> arrived = new CopyOnWriteArrayList<>();

  /** Vert.x closes the connection of a client that nobody refers to. */
  private final List<MqttClient> clients = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  /** A listener that leaves it to the test when a client is welcome. */
  private int listen() {
    Platform platform =
        new Platform(
            TestPlatform.settings("postgresql://nobody@127.0.0.1:1/none", Map.of()),
            TestPlatform.clock(),
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    Arrivals arrivals = new Arrivals(Bus.of(vertx), "node-1", registry);
    Admitted admitted = new Admitted(new Admission(true, "CP-1", null, false), null, 1, 0);
    MqttServer server =
        GuardedServer.create(
                vertx, new MqttServerOptions().setHost("127.0.0.1").setPort(0), tcp -> {})
            .endpointHandler(
                endpoint ->
                    arrived.add(
                        new Arrived(
                            endpoint,
                            new MqttVisitor(
                                vertx,
                                endpoint,
                                admitted,
                                new SessionHost(
                                    vertx,
                                    platform,
                                    registry,
                                    new SessionMeters(platform.meters()),
                                    Map.of()),
                                arrivals,
                                MqttTopics.USUAL,
                                EnumSet.allOf(OcppVersion.class),
                                visitor -> {}),
                            vertx.getOrCreateContext())));
    return await(server.listen()).actualPort();
  }

  private Future<MqttConnAckMessage> connect(int port) {
    MqttClient client = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    clients.add(client);
    return client.connect(port, "127.0.0.1");
  }

  @Test
  void shouldLetAClientInWhoseOlderConnectionIsBeingClosed() {
    int port = listen();
    connect(port);
    await().until(() -> arrived.size() == 1);
    Arrived older = arrived.get(0);
    Future<MqttConnAckMessage> second = connect(port);
    await().until(() -> arrived.size() == 2);
    // In one task, so that Vert.x tells of the end of the older one only when it has given way.
    older
        .loop()
        .runOnContext(
            ignored -> {
              older.visitor().welcome();
              arrived.get(1).visitor().welcome();
              older.endpoint().close();
            });
    assertThat(await(second).code()).isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
  }
}
