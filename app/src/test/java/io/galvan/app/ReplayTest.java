package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.json.Mapper;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.replay.Replay;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.transport.TlsFiles;
import io.galvan.simulator.transport.ws.WebSocketTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session goes over the wire, is exported, and is told again by another station. */
class ReplayTest {
  @TempDir Path folder;

  private static JsonNode ended(RunningSystem system, String chargerId) {
    JsonNode items =
        system.api.get("/transactions?chargerId=" + chargerId + "&state=Ended").get("items");
    return items.isEmpty() ? Mapper.JSON.nullNode() : items.get(0);
  }

  @Test
  void shouldComeToTheSameTotalsWhenAnExportedSessionIsToldAgain() throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      system.register("RECORDED", "REPLAY-TAG");
      SimulatedStation station =
          await(
              SimulatedStation.builder(system.vertx)
                  .id("RECORDED")
                  .webSocket(system.webSocketUrl())
                  .meterInterval(Duration.ofSeconds(1))
                  .speed(20)
                  .seed(3)
                  .build()
                  .start());
      await().until(() -> station.registration().isPresent());
      await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
      system
          .api
          .command(
              "RECORDED", "RemoteStartTransaction", Map.of("connectorId", 1, "idTag", "REPLAY-TAG"))
          .expect(200);
      await()
          .until(
              () -> {
                JsonNode running = system.api.get("/chargers/RECORDED").get("runningTransactions");
                return !running.isEmpty() && running.get(0).path("energyWh").asDouble() > 20;
              });
      system
          .api
          .command(
              "RECORDED",
              "RemoteStopTransaction",
              Map.of(
                  "transactionId",
                  system
                      .api
                      .get("/chargers/RECORDED")
                      .get("runningTransactions")
                      .get(0)
                      .get("id")
                      .asLong()))
          .expect(200);
      await().until(() -> !ended(system, "RECORDED").isNull());
      await(station.stop());

      Path file = folder.resolve("recorded.ndjson");
      await()
          .untilAsserted(
              () -> {
                Api.Answer export =
                    system.api.send("GET", "/chargers/RECORDED/messages/export", null);
                assertThat(export.status()).isEqualTo(200);
                assertThat(export.text()).contains("\"StopTransaction\"");
                Files.writeString(file, export.text());
              });
      List<JsonNode> lines =
          Files.readAllLines(file).stream().map(line -> new Api.Answer(200, line).json()).toList();
      assertThat(lines).isSortedAccordingTo(java.util.Comparator.comparing(line -> time(line)));
      assertThat(lines.get(0).get("request").get(2).asText()).isEqualTo("BootNotification");

      system.register("FRESH", OcppVersion.V1_6);
      Replay.Result result = replay(system, null, file);
      assertThat(result.differences()).isEmpty();
      assertThat(result.sent()).isGreaterThan(5);
      JsonNode before = ended(system, "RECORDED");
      JsonNode after = ended(system, "FRESH");
      for (String total :
          List.of("energyWh", "meterStartWh", "meterStopWh", "idToken", "stopReason")) {
        assertThat(after.get(total)).as(total).isEqualTo(before.get(total));
      }
      for (String time : List.of("startedAt", "stoppedAt")) {
        assertThat(after.get(time)).as(time).isEqualTo(before.get(time));
      }
      assertThat(after.get("id")).isNotEqualTo(before.get("id"));
      assertThat(before.get("energyWh").asDouble()).isGreaterThan(20);

      assertThat(
              system.api.get("/messages?caller=Central&action=RemoteStopTransaction").get("items"))
          .singleElement()
          .satisfies(
              message -> assertThat(message.get("chargerId").asText()).isEqualTo("RECORDED"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldTellASessionOf2AgainInItsVersion(OcppVersion version) throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      system.register("RECORDED", version);
      system.register("FRESH", version);
      system.api.post("/tokens", Map.of("idToken", "REPLAY-TAG", "blocked", false)).expect(201);
      SimulatedStation2 station =
          await(
              SimulatedStation2.builder(system.vertx, version)
                  .id("RECORDED")
                  .webSocket(system.webSocketUrl())
                  .evses(2)
                  .speed(60)
                  .seed(3)
                  .build()
                  .start());
      await().until(station::accepted);
      await(station.plugIn(2));
      await(station.presentTag(2, "REPLAY-TAG"));
      await()
          .until(
              () -> {
                JsonNode running = system.api.get("/chargers/RECORDED").get("runningTransactions");
                return !running.isEmpty() && running.get(0).path("energyWh").asDouble() > 20;
              });
      await(station.presentTag(2, "REPLAY-TAG"));
      await().until(() -> !ended(system, "RECORDED").isNull() && station.queued() == 0);
      await(station.stop());

      Path file = folder.resolve("recorded.ndjson");
      await()
          .untilAsserted(
              () -> {
                String log =
                    system.api.send("GET", "/chargers/RECORDED/messages/export", null).text();
                assertThat(log).contains("\"Ended\"");
                Files.writeString(file, log);
              });
      // A session that uses nothing of what 2.1 added looks like one of 2.0.1, but is told to be.
      Replay.Result result = replay(system, null, file);
      assertThat(result.version()).isEqualTo(version);
      assertThat(result.differences()).isEmpty();
      assertThat(result.sent()).isGreaterThan(5);
      JsonNode before = ended(system, "RECORDED");
      JsonNode after = ended(system, "FRESH");
      for (String same :
          List.of("evseId", "energyWh", "meterStopWh", "idToken", "startedAt", "stoppedAt")) {
        assertThat(after.get(same)).as(same).isEqualTo(before.get(same));
      }
    }
  }

  /** Plays the file to the system as the station FRESH. */
  private static Replay.Result replay(
      RunningSystem system, @Nullable OcppVersion version, Path file) {
    return await(
        Replay.play(
            system.vertx,
            version,
            spoken ->
                new WebSocketTransport(
                    system.vertx,
                    spoken,
                    system.webSocketUrl(),
                    "FRESH",
                    () -> null,
                    () -> 0,
                    TlsFiles.NONE,
                    approach -> approach),
            file,
            Double.POSITIVE_INFINITY,
            null,
            Duration.ofSeconds(10)));
  }

  private static java.time.Instant time(JsonNode line) {
    return java.time.Instant.parse(line.get("at").asText());
  }
}
