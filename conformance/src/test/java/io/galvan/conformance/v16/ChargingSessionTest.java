package io.galvan.conformance.v16;

import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class ChargingSessionTest extends Suite16 {
  @Test
  void TC_003_plugInFirst() {
    status(CONNECTOR, "Preparing");
    authorized();
    start();
    status(CONNECTOR, "Charging");
  }

  @Test
  void TC_004_1_identificationFirst() {
    charging();
  }

  @Test
  void TC_004_2_identificationFirstConnectionTimeout() {
    authorized();
    status(CONNECTOR, "Preparing");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_005_1_evSideDisconnected() {
    long transactionId = charging();
    status(CONNECTOR, "SuspendedEV");
    stop(transactionId, "EVDisconnected");
    status(CONNECTOR, "Finishing");
    status(CONNECTOR, "Available");
  }

  @Test
  void TC_007_cachedId() {
    status(CONNECTOR, "Preparing");
    start();
    status(CONNECTOR, "Charging");
  }

  @Test
  void TC_061_clearCache() {
    sends("ClearCache", Json.of("{}"), "Accepted");
  }
}
