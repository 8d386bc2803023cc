package io.galvan.simulator.cli;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.ScriptedCentral;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"station", "fleet", "load"})
  void shouldExplainEachCommand(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: charger-simulator " + command);
  }

  @Test
  void shouldExitWith0AfterACleanLoadAndWriteItsReport(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("report.json");
    int code =
        run("load", "-n", "2", "--calls", "50", "--url", central.url(), "--json", json.toString());
    assertThat(code).isZero();
    JsonObject report = new JsonObject(Files.readString(json));
    assertThat(report.getBoolean("clean")).isTrue();
    assertThat(report.getLong("answered")).isGreaterThanOrEqualTo(50);
    assertThat(out.toString()).contains("StartTransaction").contains("0 lost");
  }

  @Test
  void shouldExitWith1AfterALostAnswer() {
    central.answerFrame("Heartbeat", call -> null);
    int code =
        run(
            "load",
            "-n",
            "1",
            "--mix",
            "heartbeat",
            "--calls",
            "9",
            "--timeout",
            "300ms",
            "--url",
            central.url());
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("1 lost");
  }

  @Test
  void shouldRefuseToLoadAnotherMachine() {
    assertThat(run("load", "--url", "ws://192.0.2.1:9000/ocpp")).isEqualTo(1);
    assertThat(err.toString()).contains("--allow-remote");
  }

  @Test
  void shouldExitWith2WithoutACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("station, fleet or load");
  }

  @Test
  void shouldRunAStationForATime() {
    int code =
        run(
            "station",
            "--transport",
            "mqtt",
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--speed",
            "30",
            "--duration",
            "2s");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("-> [2,").contains("BootNotification").contains("<- [3,");
  }

  @Test
  void shouldRunAFleetOnBothTransports() {
    int code =
        run(
            "fleet",
            "-n",
            "4",
            "--url",
            central.url(),
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--speed",
            "30",
            "--duration",
            "3s");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("4 of 4 connected");
    assertThat(central.calls("BootNotification").stream().map(ScriptedCentral.Received::station))
        .containsExactlyInAnyOrder("SIM-01", "SIM-02", "SIM-03", "SIM-04");
    assertThat(central.statusTopics).contains("ocpp/1.6/SIM-02/status online true");
  }
}
