package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A station that goes on at an external broker while Galvan is down: the broker has acknowledged
 * what it said, so it says nothing twice, and all of it is stored.
 */
class BrokerBacklogTest {
  private static final int FULL = 10_000;
  private static final int SMALL = FULL / 100;
  private static final int STEP_WH = 10;
  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private static final String BOOT =
      "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]";

  private final Vertx vertx = Vertx.vertx();
  private final String database = TestPlatform.newDatabaseUrl();
  private final int[] ports = IntStream.generate(FreePort::next).limit(3).toArray();
  private final List<RawStation> stations = new ArrayList<>();
  private Mosquitto mosquitto;
  private Runnable kill = () -> {};
  private FirstAdmin admin;
  private Api api;

  @TempDir Path data;

  @BeforeEach
  void startBroker() {
    mosquitto = Mosquitto.startSavedByHand();
  }

  @AfterEach
  void stop() {
    stations.stream().filter(open -> !open.closed().isDone()).forEach(RawStation::close);
    kill.run();
    await(vertx.close());
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "GALVAN_MQTT_BROKER", mosquitto.url(),
        "GALVAN_MQTT_PORT", "-1",
        "GALVAN_UNKNOWN_CHARGERS", "accept");
  }

  /** In this process; killed, it lets go of the broker and the database and is heard of no more. */
  private void startHere() {
    RunningSystem system = RunningSystem.start(database, settings(), null, admin);
    admin = system.api.admin();
    api = system.api;
    kill = () -> await(system.vertx.close());
  }

  private void startProgram() {
    Map<String, String> environment = new HashMap<>(settings());
    environment.put("GALVAN_DB_URL", database);
    environment.put("GALVAN_HOST", "127.0.0.1");
    environment.put("GALVAN_API_PORT", "" + ports[0]);
    environment.put("GALVAN_OCPP_PORT", "" + ports[1]);
    environment.put("GALVAN_OPS_PORT", "" + ports[2]);
    try {
      GalvanProgram program = GalvanProgram.start(data, environment);
      admin = program.admin() == null ? admin : program.admin();
      kill = program::kill;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    api = Api.signIn(ports[0], admin);
  }

  private RawStation station(String id) {
    MqttClientOptions options =
        new MqttClientOptions().setMaxInflightQueue(2 * FULL).setCleanSession(false);
    RawStation station = await(RawStation.broker(vertx, options, mosquitto.port(), id, null));
    stations.add(station);
    return station;
  }

  private static long bootAndStart(RawStation station) {
    station.ask(BOOT);
    String started =
        station.ask(
            "[2,\"s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":0,\"timestamp\":\"%s\"}]"
                .formatted(BEGIN));
    return Long.parseLong(started.replaceAll(".*\"transactionId\":(\\d+).*", "$1"));
  }

  /**
   * The next answer. What was answered last before a kill may be heard and answered a second time,
   * and a station that does not boot for a while is asked to.
   */
  private static String next(RawStation station) {
    String text = station.receive();
    while (text.startsWith("[2,") || text.startsWith("[3,\"b\"") || text.startsWith("[3,\"s\"")) {
      text = station.receive();
    }
    return text;
  }

  /** The broker has all of it when this returns. */
  private static void chargeToTheEnd(RawStation station, long transaction, int count) {
    AtomicInteger taken = new AtomicInteger();
    ((MqttStation) station).client.publishCompletionHandler(id -> taken.incrementAndGet());
    for (int i = 1; i <= count; i++) {
      station.send(
          "[2,\"m%d\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":%d,\"meterValue\":[{\"timestamp\":\"%s\",\"sampledValue\":[{\"value\":\"%d\"}]}]}]"
              .formatted(i, transaction, BEGIN.plusSeconds(i), STEP_WH * i));
    }
    station.send(
        "[2,\"e\",\"StopTransaction\",{\"transactionId\":%d,\"meterStop\":%d,\"timestamp\":\"%s\"}]"
            .formatted(transaction, STEP_WH * count, BEGIN.plusSeconds(count + 1)));
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(taken).hasValue(count + 1));
  }

  /** What all stations are answered, in the order in which the broker gets it. */
  private List<String> watchAnswers() {
    List<String> answers = new CopyOnWriteArrayList<>();
    MqttClient watcher =
        MqttClient.create(
            vertx,
            new MqttClientOptions()
                .setUsername("watcher")
                .setPassword(Mosquitto.PASSWORD)
                .setMaxMessageSize(1 << 20));
    watcher.publishHandler(
        message -> answers.add(message.topicName().split("/")[2] + " " + message.payload()));
    await(watcher.connect(mosquitto.port(), "127.0.0.1"));
    await(watcher.subscribe("ocpp/+/+/down", 1));
    return answers;
  }

  private int stored() {
    try (Connection connection = DatabaseUrl.parse(database).connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from transaction.meter_value")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitStored(int count) {
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> stored() >= count);
  }

  private void awaitTheWhole(long transaction, int count) {
    await()
        .atMost(Duration.ofMinutes(5))
        .until(() -> api.get("/transactions/" + transaction).get("state").asText().equals("Ended"));
    JsonNode ended = api.get("/transactions/" + transaction);
    assertThat(ended.get("energyWh").asInt()).isEqualTo(STEP_WH * count);
    assertThat(stored()).isEqualTo(count);
    assertThat(api.get("/transactions?limit=500").get("items")).hasSize(1);
  }

  private void goOnWhileDown(Runnable start, int count) {
    start.run();
    api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
    RawStation busy = station("BUSY");
    long transaction = bootAndStart(busy);
    RawStation other = station("OTHER");
    other.ask(BOOT);
    kill.run();
    chargeToTheEnd(busy, transaction, count);
    other.send("[2,\"h\",\"Heartbeat\",{}]");
    List<String> answers = watchAnswers();
    start.run();
    assertThat(next(other)).startsWith("[3,\"h\"");
    for (int i = 1; i <= count; i++) {
      assertThat(next(busy)).isEqualTo("[3,\"m" + i + "\",{}]");
    }
    assertThat(next(busy)).startsWith("[3,\"e\"");
    // It spoke after all of the other's messages, and was not made to wait for them.
    await().until(() -> answers.stream().anyMatch(answer -> answer.startsWith("BUSY [3,\"e\"")));
    List<String> order = answers.stream().map(answer -> answer.substring(0, 12)).toList();
    assertThat(order.indexOf("OTHER [3,\"h\"")).isBetween(0, count - 1);
    awaitTheWhole(transaction, count);
  }

  private void goOnThroughKills(Runnable start, int count) {
    start.run();
    api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
    RawStation busy = station("BUSY");
    long transaction = bootAndStart(busy);
    kill.run();
    chargeToTheEnd(busy, transaction, count);
    start.run();
    awaitStored(count / 4);
    kill.run();
    start.run();
    awaitStored(count / 2);
    // What is acknowledged after the broker wrote down what it holds comes a second time.
    mosquitto.save();
    mosquitto.kill();
    mosquitto.restart();
    awaitTheWhole(transaction, count);
  }

  @Test
  void shouldStoreInOrderWhatWasQueuedWhileItWasDownAndAnswerOthersMeanwhile() {
    goOnWhileDown(this::startHere, SMALL);
  }

  @Test
  @Tag("slow")
  void shouldStoreInOrderTenThousandThatWereQueuedWhileItWasDownAndAnswerOthersMeanwhile() {
    goOnWhileDown(this::startProgram, FULL);
  }

  @Test
  void shouldStoreAllOnceThroughKillsOfItselfAndOfTheBroker() {
    goOnThroughKills(this::startHere, SMALL);
  }

  @Test
  @Tag("slow")
  void shouldStoreTenThousandOnceThroughKillsOfItselfAndOfTheBroker() {
    goOnThroughKills(this::startProgram, FULL);
  }
}
