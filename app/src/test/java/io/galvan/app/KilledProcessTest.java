package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.testing.FreePort;
import io.galvan.simulator.cli.Main;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program as a user starts it, killed while stations charge. */
class KilledProcessTest {
  private static final int STATIONS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final int[] ports = IntStream.generate(FreePort::next).limit(4).toArray();
  private final List<GalvanProgram> programs = new ArrayList<>();

  @TempDir Path data;

  private GalvanProgram startProgram() throws IOException {
    GalvanProgram program =
        GalvanProgram.start(
            data,
            Map.of(
                "GALVAN_HOST", "127.0.0.1",
                "GALVAN_API_PORT", "" + ports[0],
                "GALVAN_OCPP_PORT", "" + ports[1],
                "GALVAN_MQTT_PORT", "" + ports[2],
                "GALVAN_OPS_PORT", "" + ports[3],
                "GALVAN_UNKNOWN_CHARGERS", "accept"));
    programs.add(program);
    return program;
  }

  @AfterEach
  void stop() {
    programs.forEach(GalvanProgram::close);
    await(vertx.close());
  }

  private RawStation connect(int station) {
    return await(RawStation.webSocket(vertx, ports[1], "KILL-" + station, null));
  }

  private static String meter(long transaction, int minute) {
    return "[2,\"m"
        + minute
        + "\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":"
        + transaction
        + ",\"meterValue\":[{\"timestamp\":\"2026-03-01T12:"
        + String.format("%02d", minute)
        + ":00Z\",\"sampledValue\":[{\"value\":\""
        + (1_000 + 100 * minute)
        + "\"}]}]}]";
  }

  @Test
  void shouldKeepEveryAcknowledgedMessageAndGoOnWithRunningTransactions() throws Exception {
    GalvanProgram first = startProgram();
    Api api = Api.signIn(ports[0], first.admin());
    api.post("/tokens", Map.of("idToken", "TAG", "blocked", false)).expect(201);
    long[] transactions = new long[STATIONS];
    int[] acknowledged = new int[STATIONS];
    List<RawStation> stations = new ArrayList<>();
    for (int i = 0; i < STATIONS; i++) {
      RawStation station = connect(i);
      stations.add(station);
      station.ask(
          "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
      String answer =
          station.ask(
              "[2,\"s\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":1000,\"timestamp\":\"2026-03-01T12:00:00Z\"}]");
      transactions[i] = Long.parseLong(answer.replaceAll(".*\"transactionId\":(\\d+).*", "$1"));
    }
    // Every station meters on; the kill falls among messages that are under way.
    for (int minute = 1; minute <= 20; minute++) {
      for (int i = 0; i < STATIONS; i++) {
        stations.get(i).send(meter(transactions[i], minute));
      }
      if (minute == 20) {
        first.kill();
      }
      for (int i = 0; i < STATIONS; i++) {
        String answer =
            minute == 20
                ? stations.get(i).received().poll(200, TimeUnit.MILLISECONDS)
                : stations.get(i).receive();
        if (answer != null) {
          assertThat(answer).isEqualTo("[3,\"m" + minute + "\",{}]");
          acknowledged[i] = minute;
        }
      }
    }

    GalvanProgram second = startProgram();
    assertThat(second.admin()).as("the admin's password is shown once").isNull();
    Api again = Api.signIn(ports[0], first.admin());
    for (int i = 0; i < STATIONS; i++) {
      JsonNode transaction = again.get("/transactions/" + transactions[i]);
      assertThat(transaction.get("state").asText()).isEqualTo("Running");
      JsonNode points =
          again
              .get("/transactions/" + transactions[i] + "/meter-values")
              .get("series")
              .get(0)
              .get("points");
      assertThat(points.size()).isBetween(acknowledged[i], 20);
      String charger = "/chargers/KILL-" + i;
      // Until the lease of the killed node has lapsed nobody may say that its stations left.
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !again.get(charger).get("online").asBoolean());
    }
    // The stations come back, tell the last value again, and go on to the end.
    for (int i = 0; i < STATIONS; i++) {
      RawStation station = connect(i);
      assertThat(station.ask(meter(transactions[i], 20))).isEqualTo("[3,\"m20\",{}]");
      assertThat(
              station.ask(
                  "[2,\"e\",\"StopTransaction\",{\"transactionId\":"
                      + transactions[i]
                      + ",\"meterStop\":3500,\"timestamp\":\"2026-03-01T12:30:00Z\"}]"))
          .startsWith("[3,\"e\"");
      JsonNode transaction = again.get("/transactions/" + transactions[i]);
      assertThat(transaction.get("state").asText()).isEqualTo("Ended");
      assertThat(transaction.get("energyWh").asInt()).isEqualTo(2_500);
      assertThat(
              again
                  .get("/transactions/" + transactions[i] + "/meter-values")
                  .get("series")
                  .get(0)
                  .get("points"))
          .hasSize(20);
    }
    await()
        .untilAsserted(
            () -> assertThat(again.get("/overview").get("totals").get("running").asInt()).isZero());
  }

  @Test
  void shouldLoseAndDoubleNothingOfAFleetThatChargesThroughAKillOnABadNetwork() throws Exception {
    GalvanProgram first = startProgram();
    StringWriter out = new StringWriter();
    CommandLine simulator = Main.commandLine(Clock.systemUTC());
    simulator.setOut(new PrintWriter(out));
    simulator.setErr(new PrintWriter(out));
    String[] arguments = {
      "chaos",
      "-n",
      "20",
      "--speed",
      "1200",
      "--day",
      "2026-07-01",
      "--tag",
      "KILL-1,KILL-2",
      "--drop-every",
      "20s",
      "--half-open-every",
      "30s",
      "--half-open-for",
      "2s",
      "--url",
      "ws://127.0.0.1:" + ports[1] + "/ocpp",
      "--mqtt",
      "127.0.0.1:" + ports[2],
      "--api",
      "http://127.0.0.1:" + ports[0],
      "--user",
      first.admin().email(),
      "--user-password",
      first.admin().password(),
      "--register",
      "--verify",
      "--json"
    };
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> simulator.execute(arguments));
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> out.toString().contains("\"Charging\":") || code.isDone());
    first.kill();
    startProgram();
    assertThat(code.get(5, TimeUnit.MINUTES)).as(out.toString()).isZero();
    JsonObject report = new JsonObject(out.toString().lines().reduce("", (one, next) -> next));
    assertThat(report.getInteger("transactions")).isGreaterThan(20);
    assertThat(report.getJsonObject("api").getInteger("transactions"))
        .isEqualTo(report.getInteger("transactions"));
  }
}
