package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The simulator's example scenarios play against the whole system, each for stations of its own.
 */
class ScenarioExamplesTest {
  private static final Path FOLDER = Path.of("../charger-simulator/scenarios");
  private static RunningSystem system;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @BeforeAll
  static void start() {
    system = RunningSystem.start(Map.of());
    system.api.post("/tokens", Map.of("idToken", "SCENARIO-TAG", "blocked", false)).expect(201);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldPassAsItIsWritten(Path file) {
    String name = file.getFileName().toString().replace(".yaml", "");
    for (String id : List.of(name, name + "-2")) {
      system
          .api
          .post("/chargers", Map.of("id", id, "registration", "Accepted", "strict", false))
          .expect(201);
    }
    StringWriter out = new StringWriter();
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(out));
    int code =
        line.execute(
            "scenario",
            file.toString(),
            "--url",
            system.webSocketUrl(),
            "--mqtt",
            "127.0.0.1:" + system.mqttPort(),
            "--api",
            system.api.site(),
            "--token",
            system.api.token(),
            "--var",
            "id=" + name,
            "--var",
            "other=" + name + "-2");
    assertThat(code).as(out.toString()).isZero();
  }
}
