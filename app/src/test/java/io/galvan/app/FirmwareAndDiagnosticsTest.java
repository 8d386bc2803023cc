package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.station.SimulatedStation;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A simulated station fetches its firmware from here and sends its diagnostics to here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirmwareAndDiagnosticsTest {
  private static final String ID = "MAINTAINED";

  private final HttpClient http = HttpClient.newHttpClient();
  private RunningSystem system;
  private SimulatedStation station;

  @BeforeAll
  void start() {
    system = RunningSystem.start(Map.of());
    system.register(ID, "TAG");
    station =
        await(
            SimulatedStation.builder(system.vertx)
                .id(ID)
                .webSocket(system.webSocketUrl())
                .speed(20)
                .build()
                .start());
    await().until(() -> station.registration().isPresent());
  }

  @AfterAll
  void stop() {
    await(station.stop());
    system.close();
  }

  private JsonNode updateEnds(String state) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/chargers/" + ID + "/firmware-updates")
                            .get("items")
                            .get(0)
                            .get("state")
                            .asText())
                    .isEqualTo(state));
    return system.api.get("/chargers/" + ID + "/firmware-updates").get("items").get(0);
  }

  private String firmware() {
    byte[] image = new byte[1_500_000];
    new Random(1).nextBytes(image);
    return system
        .api
        .upload("/firmware?name=fw.bin&version=2.0", image)
        .expect(201)
        .get("id")
        .asText();
  }

  @Test
  void shouldFollowAStationThroughItsFirmwareUpdate() throws Exception {
    String path = "/chargers/" + ID + "/firmware-updates";
    JsonNode asked = system.api.post(path, Map.of("firmwareId", firmware())).expect(201);
    assertThat(asked.get("location").asText()).startsWith(system.api.site() + "/files/firmware/");
    JsonNode installed = updateEnds("Installed");
    assertThat(installed.get("id")).isEqualTo(asked.get("id"));
    assertThat(installed.get("history").findValuesAsText("status"))
        .containsExactly("Downloading", "Downloaded", "Installing", "Installed");

    String missing = asked.get("location").asText().replaceFirst("firmware/.", "firmware/x");
    system.api.post(path, Map.of("location", missing)).expect(201);
    assertThat(updateEnds("Failed").get("history").findValuesAsText("status"))
        .containsExactly("Downloading", "DownloadFailed");
  }

  @Test
  void shouldHaveWhatTheStationUploads() {
    for (String kind : new String[] {"Diagnostics", "SecurityLog"}) {
      JsonNode asked =
          system.api.post("/chargers/" + ID + "/uploads", Map.of("kind", kind)).expect(201);
      String path = "/uploads/" + asked.get("id").asInt();
      await()
          .untilAsserted(
              () -> {
                JsonNode upload = system.api.get(path);
                assertThat(upload.get("state").asText()).isEqualTo("Uploaded");
                assertThat(upload.path("status").asText()).isEqualTo("Uploaded");
              });
      assertThat(system.api.send("GET", path + "/content", null).text())
          .contains(ID, "connector 1: Available");
      assertThat(system.api.get(path).get("fileName").asText()).endsWith(".log");
    }
    assertThat(
            system
                .api
                .get("/chargers/" + ID + "/notices?kind=LogStatus")
                .get("items")
                .findValuesAsText("value"))
        .containsExactly("Uploaded", "Uploading");
    assertThat(system.api.get("/chargers/" + ID + "/messages?action=GetDiagnostics").toString())
        .contains("/uploads/")
        .containsPattern("/uploads/\\d+-\\*\\*\\*/");
  }
}
