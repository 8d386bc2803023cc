package io.galvan.central.gateway.mqtt;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.LittleBroker;
import io.galvan.central.testing.LittleBroker.Lack;
import io.galvan.central.testing.Mosquitto;
import io.galvan.contract.broker.Brokers.State;
import io.galvan.platform.config.MqttSettings.Broker;
import io.galvan.platform.config.MqttSettings.ClientIdentity;
import io.galvan.platform.testing.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a broker, by a real one and by ones that lack something. */
class BrokerCheckTest {
  private static final int ENOUGH_BYTES = 2 << 20;

  /** What works is seen at once on a fast machine, and still seen on a slow one. */
  private static final long PATIENCE_MS = 10_000;

  /** What is lacking is waited for in vain, some times in one check. */
  private static final long SHORT_PATIENCE_MS = 2_000;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private State check(Broker broker, long patienceMs) {
    return await(
        Future.future(
            promise ->
                vertx.runOnContext(
                    ignored ->
                        new BrokerCheck(vertx, broker, "ocpp", "galvan-node-1", patienceMs)
                            .run()
                            .onComplete(promise))));
  }

  private State check(int mostBytes, Lack... lacks) {
    LittleBroker broker = await(LittleBroker.start(vertx, mostBytes, lacks));
    return check(
        new Broker("127.0.0.1", broker.port(), false, "galvan", "secret", null, null),
        lacks.length == 0 && mostBytes >= ENOUGH_BYTES ? PATIENCE_MS : SHORT_PATIENCE_MS);
  }

  @Test
  void shouldFindNothingMissingAtARealBrokerAndLeaveNothingThere() {
    try (Mosquitto mosquitto = Mosquitto.start()) {
      Broker broker =
          new Broker(
              "127.0.0.1", mosquitto.port(), false, "galvan", Mosquitto.PASSWORD, null, null);
      assertThat(check(broker, PATIENCE_MS)).isEqualTo(new State(null, List.of()));
      List<String> left = new CopyOnWriteArrayList<>();
      MqttClient watcher =
          MqttClient.create(
              vertx,
              new MqttClientOptions().setUsername("watcher").setPassword(Mosquitto.PASSWORD));
      watcher.publishHandler(message -> left.add(message.topicName()));
      await(watcher.connect(mosquitto.port(), "127.0.0.1"));
      await(watcher.subscribe("#", 1));
      Future<Void> answered =
          Future.future(promise -> watcher.pingResponseHandler(promise::complete));
      watcher.ping();
      await(answered);
      assertThat(left).isEmpty();
    }
  }

  @Test
  void shouldNotNeedSharedSubscriptions() {
    assertThat(check(ENOUGH_BYTES)).isEqualTo(new State(null, List.of()));
  }

  @Test
  void shouldTellThatNothingIsDelivered() {
    assertThat(check(ENOUGH_BYTES, Lack.delivery).fault())
        .contains("does not give a second client what the first publishes");
  }

  @Test
  void shouldTellThatClientsThrowEachOtherOut() {
    assertThat(check(ENOUGH_BYTES, Lack.clientIds).fault())
        .contains("each with a client id of its own");
  }

  @Test
  void shouldTellThatNothingIsKeptForAClientThatIsAway() {
    State state = check(ENOUGH_BYTES, Lack.sessions);
    assertThat(state.fault()).contains("keeps no messages for a client that is away");
  }

  @Test
  void shouldTellThatNothingIsRetainedAndGoOnWithoutIt() {
    State state = check(ENOUGH_BYTES, Lack.retaining);
    assertThat(state.fault()).isNull();
    assertThat(state.remarks()).singleElement().asString().contains("retains no messages");
  }

  @Test
  void shouldTellTheSizeThatIsTooMuch() {
    State state = check(200 * 1024);
    assertThat(state.fault()).isNull();
    assertThat(state.remarks()).singleElement().asString().contains("no message of 256 kB");
  }

  @Test
  void shouldTellThatNobodyIsThere() {
    Broker nobody = new Broker("127.0.0.1", FreePort.next(), false, null, null, null, null);
    assertThat(check(nobody, SHORT_PATIENCE_MS).fault()).contains("does not give a second client");
  }

  /** Brokers in the cloud know their clients by nothing else. */
  @Test
  void shouldShowAClientCertificateWhereTheBrokerAsksForOne(@TempDir Path folder)
      throws IOException {
    Mosquitto.orSkip(Mosquitto.isInstalled() ? true : null);
    SelfSignedCertificate server = SelfSignedCertificate.create("localhost");
    SelfSignedCertificate galvan = SelfSignedCertificate.create("galvan");
    int port = FreePort.next();
    Files.writeString(folder.resolve("acl"), "user galvan\ntopic readwrite ocpp/#\n");
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        user root
        acl_file %s/acl
        listener %d 127.0.0.1
        certfile %s
        keyfile %s
        cafile %s
        require_certificate true
        use_identity_as_username true
        """
            .formatted(
                folder,
                port,
                server.certificatePath(),
                server.privateKeyPath(),
                galvan.certificatePath()));
    try (Mosquitto mosquitto = Mosquitto.in(folder, port)) {
      Path authority = Path.of(server.certificatePath());
      ClientIdentity identity =
          new ClientIdentity(Path.of(galvan.certificatePath()), Path.of(galvan.privateKeyPath()));
      assertThat(check(new Broker("localhost", port, true, null, null, authority, identity), 5_000))
          .isEqualTo(new State(null, List.of()));
      assertThat(
              check(new Broker("localhost", port, true, null, null, authority, null), 2_000)
                  .fault())
          .isNotNull();
    } finally {
      server.delete();
      galvan.delete();
    }
  }
}
