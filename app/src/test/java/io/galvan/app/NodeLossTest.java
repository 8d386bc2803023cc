package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.testing.FreezableProxy;
import io.galvan.platform.testing.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two nodes of the same name on one database, each with its own way to it. Whose way is frozen is
 * to the other as one that is paused or cut off.
 */
class NodeLossTest {
  private static final Map<String, String> SETTINGS = Map.of("GALVAN_NODE_LEASE", "2");
  private static final Duration LONG = Duration.ofSeconds(30);

  private FreezableProxy wayOfOne;
  private FreezableProxy wayOfTwo;
  private RunningSystem one;
  private RunningSystem two;

  @BeforeEach
  void start() {
    String database = TestPlatform.newDatabaseUrl();
    wayOfOne = new FreezableProxy(database);
    wayOfTwo = new FreezableProxy(database);
    one = RunningSystem.start(wayOfOne.url(), SETTINGS, null, null);
    two = RunningSystem.start(wayOfTwo.url(), SETTINGS, null, one.api.admin());
  }

  @AfterEach
  void stop() {
    wayOfOne.thaw();
    wayOfTwo.thaw();
    if (two != null) {
      two.close();
    }
    one.close();
    wayOfOne.close();
    wayOfTwo.close();
  }

  private static RawStation connect(RunningSystem system, String id, String password) {
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, password));
    await().until(() -> system.node.sessions().find(id) != null);
    return station;
  }

  private static void boot(RawStation station) {
    assertThat(
            station.ask(
                "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .contains("Accepted");
  }

  private JsonNode shown(String id) {
    return one.api.get("/chargers/" + id);
  }

  private boolean isOnline(String id) {
    return shown(id).get("online").asBoolean();
  }

  private void awaitOnline(String id, boolean online) {
    await().atMost(LONG).until(() -> isOnline(id) == online);
  }

  @Test
  void shouldTakeItsStationsBackWhenItWasNotHeardOfAndLeaveThoseThatWent() throws Exception {
    one.register("CP-1", "TAG-1");
    one.register("CP-2", "TAG-2");
    one.api
        .send("PUT", "/chargers/CP-2/password", Map.of("password", "moves-with-this-1"))
        .expect(204);
    RawStation stays = connect(two, "CP-1", null);
    RawStation goes = connect(two, "CP-2", "moves-with-this-1");
    boot(stays);
    String transaction =
        stays.ask(
            "[2,\"2\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG-1\",\"meterStart\":0,"
                + "\"timestamp\":\"2026-03-01T12:00:00Z\"}]");
    assertThat(transaction).contains("Accepted");
    String nodeId = shown("CP-1").get("nodeId").asText();
    assertThat(nodeId).isNotEqualTo(one.platform.nodeId()).isEqualTo(two.platform.nodeId());

    wayOfTwo.freeze();
    awaitOnline("CP-1", false);
    awaitOnline("CP-2", false);
    RawStation went = connect(one, "CP-2", "moves-with-this-1");
    awaitOnline("CP-2", true);
    wayOfTwo.thaw();
    awaitOnline("CP-1", true);
    await().atMost(LONG).until(() -> goes.closed().isDone());
    assertThat(stays.closed()).isNotDone();
    assertThat(went.closed()).isNotDone();
    assertThat(shown("CP-2").get("nodeId").asText()).isEqualTo(one.platform.nodeId());
    assertThat(shown("CP-1").get("nodeId").asText()).isEqualTo(nodeId);
    assertThat(one.api.get("/transactions?state=Running").get("items")).hasSize(1);

    CompletableFuture<JsonNode> reset =
        CompletableFuture.supplyAsync(
            () -> two.api.command("CP-1", "Reset", Map.of("type", "Soft")).expect(200));
    String call = stays.receive();
    stays.send("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
    assertThat(reset.get(20, TimeUnit.SECONDS).get("state").asText()).isEqualTo("Accepted");
  }

  @Test
  void shouldGiveAwayNobodyWhenTheDatabaseWasAwayForAllAndWriteLaterWhatCouldNotBe() {
    one.register("CP-1", "TAG-1");
    one.register("CP-2", "TAG-2");
    one.register("CP-3", "TAG-3");
    List<JsonNode> events = one.api.events();
    connect(one, "CP-1", null);
    connect(two, "CP-2", null);
    RawStation leaves = connect(two, "CP-3", null);
    awaitOnline("CP-3", true);
    wayOfOne.cut();
    wayOfTwo.cut();
    leaves.close();
    await().until(() -> two.node.sessions().find("CP-3") == null);
    // Twice the term of a lease.
    await().pollDelay(Duration.ofSeconds(4)).atMost(LONG).until(() -> true);
    wayOfOne.mend();
    wayOfTwo.mend();
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> !one.api.get("/chargers/CP-3").get("online").asBoolean());
    assertThat(isOnline("CP-1")).isTrue();
    assertThat(isOnline("CP-2")).isTrue();
    assertThat(events)
        .filteredOn(
            event -> event.get("happening").get("type").asText().equals("charger_disconnected"))
        .allMatch(event -> event.get("chargerId").asText().equals("CP-3"));
  }

  @Test
  void shouldLeaveNothingBehindWhenOneOfTheSameNameStops() {
    one.register("CP-1", "TAG-1");
    one.register("CP-2", "TAG-2");
    connect(one, "CP-1", null);
    connect(two, "CP-2", null);
    awaitOnline("CP-2", true);
    // Nothing that it says at its end arrives.
    wayOfTwo.cut();
    two.close();
    two = null;
    awaitOnline("CP-2", false);
    assertThat(isOnline("CP-1")).isTrue();
    assertThat(shown("CP-1").get("nodeId").asText()).isEqualTo(one.platform.nodeId());
  }
}
