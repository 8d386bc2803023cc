package io.galvan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.simulator.station.SimulatedStation;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What README.md shows to people who test a central system of their own. */
class LibraryExampleTest {
  private final Vertx centralVertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(centralVertx);

  @BeforeEach
  void listen() {
    Wait.get(central.listen());
  }

  @AfterEach
  void close() {
    Wait.get(centralVertx.close());
  }

  @Test
  void shouldChargeAsTheReadmeShows() {
    String url = central.url();
    // README: begin
    Vertx vertx = Vertx.vertx();
    SimulatedStation station = SimulatedStation.builder(vertx).id("CP-1").webSocket(url).build();
    station.start().await();

    await().until(station::accepted);
    station.plugIn(1).await();
    assertThat(station.presentTag(1, "TAG-1").await().name()).isEqualTo("Accepted");
    await().until(() -> station.transaction(1).isPresent());
    station.presentTag(1, "TAG-1").await();
    await().until(() -> station.queued() == 0);
    vertx.close().await();
    // README: end
    assertThat(central.calls("StartTransaction", "StopTransaction")).hasSize(2);
  }

  @Test
  void shouldBeTheCodeThatTheReadmeShows() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/io/galvan/simulator/LibraryExampleTest.java"));
    List<String> code =
        source
            .substring(source.indexOf("// README: begin"), source.indexOf("// README: end"))
            .lines()
            .skip(1)
            .map(String::strip)
            .toList();
    List<String> shown = Files.readString(Path.of("README.md")).lines().map(String::strip).toList();
    assertThat(shown).containsSubsequence(code);
  }
}
