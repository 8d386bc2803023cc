package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.node.Cluster;
import io.galvan.central.testing.Mosquitto;
import io.galvan.platform.db.DatabaseUrl;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stations at an external broker that breaks, and nodes that do. */
class BrokerTest {
  private static final int STATIONS = 200;
  private static final int METER_VALUES = 6;

  private final Vertx vertx = Vertx.vertx();
  private final List<RunningSystem> systems = new ArrayList<>();
  private final List<RetryingStation> stations = new ArrayList<>();
  private Mosquitto mosquitto;

  @BeforeEach
  void start() {
    mosquitto = Mosquitto.start();
  }

  @AfterEach
  void stop() {
    stations.forEach(RetryingStation::close);
    TestPlatform.await(vertx.close());
    for (int i = systems.size() - 1; i >= 0; i--) {
      systems.get(i).close();
    }
    if (mosquitto != null) {
      mosquitto.close();
    }
  }

  private Map<String, String> settings(String nodeId) {
    return Map.of(
        "GALVAN_MQTT_BROKER", mosquitto.url(),
        "GALVAN_MQTT_PORT", "-1",
        "GALVAN_NODE_ID", nodeId,
        "GALVAN_CALL_TIMEOUT", "5",
        "GALVAN_UNKNOWN_CHARGERS", "accept");
  }

  private List<RetryingStation> connect(int count) {
    IntStream.range(0, count)
        .mapToObj(i -> new RetryingStation(vertx, mosquitto.port(), "BROKER-" + i))
        .forEach(stations::add);
    stations.forEach(RetryingStation::open);
    return stations;
  }

  @Test
  void shouldLoseAndDoubleNoTransactionWhenTheBrokerIsKilledDuringTwoHundredSessions() {
    RunningSystem system = RunningSystem.start(settings("one"));
    systems.add(system);
    system.api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
    connect(STATIONS);
    List<CompletableFuture<Long>> sessions =
        stations.stream().map(station -> station.charge("TAG", METER_VALUES)).toList();
    List<CompletableFuture<JsonNode>> commands = new ArrayList<>();
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> stations.stream().mapToInt(RetryingStation::answered).sum() > 500);
    commandSome(system, commands);
    mosquitto.kill();
    commandSome(system, commands);
    mosquitto.restart();
    commandSome(system, commands);

    Set<Long> transactions = new HashSet<>();
    for (CompletableFuture<Long> session : sessions) {
      transactions.add(session.orTimeout(120, TimeUnit.SECONDS).join());
    }
    assertThat(transactions).hasSize(STATIONS);
    JsonNode ended = system.api.get("/transactions?state=Ended&limit=500").get("items");
    assertThat(ended).hasSize(STATIONS);
    assertThat(system.api.get("/transactions?state=Running&limit=500").get("items")).isEmpty();
    ended.forEach(
        transaction -> {
          assertThat(transactions).contains(transaction.get("id").asLong());
          assertThat(transaction.get("energyWh").decimalValue().intValue())
              .isEqualTo(100 * METER_VALUES);
        });
    for (CompletableFuture<JsonNode> command : commands) {
      JsonNode said = command.orTimeout(60, TimeUnit.SECONDS).join();
      if (said.has("state") && said.get("state").asText().equals("Accepted")) {
        continue;
      }
      assertThat(said.has("detail") || !said.path("errorDescription").asText().isEmpty())
          .as("a command ends with a reason: %s", said)
          .isTrue();
    }
  }

  private static void commandSome(
      RunningSystem system, List<CompletableFuture<JsonNode>> commands) {
    for (int i = 0; i < STATIONS; i += 25) {
      String id = "BROKER-" + i;
      commands.add(
          CompletableFuture.supplyAsync(
              () -> system.api.command(id, "ClearCache", Map.of()).json()));
    }
  }

  @Test
  void shouldKeepEachStationsOrderOverTwoNodesAndGoOnWhenTheReadingNodeDies() {
    String database = TestPlatform.newDatabaseUrl();
    int portOne = FreePort.next();
    int portTwo = FreePort.next();
    List<String> members = List.of("127.0.0.1:" + portOne, "127.0.0.1:" + portTwo);
    RunningSystem one =
        RunningSystem.start(
            database,
            settings("one"),
            Cluster.of("one", "127.0.0.1", portOne, members, RunningSystem.CLUSTER_KEYS),
            null);
    systems.add(one);
    RunningSystem two =
        RunningSystem.start(
            database,
            settings("two"),
            Cluster.of("two", "127.0.0.1", portTwo, members, RunningSystem.CLUSTER_KEYS),
            one.api.admin());
    systems.add(two);
    two.api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
    awaitThatNodeOneKnowsNodeTwo(database);
    connect(20);
    stations.forEach(RetryingStation::awaitBoot);
    assertThat(one.node.sessions().size()).as("both nodes hold sessions").isPositive();
    assertThat(two.node.sessions().size()).isPositive();
    assertThat(one.node.sessions().size() + two.node.sessions().size()).isEqualTo(20);

    // Sent ahead, without waiting for answers: the order of the answers is that of the messages.
    for (int i = 0; i < 10; i++) {
      stations.forEach(RetryingStation::sendNumbered);
    }
    for (RetryingStation station : stations) {
      await().untilAsserted(() -> assertThat(station.numbersAnswered()).hasSize(10));
      assertThat(station.numbersAnswered()).isSorted();
    }
    // The node that reads goes without a word, while stations charge.
    List<CompletableFuture<Long>> sessions =
        stations.stream().map(station -> station.charge("TAG", METER_VALUES)).toList();
    TestPlatform.await(one.vertx.close());
    systems.remove(one);
    Set<Long> transactions = new HashSet<>();
    sessions.forEach(session -> transactions.add(session.orTimeout(90, TimeUnit.SECONDS).join()));
    assertThat(transactions).hasSize(20);
    assertThat(two.api.get("/transactions?limit=500").get("items")).hasSize(20);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(two.node.sessions().size()).isEqualTo(20));
    assertThat(
            two.api.command("BROKER-3", "ClearCache", Map.of()).expect(200).get("state").asText())
        .isEqualTo("Accepted");
  }

  /**
   * The reading node learns of another one with the first beat after that one's: of three that are
   * seen while both are there, the second is such a one, and the third says that it was answered.
   */
  private static void awaitThatNodeOneKnowsNodeTwo(String database) {
    Set<String> beats = new HashSet<>();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try (Connection connection = DatabaseUrl.parse(database).connect();
                  Statement statement = connection.createStatement();
                  ResultSet rows =
                      statement.executeQuery(
                          "select one.until::text from charger.lease one, charger.lease two"
                              + " where one.name = 'broker.node/one' and two.name = 'broker.node/two'")) {
                if (rows.next()) {
                  beats.add(rows.getString(1));
                }
              }
              return beats.size() >= 3;
            });
  }
}
