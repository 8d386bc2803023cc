package io.galvan.conformance.v16;

import io.galvan.conformance.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class RemoteActionsTest extends Suite16 {
  private void remoteStart() {
    sends(
        "RemoteStartTransaction",
        Json.of("{'connectorId':%d,'idTag':'%s'}", CONNECTOR, VALID),
        "Accepted");
    assertStart("Waiting", null);
  }

  /** What came of the remote start, as the operator sees it. */
  private void assertStart(String state, @Nullable Long transactionId) {
    seen.assertOutcome("RemoteStartTransaction", state, transactionId);
  }

  @Test
  void TC_010_remoteStartCableFirst() {
    status(CONNECTOR, "Preparing");
    remoteStart();
    authorized();
    long transactionId = start();
    status(CONNECTOR, "Charging");
    assertStart("Started", transactionId);
  }

  @Test
  void TC_011_1_remoteStartFirst() {
    remoteStart();
    authorized();
    status(CONNECTOR, "Preparing");
    long transactionId = start();
    status(CONNECTOR, "Charging");
    assertStart("Started", transactionId);
  }

  @Test
  void TC_011_2_remoteStartTimeOut() {
    remoteStart();
    authorized();
    status(CONNECTOR, "Preparing");
    status(CONNECTOR, "Available");
    assertNoTransaction();
    assertStart("Waiting", null);
  }

  @Test
  void TC_012_remoteStop() {
    long transactionId = charging();
    sends(
        "RemoteStopTransaction", Json.of("{'transactionId':%d}", (int) transactionId), "Accepted");
    seen.assertOutcome("RemoteStopTransaction", "Waiting", transactionId);
    stop(transactionId, "Remote");
    seen.assertOutcome("RemoteStopTransaction", "Stopped", transactionId);
    status(CONNECTOR, "Finishing");
    status(CONNECTOR, "Available");
  }
}
