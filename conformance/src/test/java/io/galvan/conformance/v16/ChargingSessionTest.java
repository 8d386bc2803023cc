package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

@OverEveryTransport
class ChargingSessionTest extends Suite16 {
  @Test
  void TC_003_plugInFirst() {
    status(CONNECTOR, "Preparing");
    assertNoTransaction();
    authorized();
    start();
    status(CONNECTOR, "Charging");
    assertThat(seen.transactions()).hasSize(1);
  }

  @Test
  void TC_004_1_identificationFirst() {
    long transactionId = charging();
    assertThat(seen.of("").at("/runningTransactions/0/id").asLong()).isEqualTo(transactionId);
  }

  @Test
  void TC_004_2_identificationFirstConnectionTimeout() {
    authorized();
    status(CONNECTOR, "Preparing");
    status(CONNECTOR, "Available");
    assertNoTransaction();
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
    assertThat(seen.transactions()).hasSize(1);
  }

  @Test
  void TC_061_clearCache() {
    sends("ClearCache", Json.of("{}"), "Accepted");
    seen.assertAnswered("ClearCache", "Accepted");
  }
}
