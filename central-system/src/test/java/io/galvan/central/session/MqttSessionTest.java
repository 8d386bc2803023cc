package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is particular to MQTT. */
class MqttSessionTest extends SessionFixture {
  private static final String PASSWORD = "a-password-of-16";

  MqttSessionTest() {
    super(Transport.MQTT);
  }

  private void publish(RawStation station, String topic, byte[] payload) {
    ((MqttStation) station)
        .client.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
  }

  @Test
  void shouldRefuseAndRecordAPublishOnTheTopicOfAnotherStation() {
    RawStation victim = station("CP-2");
    RawStation intruder = station("CP-1");
    publish(intruder, "ocpp/1.6/CP-2/up", "[2,\"1\",\"Heartbeat\",{}]".getBytes());
    await().until(() -> intruder.closed().isDone());
    assertThat(services.heard(Notice.class))
        .containsExactly(
            new Notice(
                "CP-1",
                NoticeKind.SecurityEvent,
                "ForeignTopicPublish",
                null,
                "ocpp/1.6/CP-2/up",
                null));
    assertThat(victim.received()).isEmpty();
    assertThat(victim.ask("[2,\"9\",\"Heartbeat\",{}]")).startsWith("[3,\"9\"");
  }

  @Test
  void shouldRefuseASubscriptionToTheTopicOfAnotherStation() {
    RawStation station = station("CP-1");
    MqttClient client = ((MqttStation) station).client;
    int[] granted = new int[1];
    client.subscribeCompletionHandler(ack -> granted[0] = ack.grantedQoSLevels().get(0));
    await(client.subscribe("ocpp/1.6/CP-2/down", 1));
    await().until(() -> granted[0] == MqttQoS.FAILURE.value());
    await(client.subscribe("ocpp/#", 1));
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .contains("ForeignTopicSubscribe");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
  }

  @Test
  void shouldAcknowledgeAndRecordWhatIsNoTextAndGoOn() {
    RawStation station = station("CP-1");
    assertAcknowledged(station, new byte[] {(byte) 0xC3, (byte) 0x28});
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("BrokenPayload");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
  }

  private void assertAcknowledged(RawStation station, byte[] payload) {
    MqttClient client = ((MqttStation) station).client;
    java.util.concurrent.atomic.AtomicInteger acknowledged =
        new java.util.concurrent.atomic.AtomicInteger();
    client.publishCompletionHandler(id -> acknowledged.incrementAndGet());
    publish(station, "ocpp/1.6/CP-1/up", payload);
    await().until(() -> acknowledged.get() == 1);
  }

