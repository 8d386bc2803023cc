package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class NonHappyTest extends Suite16 {
  private static Instant earlier(int minutes) {
    return now().minus(Duration.ofMinutes(minutes));
  }

  @Test
  void TC_023_1_authorizeUnknownTag() {
    assertThat(authorize(UNKNOWN).get("status").asText()).isEqualTo("Invalid");
  }

  @Test
  void TC_023_2_authorizeExpiredTag() {
    assertThat(authorize(EXPIRED).get("status").asText()).isEqualTo("Expired");
  }

  @Test
  void TC_023_3_authorizeBlockedTag() {
    assertThat(authorize(BLOCKED).get("status").asText()).isEqualTo("Blocked");
  }

  @Test
  void TC_024_lockFailure() {
    authorized();
    status(CONNECTOR, "Preparing");
    status(CONNECTOR, "Faulted", "ConnectorLockFailure");
    assertNoTransaction();
  }

  @Test
  void TC_026_remoteStartRejected() {
    sends(
        "RemoteStartTransaction",
        Json.of("{'connectorId':%d,'idTag':'%s'}", CONNECTOR, VALID),
        "Rejected");
    assertThat(seen.command("RemoteStartTransaction").has("outcome"))
        .as("anything is waited for")
        .isFalse();
    assertNoTransaction();
  }

  @Test
  void TC_028_remoteStopRejected() {
    long transactionId = charging();
    sends(
        "RemoteStopTransaction", Json.of("{'transactionId':%d}", (int) transactionId), "Rejected");
    assertThat(seen.command("RemoteStopTransaction").has("outcome"))
        .as("anything is waited for")
        .isFalse();
    assertThat(seen.transaction(transactionId).get("state").asText()).isEqualTo("Running");
  }

  @Test
  void TC_030_unlockFailure() {
    sends("UnlockConnector", Json.of("{'connectorId':%d}", CONNECTOR), "UnlockFailed");
    seen.assertAnswered("UnlockConnector", "UnlockFailed");
  }

  @Test
  void TC_031_unlockUnknownConnector() {
    sends("UnlockConnector", Json.of("{'connectorId':%d}", CONNECTORS + 1), "NotSupported");
    seen.assertAnswered("UnlockConnector", "NotSupported");
    assertThat(seen.of("").get("connectors"))
        .as("no connector comes of it")
        .hasSize(CONNECTORS + 1);
  }

  @Test
  void TC_032_1_powerLossStopsTransactions() {
    long transactionId = charging();
    reconnect();
    boot();
    status(0, "Available");
    status(CONNECTOR, "Finishing");
    status(2, "Available");
    stop(transactionId, "PowerLoss");
    assertThat(seen.transactions()).hasSize(1);
  }

  @Test
  void TC_037_1_offlineStartValidTag() {
    reconnect();
    start(earlier(5), "");
    status(CONNECTOR, "Charging");
    assertThat(seen.transactions()).hasSize(1);
  }

  @Test
  void TC_037_3_offlineStartInvalidTag() {
    reconnect();
    JsonNode started = startResponse(UNKNOWN, earlier(5), "");
    assertThat(started.at("/idTagInfo/status").asText()).isEqualTo("Invalid");
    JsonNode running = seen.transaction(started.get("transactionId").asLong());
    assertThat(running.get("idToken").asText()).isEqualTo(UNKNOWN);
    assertThat(running.get("tokenStatus").asText()).isEqualTo("Invalid");
    status(CONNECTOR, "Charging");
    stop(started.get("transactionId").asLong(), "DeAuthorized", now(), UNKNOWN);
    status(CONNECTOR, "Finishing");
  }

  @Test
  void TC_039_offlineTransaction() {
    reconnect();
    Instant startedAt = earlier(20);
    long transactionId = start(startedAt, "");
    stop(transactionId, "Local", earlier(5), VALID);
    assertThat(Instant.parse(seen.transaction(transactionId).get("startedAt").asText()))
        .isEqualTo(startedAt);
  }

  @Test
  void TC_040_1_unknownConfigurationKey() {
    sends("ChangeConfiguration", Json.of("{'key':'NoSuchKey','value':'1'}"), "NotSupported");
    assertThat(seen.key("NoSuchKey")).isNull();
  }

  @Test
  void TC_040_2_invalidConfigurationValue() {
    sends(
        "ChangeConfiguration",
        Json.of("{'key':'MeterValueSampleInterval','value':'-1'}"),
        "Rejected");
    assertThat(seen.key("MeterValueSampleInterval")).isNull();
  }
}
