package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class ResetUnlockConfigurationTest extends Suite16 {
  private void reset(String type) {
    Instant before = bootedAt();
    sends("Reset", Json.of("{'type':'%s'}", type), "Accepted");
    reconnect();
    boot();
    assertThat(bootedAt()).isAfter(before);
    statuses("Available");
  }

  private Instant bootedAt() {
    return Instant.parse(seen.of("").get("bootedAt").asText());
  }

  private void unlock(String status) {
    sends("UnlockConnector", Json.of("{'connectorId':%d}", CONNECTOR), status);
    seen.assertAnswered("UnlockConnector", status);
  }

  @Test
  void TC_013_hardReset() {
    reset("Hard");
  }

  @Test
  void TC_014_softReset() {
    reset("Soft");
  }

  @Test
  void TC_017_1_unlockWithoutSessionDetachableCable() {
    unlock("Unlocked");
  }

  @Test
  void TC_017_2_unlockWithoutSessionFixedCable() {
    unlock("NotSupported");
  }

  @Test
  void TC_018_1_unlockWithSession() {
    long transactionId = charging();
    unlock("Unlocked");
    status(CONNECTOR, "Finishing");
    stop(transactionId, "UnlockCommand");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_019_1_getAllConfiguration() {
    JsonNode request =
        command(
            "GetConfiguration",
            Json.of("{}"),
            Json.of(
                "{'configurationKey':[{'key':'HeartbeatInterval','readonly':false,'value':'300'},{'key':'SupportedFeatureProfiles','readonly':true,'value':'Core'}]}"));
    assertThat(request.path("key")).as("no key is named").isEmpty();
    assertThat(operator.get("/chargers/" + id + "/configuration").findValuesAsText("key"))
        .containsExactlyInAnyOrder("HeartbeatInterval", "SupportedFeatureProfiles");
  }

  @Test
  void TC_019_2_getOneKey() {
    JsonNode request = Json.of("{'key':['SupportedFeatureProfiles']}");
    JsonNode onTheWire =
        command(
            "GetConfiguration",
            request,
            Json.of(
                "{'configurationKey':[{'key':'SupportedFeatureProfiles','readonly':true,'value':'Core,SmartCharging'}]}"));
    assertThat(onTheWire).isEqualTo(request);
    assertThat(seen.key("SupportedFeatureProfiles")).isEqualTo("Core,SmartCharging");
  }

  @Test
  void TC_021_changeConfiguration() {
    sends(
        "ChangeConfiguration",
        Json.of("{'key':'MeterValueSampleInterval','value':'60'}"),
        "Accepted");
    assertThat(seen.key("MeterValueSampleInterval")).isEqualTo("60");
  }
}