  @Test
  void shouldTakeTheStatusTopicAsASignOfLife() {
    RawStation station = station("CP-1");
    publish(station, "ocpp/1.6/CP-1/status", "online".getBytes());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.heard(Notice.class)).isEmpty();
  }

  @Test
  void shouldAcknowledgeAPublishOnlyWhenItsAnswerIsReady() {
    io.vertx.core.Promise<io.galvan.platform.bus.Done> stored = io.vertx.core.Promise.promise();
    services.answer(
        io.galvan.contract.transaction.Transactions.Meter.class, request -> stored.future());
    MqttClient client = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    await(client.connect(ports.get(Ports.Name.mqtt), "127.0.0.1"));
    await(client.subscribe("ocpp/1.6/CP-1/down", 1));
    java.util.concurrent.atomic.AtomicInteger acknowledged =
        new java.util.concurrent.atomic.AtomicInteger();
    client.publishCompletionHandler(id -> acknowledged.incrementAndGet());
    client.publish(
        "ocpp/1.6/CP-1/up",
        Buffer.buffer(
            "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]}]}]"),
        MqttQoS.AT_LEAST_ONCE,
        false,
        false);
    await()
        .until(
            () ->
                !services.heard(io.galvan.contract.transaction.Transactions.Meter.class).isEmpty());
    assertThat(acknowledged).hasValue(0);
    stored.complete(io.galvan.platform.bus.Done.DONE);
    await().until(() -> acknowledged.get() == 1);
  }

  @Test
  void shouldWriteDownAnIdentityInOtherLetterCase() {
    services.answer(
        io.galvan.contract.connection.Connections.Admit.class,
        admit ->
            io.vertx.core.Future.succeededFuture(
                new io.galvan.contract.connection.Connections.Admission(
                    true, "CP-1", null, false)));
    RawStation station = await(connect("cp-1", null));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(io.galvan.contract.messagelog.MessageLogs.LogBatch.class))
                    .anySatisfy(
                        batch ->
                            assertThat(batch.entries().get(0).deviations())
                                .contains("IdentityLetterCase")));
  }

  @Test
  void shouldAcknowledgeASubscriptionWhenCommandsFindTheStation() {
    Promise<Connections.Connection> stored = Promise.promise();
    services.answer(Connections.Connect.class, request -> stored.future());
    MqttClient client = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    List<Integer> acknowledged = new CopyOnWriteArrayList<>();
    client.subscribeCompletionHandler(ack -> acknowledged.addAll(ack.grantedQoSLevels()));
    await(client.connect(ports.get(Ports.Name.mqtt), "127.0.0.1"));
    await(client.subscribe("ocpp/1.6/CP-1/down", 1));
    await().until(() -> !services.heard(Connections.Connect.class).isEmpty());
    assertThat(acknowledged).isEmpty();
    stored.complete(new Connections.Connection(7, null, null, Chargers.Registration.Accepted, 60));
    await().until(() -> acknowledged.equals(List.of(1)));
    assertThat(registry.find("CP-1")).isNotNull();
  }

  private Future<RawStation> resuming() {
    return RawStation.mqtt(
        vertx,
        new MqttClientOptions().setCleanSession(false),
        ports.get(Ports.Name.mqtt),
        "CP-1",
        null);
  }

  @Test
  void shouldSendACommandAgainToAStationThatWasAwayForAMomentAndTakeItsLateAnswer() {
    // The client of the first connection never acknowledges what it is sent.
    MqttClientOptions deaf = new MqttClientOptions().setCleanSession(false);
    deaf.setAutoAck(false);
    RawStation station =
        await(RawStation.mqtt(vertx, deaf, ports.get(Ports.Name.mqtt), "CP-1", null));
    await().until(() -> registry.find("CP-1") != null);
    Future<NodeAnswer> clear = registry.find("CP-1").call("ClearCache", "{}", "command-7", 900);
    String call = station.receive();
    List<Commands.CloseCommand> closed = new CopyOnWriteArrayList<>();
    Bus.of(vertx)
        .serve(
            Commands.CLOSE,
            close -> {
              closed.add(close);
              return Future.failedFuture(GalvanException.notFound("command"));
            });
    ((MqttStation) station).client.disconnect();
    assertThat(await(clear).outcome()).isEqualTo(CallOutcome.NoAnswer);
    await().until(() -> registry.find("CP-1") == null);

    MqttClient again =
        MqttClient.create(
            vertx, new MqttClientOptions().setClientId("CP-1").setCleanSession(false));
    List<MqttPublishMessage> received = new CopyOnWriteArrayList<>();
    again.publishHandler(received::add);
    assertThat(await(again.connect(ports.get(Ports.Name.mqtt), "127.0.0.1")).isSessionPresent())
        .isTrue();
    await().until(() -> received.size() == 1);
    assertThat(received.get(0).isDup()).isTrue();
    assertThat(received.get(0).payload().toString()).isEqualTo(call);
    again.publish(
        "ocpp/1.6/CP-1/up",
        Buffer.buffer("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]"),
        MqttQoS.AT_LEAST_ONCE,
        false,
        false);
    await().until(() -> closed.size() == 1);
    assertThat(closed.get(0).id()).isEqualTo("command-7");
    assertThat(closed.get(0).state()).isEqualTo(Commands.CommandState.Accepted);
  }

  @Test
  void shouldForgetASessionThatIsToBeClean() {
    RawStation station = await(resuming());
    station.ask("[2,\"1\",\"Heartbeat\",{}]");
    station.close();
    await().until(() -> registry.find("CP-1") == null);
    MqttClient clean = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    assertThat(await(clean.connect(ports.get(Ports.Name.mqtt), "127.0.0.1")).isSessionPresent())
        .isFalse();
    await(clean.disconnect());
    MqttClient later =
        MqttClient.create(
            vertx, new MqttClientOptions().setClientId("CP-1").setCleanSession(false));
    assertThat(await(later.connect(ports.get(Ports.Name.mqtt), "127.0.0.1")).isSessionPresent())
        .isFalse();
  }

  @Test
  void shouldGoOnWithASessionWhoseOldConnectionIsNotYetKnownToBeDead() {
    services.password = PASSWORD;
    RawStation old =
        await(
            RawStation.mqtt(
                vertx,
                new MqttClientOptions().setCleanSession(false),
                ports.get(Ports.Name.mqtt),
                "CP-1",
                PASSWORD));
    old.ask("[2,\"1\",\"Heartbeat\",{}]");
    MqttClient newer =
        MqttClient.create(
            vertx,
            new MqttClientOptions()
                .setClientId("CP-1")
                .setUsername("CP-1")
                .setPassword(PASSWORD)
                .setCleanSession(false));
    List<String> received = new CopyOnWriteArrayList<>();
    newer.publishHandler(message -> received.add(message.payload().toString()));
    assertThat(await(newer.connect(ports.get(Ports.Name.mqtt), "127.0.0.1")).isSessionPresent())
        .isTrue();
    await().until(() -> old.closed().isDone());
    await().until(() -> registry.find("CP-1") != null);
    registry.find("CP-1").call("ClearCache", "{}", null, 900);
    await().until(() -> received.size() == 1 && received.get(0).contains("ClearCache"));
  }

  @Test
  void shouldRefuseAndRecordALastWillForTheTopicOfAnotherStation() {
    MqttClientOptions will =
        new MqttClientOptions()
            .setWillFlag(true)
            .setWillQoS(1)
            .setWillTopic("ocpp/1.6/CP-2/status")
            .setWillMessageBytes(Buffer.buffer("offline"));
    assertThat(
            RawStation.mqtt(vertx, will, ports.get(Ports.Name.mqtt), "CP-1", null)
                .toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Notice.class))
                    .extracting(Notice::value)
                    .containsExactly("ForeignTopicWill"));
  }

  @Test
  void shouldThrowAwayAnOversizedMessageAndCutOffOneThatIsFarTooLarge() {
    RawStation other = station("CP-2");
    RawStation station = station("CP-1");
    assertAcknowledged(station, new byte[8 << 20]);
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("OversizedPayload");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    RawStation third = station("CP-3");
    publish(third, "ocpp/1.6/CP-3/up", new byte[9 << 20]);
    await().until(() -> third.closed().isDone());
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Notice.class))
                    .extracting(Notice::value)
                    .containsExactly("OversizedPayload", "OversizedPayload"));
    assertThat(other.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
  }

  @Test
  void shouldSpeakMqtt5WithAnotherLibraryAndSayNoToOneMessageOnly() throws Exception {
    Mqtt5BlockingClient client =
        com.hivemq.client.mqtt.MqttClient.builder()
            .useMqttVersion5()
            .identifier("CP-1")
            .serverHost("127.0.0.1")
            .serverPort(ports.get(Ports.Name.mqtt))
            .buildBlocking();
    assertThat(
            client
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .send()
                .isSessionPresent())
        .isFalse();
    try (Mqtt5BlockingClient.Mqtt5Publishes down =
        client.publishes(com.hivemq.client.mqtt.MqttGlobalPublishFilter.ALL)) {
      client
          .subscribeWith()
          .topicFilter("ocpp/1.6/CP-1/down")
          .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
          .send();
      byte[] noText = {(byte) 0xFF, (byte) 0xFE};
      assertThatThrownBy(() -> publish(client, "ocpp/1.6/CP-1/up", noText))
          .isInstanceOfSatisfying(
              Mqtt5PubAckException.class,
              refused ->
                  assertThat(refused.getMqttMessage().getReasonCode())
                      .isEqualTo(Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID));
      publish(client, "ocpp/1.6/CP-1/up", "[2,\"1\",\"Heartbeat\",{}]".getBytes());
      assertThat(down.receive(10, TimeUnit.SECONDS))
          .hasValueSatisfying(
              message ->
                  assertThat(new String(message.getPayloadAsBytes())).startsWith("[3,\"1\""));
    }
    client.disconnect();
    await().until(() -> registry.find("CP-1") == null);
    assertThat(
            client
                .connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .send()
                .isSessionPresent())
        .isTrue();
    client.disconnect();
  }

  private static void publish(Mqtt5BlockingClient client, String topic, byte[] payload) {
    client
        .publishWith()
        .topic(topic)
        .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
        .payload(payload)
        .send();
  }
}
