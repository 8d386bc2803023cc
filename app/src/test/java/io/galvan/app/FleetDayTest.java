package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.Mosquitto;
import io.galvan.simulator.cli.Main;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The simulator's program drives a fleet through a day, and holds its totals against the API. */
class FleetDayTest {
  @TempDir Path folder;

  private record Outcome(int code, JsonObject report, String text) {}

  private Outcome run(RunningSystem system, String... arguments) {
    return run(system, system.mqttPort(), arguments);
  }

  /**
   * @param mqttPort of our listener, or of a broker
   */
  private Outcome run(RunningSystem system, int mqttPort, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(out));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--url",
            system.webSocketUrl(),
            "--mqtt",
            "127.0.0.1:" + mqttPort,
            "--api",
            system.api.site(),
            "--token",
            system.api.token(),
            "--register",
            "--verify",
            "--json"));
    int code = line.execute(all.toArray(String[]::new));
    String text = out.toString();
    String last = text.lines().reduce("", (before, next) -> next);
    assertThat(last).as(text).startsWith("{");
    return new Outcome(code, new JsonObject(last), text);
  }

  private static void assertEqualTotals(Outcome outcome) {
    JsonObject report = outcome.report();
    System.out.println(report.encode());
    assertThat(outcome.code()).as(report.encodePrettily()).isZero();
    assertThat(report.getJsonObject("api").getInteger("transactions"))
        .isEqualTo(report.getInteger("transactions"));
    assertThat(report.getJsonObject("api").getDouble("energyWh"))
        .isEqualTo(report.getLong("energyWh").doubleValue());
    assertThat(report.getJsonObject("api").getJsonArray("startsByHour"))
        .isEqualTo(report.getJsonArray("startsByHour"));
  }

  @Test
  void shouldReportAFleetsDayAsTheApiDoes() throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      Path html = folder.resolve("day.html");
      Outcome outcome =
          run(
              system,
              "fleet",
              "-n",
              "100",
              "--speed",
              "1800",
              "--day",
              "2026-07-01",
              "--tag",
              "DAY-1,DAY-2,DAY-3",
              "--html",
              html.toString());
      assertEqualTotals(outcome);
      assertThat(outcome.report().getInteger("transactions")).isGreaterThan(100);
      assertThat(Files.readString(html)).contains("<svg").contains(": equal");
    }
  }

  /** Two of three stations at the road have two EVSEs. */
  @Test
  void shouldFindTheSameTransactionsAtEachEvse() {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      Outcome outcome =
          run(
              system,
              "fleet",
              "-n",
              "12",
              "--ocpp",
              "2.0.1,2.1",
              "--site",
              "public",
              "--speed",
              "3600",
              "--day",
              "2026-07-01",
              "--length",
              "8h",
              "--tag",
              "DAY-1,DAY-2");
      assertEqualTotals(outcome);
      assertThat(outcome.report().getInteger("transactions")).isGreaterThan(10);
      assertThat(system.api.get("/transactions?limit=500").get("items"))
          .extracting(each -> each.get("evseId").asInt() + "/" + each.get("connectorId").asInt())
          .contains("1/1", "2/1");
    }
  }

  private void dayAtABroker(int stations, int speed, String length) {
    try (Mosquitto mosquitto = Mosquitto.start();
        RunningSystem system =
            RunningSystem.start(
                Map.of("GALVAN_MQTT_BROKER", mosquitto.url(), "GALVAN_MQTT_PORT", "-1"))) {
      system.awaitBroker();
      Outcome outcome =
          run(
              system,
              mosquitto.port(),
              "fleet",
              "-n",
              String.valueOf(stations),
              "--transport",
              "mqtt",
              "--ocpp",
              "1.6,2.0.1,2.1",
              "--speed",
              String.valueOf(speed),
              "--day",
              "2026-07-01",
              "--length",
              length,
              "--tag",
              "DAY-1,DAY-2,DAY-3");
      assertEqualTotals(outcome);
      assertThat(outcome.report().getInteger("transactions")).isGreaterThan(stations / 2);
    }
  }

  @Test
  void shouldReportAFleetsDayAtABrokerAsTheApiDoes() {
    dayAtABroker(12, 3_600, "10h");
  }

  @Test
  @Tag("slow")
  void shouldReportADayOf500StationsAtABrokerAsTheApiDoes() {
    dayAtABroker(500, 480, "24h");
  }

  @Test
  void shouldLoseAndDoubleNoTransactionInAStorm() {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      Outcome outcome =
          run(
              system,
              "chaos",
              "-n",
              "40",
              "--speed",
              "1800",
              "--day",
              "2026-07-01",
              "--tag",
              "STORM-1,STORM-2",
              "--drop-every",
              "5s",
              "--half-open-every",
              "10s",
              "--half-open-for",
              "2s",
              "--prefix",
              "STORM-");
      assertEqualTotals(outcome);
      JsonObject faults = outcome.report().getJsonObject("faults");
      assertThat(faults.getLong("connections dropped")).isPositive();
      assertThat(faults.getLong("half-open connections")).isPositive();
      assertThat(faults.getLong("texts doubled")).isPositive();
      assertThat(faults.getLong("texts overtaken")).isPositive();
      assertThat(outcome.report().getInteger("transactions")).isGreaterThan(40);
    }
  }

  /** The program in a process of its own, with 1 GB of heap as the standing promise says. */
  @Test
  @Tag("slow")
  void shouldReportADayOf1000StationsAsTheApiDoes() throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      Path out = folder.resolve("out.ndjson");
      ProcessBuilder program =
          new ProcessBuilder(
              ProcessHandle.current().info().command().orElse("java"),
              "-Xmx1g",
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName(),
              "fleet",
              "-n",
              "1000",
              "--day",
              "2026-07-02",
              "--tag",
              "DAY-1,DAY-2,DAY-3",
              "--url",
              system.webSocketUrl(),
              "--mqtt",
              "127.0.0.1:" + system.mqttPort(),
              "--api",
              system.api.site(),
              "--register",
              "--verify",
              "--json",
              "--html",
              Path.of("target/fleet-day.html").toString());
      program.environment().put("GALVAN_API_TOKEN", system.api.token());
      program.redirectOutput(out.toFile()).redirectError(folder.resolve("err").toFile());
      Process running = program.start();
      try {
        assertThat(running.waitFor(20, TimeUnit.MINUTES)).as("ends in time").isTrue();
      } finally {
        running.destroyForcibly();
      }
      List<String> lines = Files.readAllLines(out);
      String last = lines.get(lines.size() - 1);
      assertThat(last).as(Files.readString(folder.resolve("err"))).contains("\"report\"");
      Outcome outcome = new Outcome(running.exitValue(), new JsonObject(last), last);
      assertEqualTotals(outcome);
      assertThat(outcome.report().getInteger("transactions")).isGreaterThan(4_000);
      assertThat(outcome.report().getDouble("elapsedSeconds")).isLessThan(600);
    }
  }
}
