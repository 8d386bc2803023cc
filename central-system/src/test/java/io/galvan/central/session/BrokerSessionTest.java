package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stations at an external broker, a real one. */
class BrokerSessionTest extends SessionFixture {
  private Mosquitto mosquitto;

  BrokerSessionTest() {
    super(Transport.Broker);
  }

  @BeforeEach
  void findBroker() {
    mosquitto = ((BrokerUnderTest) line).mosquitto;
  }

  private void publish(RawStation station, String topic, byte[] payload) {
    ((MqttStation) station)
        .client.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
  }

  @Test
  void shouldAskForThePasswordWhereOneIsStored() {
    assertThat(connect("CP-1", "wrong-password-0").toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    RawStation station = await(connect("CP-1", Mosquitto.PASSWORD));
    // The reader has subscribed, else the broker has nobody to give the frame to.
    await().until(() -> registry.find("CP-1") != null);
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3");
  }

  @Test
  void shouldRefuseAStationThatNobodyKnows() {
    RawStation stranger = await(connect("UNKNOWN", null));
    stranger.send("[2,\"1\",\"Heartbeat\",{}]");
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3");
    assertThat(stranger.received()).isEmpty();
    assertThat(services.heard(Connections.Connect.class))
        .extracting(Connections.Connect::chargerId)
        .containsExactly("CP-1");
  }

  @Test
  void shouldRecordWhatIsNoTextAndGoOn() {
    RawStation station = station("CP-1");
    RawStation other = station("CP-2");
    publish(station, "ocpp/1.6/CP-1/up", new byte[] {(byte) 0xC3, (byte) 0x28});
    await().until(() -> !services.heard(Notice.class).isEmpty());
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("BrokenPayload");
    publish(station, "ocpp/1.6/CP-1/up", "no JSON".getBytes());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(other.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        services.heard(MessageLogs.LogBatch.class).stream()
                            .flatMap(batch -> batch.entries().stream())
                            .filter(entry -> entry.request().contains("no JSON")))
                    .hasSize(1)
                    .allSatisfy(entry -> assertThat(entry.deviations()).contains("Unusable")));
  }

  @Test
  void shouldHaveAForeignTopicRefusedByTheBroker() {
    RawStation victim = station("CP-2");
    RawStation intruder = station("CP-3");
    publish(intruder, "ocpp/1.6/CP-2/up", "[2,\"1\",\"Heartbeat\",{}]".getBytes());
    assertThat(intruder.ask("[2,\"2\",\"Heartbeat\",{}]")).startsWith("[3,\"2\"");
    assertThat(victim.received()).isEmpty();
  }

  /** One client that may all, in the name of many stations. */
  private MqttClient anybody(Consumer<MqttPublishMessage> onMessage) {
    MqttClient client =
        MqttClient.create(
            vertx,
            new MqttClientOptions()
                .setClientId("anybody")
                .setUsername("galvan")
                .setPassword(Mosquitto.PASSWORD)
                .setMaxInflightQueue(20_000));
    client.publishHandler(onMessage::accept);
    await(client.connect(mosquitto.port(), "127.0.0.1"));
    await(client.subscribe("ocpp/+/+/down", 1));
    return client;
  }

  private static List<String> identities() {
    List<String> identities = new ArrayList<>();
    // OCPP 2.x part 2, 3.1.1: identifierString; a URL of OCPP-J 1.6 may carry more.
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789*-_=:+|@. #%\"!$&'(),;<>?[]^`{}~äß東🔌"
        .codePoints()
        .forEach(letter -> identities.add("CP" + Character.toString(letter) + "1"));
    identities.add("%2B");
    return identities;
  }

