package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.Installed;
import io.galvan.central.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stations in docs/examples/mqtt, built and run, at our listener and at a broker. */
class MqttExamplesTest {
  private static final Path FOLDER = Path.of("..", "docs", "examples", "mqtt").toAbsolutePath();
  private static final String PASSWORD = "a-password-of-16+";
  private static final String TAG = "TAG-1";
  private static final int MOST_SECONDS = 60;

  @TempDir Path folder;
  private List<String> stationInC;
  private List<String> stationInPython;

  @BeforeEach
  void build() throws Exception {
    Path program = folder.resolve("station");
    run(
        List.of(
            Installed.program("cc").toString(),
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-o",
            program.toString(),
            FOLDER.resolve("station.c").toString()));
    stationInC = List.of(program.toString());
    stationInPython =
        List.of(Installed.program("python3").toString(), FOLDER.resolve("station.py").toString());
  }

  /** What the program wrote; it must end with 0. */
  private String run(List<String> command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
    }
  }

  private String charge(List<String> program, int port, String id, String password)
      throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("127.0.0.1", String.valueOf(port), id, password, TAG));
    String said = run(command);
    assertThat(said).startsWith("transaction ").endsWith(": 300 Wh\n");
    return said.split(" |:")[1];
  }

  private static void assertCharged(RunningSystem system, String transaction, String id) {
    JsonNode stored = system.api.get("/transactions/" + transaction);
    assertThat(stored.get("chargerId").asText()).isEqualTo(id);
    assertThat(stored.get("state").asText()).isEqualTo("Ended");
    assertThat(stored.get("energyWh").decimalValue().intValue()).isEqualTo(300);
  }

  @Test
  void shouldChargeAtTheListenerUnderAnyIdentity() throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      system.api.post("/tokens", Map.of("idToken", TAG, "blocked", false)).expect(201);
      for (String id : List.of("CP 1+2", "100%=#ü")) {
        system
            .api
            .post(
                "/chargers",
                Map.of("id", id, "registration", "Accepted", "strict", true, "password", PASSWORD))
            .expect(201);
        assertCharged(system, charge(stationInC, system.mqttPort(), id, PASSWORD), id);
        assertCharged(system, charge(stationInPython, system.mqttPort(), id, PASSWORD), id);
      }
    }
  }

  @Test
  void shouldChargeAtABroker() throws Exception {
    try (Mosquitto mosquitto = Mosquitto.start();
        RunningSystem system =
            RunningSystem.start(
                Map.of(
                    "GALVAN_MQTT_BROKER",
                    mosquitto.url(),
                    "GALVAN_MQTT_PORT",
                    "-1",
                    "GALVAN_UNKNOWN_CHARGERS",
                    "accept"))) {
      system.api.post("/tokens", Map.of("idToken", TAG, "blocked", false)).expect(201);
      // What the first says before Galvan has subscribed is repeated.
      for (List<String> program : List.of(stationInC, stationInPython)) {
        assertCharged(
            system, charge(program, mosquitto.port(), "CP-1", Mosquitto.PASSWORD), "CP-1");
      }
    }
  }
}
