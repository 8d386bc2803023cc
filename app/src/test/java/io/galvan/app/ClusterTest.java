package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.node.Cluster;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.testing.FreePort;
import io.galvan.platform.testing.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database. */
class ClusterTest {
  private RunningSystem one;
  private RunningSystem two;

  @BeforeEach
  void start() {
    String database = TestPlatform.newDatabaseUrl();
    int portOne = FreePort.next();
    int portTwo = FreePort.next();
    List<String> members = List.of("127.0.0.1:" + portOne, "127.0.0.1:" + portTwo);
    one =
        RunningSystem.start(
            database,
            Map.of("GALVAN_NODE_ID", "one"),
            Cluster.of("one", "127.0.0.1", portOne, members, RunningSystem.CLUSTER_KEYS),
            null);
    two =
        RunningSystem.start(
            database,
            Map.of("GALVAN_NODE_ID", "two"),
            Cluster.of("two", "127.0.0.1", portTwo, members, RunningSystem.CLUSTER_KEYS),
            one.api.admin());
  }

  @AfterEach
  void stop() {
    if (two != null) {
      two.close();
    }
    one.close();
  }

  private static RawStation connect(RunningSystem system, String id) {
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, null));
    await().until(() -> system.node.sessions().find(id) != null);
    return station;
  }

  private static CompletableFuture<JsonNode> reset(RunningSystem through, String id) {
    return CompletableFuture.supplyAsync(
        () -> through.api.command(id, "Reset", Map.of("type", "Soft")).expect(200));
  }

  private static void accept(RawStation station) {
    String call = station.receive();
    assertThat(call).contains("\"Reset\"");
    station.send("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
  }

  @Test
  void shouldCommandAStationThroughTheOtherNodeMoveItAndShowItsEventsOnBoth() throws Exception {
    one.register("CP-1", "TAG-1");
    List<JsonNode> eventsOfOne = one.api.events();
    List<JsonNode> eventsOfTwo = two.api.events();

    RawStation station = connect(one, "CP-1");
    station.ask(
        "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    CompletableFuture<JsonNode> first = reset(two, "CP-1");
    accept(station);
    assertThat(first.get(10, TimeUnit.SECONDS).get("state").asText()).isEqualTo("Accepted");

    // Whoever proves nothing does not take the station's place, on whatever node it comes.
    assertThat(
            RawStation.webSocket(two.vertx, two.ocppPort(), "CP-1", null)
                .toCompletionStage()
                .toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10));
    assertThat(station.closed()).isNotDone();
    one.api
        .send("PUT", "/chargers/CP-1/password", Map.of("password", "moves-with-this-1"))
        .expect(204);
    RawStation moved =
        await(RawStation.webSocket(two.vertx, two.ocppPort(), "CP-1", "moves-with-this-1"));
    await().until(() -> station.closed().isDone());
    await().until(() -> one.node.sessions().find("CP-1") == null);
    assertThat(one.api.get("/chargers/CP-1").get("nodeId").asText()).isEqualTo("two");
    CompletableFuture<JsonNode> second = reset(one, "CP-1");
    accept(moved);
    assertThat(second.get(10, TimeUnit.SECONDS).get("state").asText()).isEqualTo("Accepted");

    for (List<JsonNode> events : List.of(eventsOfOne, eventsOfTwo)) {
      await()
          .untilAsserted(
              () -> {
                assertThat(nodes(events, "charger_connected")).containsExactly("one", "two");
                assertThat(events)
                    .filteredOn(event -> type(event).equals("command_completed"))
                    .hasSize(2);
                assertThat(events)
                    .filteredOn(event -> type(event).equals("charger_booted"))
                    .hasSize(1);
              });
    }
  }

  @Test
  void shouldTellWithinTwoSecondsThatACommandsEndIsNotKnownAndItsTrueEndLater() throws Exception {
    one.register("CP-1", "TAG-1");
    RawStation station = connect(two, "CP-1");
    station.ask(
        "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
    accept(one, station);
    CountDownLatch goOn = pause(two);
    JsonNode told;
    try {
      long asked = System.nanoTime();
      told = one.api.command("CP-1", "Reset", Map.of("type", "Soft")).expect(504);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
    } finally {
      goOn.countDown();
    }
    assertThat(told.get("commandState").asText()).isEqualTo("Unknown");
    String commandId = told.get("commandId").asText();
    String call = station.receive();
    assertThat(call).contains("\"Reset\"");
    station.send("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        one.api.get("/chargers/CP-1/commands/" + commandId).get("state").asText())
                    .isEqualTo("Accepted"));
    assertThat(station.received()).as("sent once").isEmpty();
  }

  private static void accept(RunningSystem through, RawStation station) throws Exception {
    CompletableFuture<JsonNode> reset = reset(through, "CP-1");
    accept(station);
    assertThat(reset.get(10, TimeUnit.SECONDS).get("state").asText()).isEqualTo("Accepted");
  }

  /** Nothing runs on the node's event loops until the latch is at zero. */
  private static CountDownLatch pause(RunningSystem system) {
    CountDownLatch goOn = new CountDownLatch(1);
    int eventLoops = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch paused = new CountDownLatch(eventLoops);
    for (int i = 0; i < eventLoops; i++) {
      ((io.vertx.core.internal.VertxInternal) system.vertx)
          .createEventLoopContext()
          .runOnContext(
              ignored -> {
                paused.countDown();
                try {
                  goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    await().until(() -> paused.getCount() == 0);
    return goOn;
  }

  @Test
  void shouldShowTheStationsOfANodeThatLeftAsOffline() {
    one.register("CP-1", "TAG-1");
    connect(two, "CP-1");
    assertThat(one.api.get("/chargers/CP-1").get("online").asBoolean()).isTrue();
    // The node goes without a word: its Vert.x leaves the cluster before anything could be drained.
    await(two.vertx.close());
    two = null;
    await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () -> assertThat(one.api.get("/chargers/CP-1").get("online").asBoolean()).isFalse());
  }

  private static String type(JsonNode event) {
    return event.get("happening").get("type").asText();
  }

  private static List<String> nodes(List<JsonNode> events, String type) {
    return events.stream()
        .filter(event -> type(event).equals(type))
        .map(event -> event.get("happening").get("nodeId").asText())
        .toList();
  }
}
