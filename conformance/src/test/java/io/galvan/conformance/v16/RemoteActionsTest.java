package io.galvan.conformance.v16;

import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class RemoteActionsTest extends Suite16 {
  private void remoteStart() {
    sends(
        "RemoteStartTransaction",
        Json.of("{'connectorId':%d,'idTag':'%s'}", CONNECTOR, VALID),
        "Accepted");
  }

  @Test
  void TC_010_remoteStartCableFirst() {
    status(CONNECTOR, "Preparing");
    remoteStart();
    authorized();
    start();
    status(CONNECTOR, "Charging");
  }

  @Test
  void TC_011_1_remoteStartFirst() {
    remoteStart();
    authorized();
    status(CONNECTOR, "Preparing");
    start();
    status(CONNECTOR, "Charging");
  }

  @Test
  void TC_011_2_remoteStartTimeOut() {
    remoteStart();
    authorized();
    status(CONNECTOR, "Preparing");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_012_remoteStop() {
    long transactionId = charging();
    sends(
        "RemoteStopTransaction", Json.of("{'transactionId':%d}", (int) transactionId), "Accepted");
    stop(transactionId, "Remote");
    status(CONNECTOR, "Finishing");
    status(CONNECTOR, "Available");
  }
}