  @Test
  void shouldAnswerEveryIdentityOnTheTopicThatTheContractNames() {
    station("CP-1");
    Set<String> answered = ConcurrentHashMap.newKeySet();
    MqttClient client =
        anybody(message -> answered.add(message.topicName() + " " + message.payload()));
    Set<String> expected = new HashSet<>();
    for (String version : List.of("1.6", "2.0.1", "2.1")) {
      for (String identity : identities()) {
        String topic =
            "ocpp/"
                + version
                + "/"
                + identity.replace("%", "%25").replace("+", "%2B").replace("#", "%23")
                + "/";
        String id = UUID.randomUUID().toString();
        client.publish(
            topic + "up",
            Buffer.buffer("[2,\"" + id + "\",\"DataTransfer\",{\"vendorId\":\"V\"}]"),
            MqttQoS.AT_LEAST_ONCE,
            false,
            false);
        expected.add(topic + "down [3,\"" + id + "\",{\"status\":\"UnknownVendorId\"}]");
      }
    }
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(answered).containsExactlyInAnyOrderElementsOf(expected));
  }

  @Test
  void shouldTellOnceOfEachStationThatItRefuses() {
    RawStation station = station("CP-1");
    MqttClient client = anybody(message -> {});
    for (int i = 0; i < 3; i++) {
      for (String level : List.of("1.6/CP%201", "9.9/CP-1", "1.6/UNKNOWN", "2.0.1/ CP-1")) {
        client.publish(
            "ocpp/" + level + "/up",
            Buffer.buffer("[2,\"1\",\"Heartbeat\",{}]"),
            MqttQoS.AT_LEAST_ONCE,
            false,
            false);
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Attempt.class))
                    .extracting(Attempt::identity, Attempt::outcome)
                    .containsExactlyInAnyOrder(
                        tuple("CP-1", Outcome.accepted),
                        tuple("CP%201", Outcome.wrong_path),
                        tuple("CP-1", Outcome.no_subprotocol),
                        tuple("UNKNOWN", Outcome.unknown),
                        tuple(" CP-1", Outcome.wrong_path)));
    assertThat(services.heard(Attempt.class))
        .allSatisfy(attempt -> assertThat(attempt.address()).isEqualTo("127.0.0.1"));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.heard(Attempt.class)).hasSize(5);
  }

  private RawStation eagerStation(String id) {
    RawStation station =
        await(
            RawStation.broker(
                vertx,
                new MqttClientOptions().setMaxInflightQueue(20_000),
                mosquitto.port(),
                id,
                null));
    await().until(() -> registry.find(id) != null);
    return station;
  }

  private static String meterValues(String id, int value) {
    return "[2,\"%s\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":7,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"%d\"}]}]}]"
        .formatted(id, value);
  }

  private List<String> metered() {
    return services.heard(Transactions.Meter.class).stream()
        .map(meter -> meter.readings().get(0).samples().get(0).value())
        .toList();
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void shouldAnswerEveryOneOfManyTransactionsThatAreStartedInARow() {
    RawStation station = eagerStation("CP-1");
    for (int i = 0; i < 150; i++) {
      station.send(
          "[2,\"%d\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":%d,\"timestamp\":\"2026-03-01T12:00:00Z\"}]"
              .formatted(i, i));
    }
    for (int i = 0; i < 150; i++) {
      assertThat(station.receive()).startsWith("[3,\"" + i + "\"");
    }
    assertThat(services.heard(Transactions.Start.class))
        .extracting(Transactions.Start::meterStartWh)
        .isSorted()
        .hasSize(150);
    assertThat(services.heard(Notice.class)).isEmpty();
  }

  @Test
  void shouldStoreAllThatAStationQueuedWhileTheNodeWasDown() {
    RawStation station = eagerStation("CP-1");
    AtomicInteger taken = new AtomicInteger();
    ((MqttStation) station).client.publishCompletionHandler(id -> taken.incrementAndGet());
    await(vertx.undeploy(deployment));
    for (int i = 0; i < 200; i++) {
      station.send(meterValues("m" + i, i));
    }
    station.send(
        "[2,\"stop\",\"StopTransaction\",{\"transactionId\":7,\"meterStop\":200,\"timestamp\":\"2026-03-01T13:00:00Z\"}]");
    await().until(() -> taken.get() >= 201);
    deploy();
    for (int i = 0; i < 200; i++) {
      assertThat(station.receive()).isEqualTo("[3,\"m" + i + "\",{}]");
    }
    assertThat(station.receive()).startsWith("[3,\"stop\"");
    assertThat(metered()).isEqualTo(numbers(200));
    assertThat(services.heard(Transactions.Stop.class)).hasSize(1);
    assertThat(services.heard(Notice.class)).isEmpty();
  }

  @Test
  void shouldNotTakeARepetitionForStoredBeforeTheOneThatItRepeats() {
    Promise<Done> stored = Promise.promise();
    services.answer(Transactions.Meter.class, request -> stored.future());
    station("CP-1");
    ChargerSession session = registry.find("CP-1");
    Future<Void> first = session.onFrame(meterValues("m0", 0));
    Future<Void> again = session.onFrame(meterValues("m0", 0));
    assertThat(first.isComplete()).isFalse();
    assertThat(again.isComplete()).isFalse();
    stored.complete(Done.DONE);
    await(first);
    await(again);
    assertThat(metered()).hasSize(1);
  }

  @Test
  void shouldAnswerOtherStationsWhileTheMessagesOfOneWait() {
    Promise<Done> stored = Promise.promise();
    services.answer(Transactions.Meter.class, request -> stored.future());
    RawStation station = eagerStation("CP-1");
    RawStation other = station("CP-2");
    for (int i = 0; i < 2_000; i++) {
      station.send(meterValues("m" + i, i));
    }
    assertThat(other.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(metered()).hasSize(1);
    assertThat(station.received()).isEmpty();
    stored.complete(Done.DONE);
    for (int i = 0; i < 2_000; i++) {
      assertThat(station.receive()).isEqualTo("[3,\"m" + i + "\",{}]");
    }
    assertThat(metered()).isEqualTo(numbers(2_000));
  }

  @Test
  void shouldGiveUpAfterThreeTriesWhatNoSessionCanBeOpenedForByAFaultOfOurs() {
    services.answer(
        Connections.Admit.class,
        admit ->
            admit.identity().equals("CP-1")
                ? Future.failedFuture(new GalvanException(Fault.INTERNAL, "always"))
                : Future.succeededFuture(
                    new Connections.Admission(true, admit.identity(), OcppVersion.V1_6, false)));
    station("CP-2");
    RawStation station = await(connect("CP-1", null));
    String frame = "[2,\"1\",\"Heartbeat\",{}]";
    station.send(frame);
    assertThat(station.receive()).startsWith("[4,\"1\",\"InternalError\"");
    assertThat(services.heard(DeadLetters.Failed.class))
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.chargerId()).isEqualTo("CP-1");
              assertThat(letter.version()).isEqualTo(OcppVersion.V1_6);
              assertThat(letter.action()).isEqualTo("Heartbeat");
              assertThat(letter.messageId()).isEqualTo("1");
              assertThat(letter.frame()).isEqualTo(frame);
            });
    assertThat(station("CP-3").ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.heard(Connections.Admit.class))
        .extracting(Connections.Admit::identity)
        .as("three of the status, three of the frame")
        .filteredOn("CP-1"::equals)
        .hasSizeBetween(3, 6);
  }

  @Test
  void shouldNotTakeARetainedFrameForOneThatIsSentNow() {
    RawStation station = station("CP-1");
    await(vertx.undeploy(deployment));
    MqttClient client = ((MqttStation) station).client;
    AtomicInteger taken = new AtomicInteger();
    client.publishCompletionHandler(id -> taken.incrementAndGet());
    client.publish(
        "ocpp/1.6/CP-1/up",
        Buffer.buffer(meterValues("m0", 0)),
        MqttQoS.AT_LEAST_ONCE,
        false,
        true);
    await().until(() -> taken.get() == 1);
    deploy();
    assertThat(station.receive()).as("it was queued").isEqualTo("[3,\"m0\",{}]");
    await(vertx.undeploy(deployment));
    deploy();
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(metered()).containsExactly("0");
  }

  @Test
  void shouldHoldBackTheAcknowledgementUntilItIsDurableAndHearItAgainAfterACrashOfTheBroker() {
    Promise<Done> stored = Promise.promise();
    services.answer(Transactions.Meter.class, request -> stored.future());
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]}]}]");
    await().until(() -> services.heard(Transactions.Meter.class).size() == 1);
    // What it has written is what it was sent; it comes back with it, as nobody acknowledged it.
    mosquitto.save();
    mosquitto.kill();
    stored.complete(Done.DONE);
    mosquitto.restart();
    RawStation again = await(connect("CP-1", null));
    assertThat(again.receive()).as("the same message, the same answer").isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(Transactions.Meter.class)).hasSize(1);
  }

  @Test
  void shouldSendACommandThatWasGivenWhileTheBrokerWasAway() {
    RawStation station =
        await(
            RawStation.broker(
                vertx,
                new MqttClientOptions().setCleanSession(false),
                mosquitto.port(),
                "CP-1",
                null));
    await().until(() -> registry.find("CP-1") != null);
    // Until it has written down who subscribed to what.
    mosquitto.save();
    mosquitto.kill();
    await().until(() -> station.closed().isDone());
    Future<NodeAnswer> reset =
        registry.find("CP-1").call("Reset", "{\"type\":\"Soft\"}", null, 20_000);
    mosquitto.restart();
    RawStation again =
        await(
            RawStation.broker(
                vertx,
                new MqttClientOptions().setCleanSession(false),
                mosquitto.port(),
                "CP-1",
                null));
    String call = again.receive();
    assertThat(call).contains("\"Reset\"");
    assertThat(again.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    again.send("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
    assertThat(await(reset).outcome()).isEqualTo(CallOutcome.Result);
  }
}
