package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** J, meter values. */
@OverEveryTransport
class MeterValuesTest extends Suite2 {
  private static final int ROUNDS = 3;
  private static final int BEGIN = 1000;
  private static final int MIDDLE = 2000;
  private static final int END = 3500;

  /** A reading of the register. */
  private static String reading(String context, int energyWh, String more) {
    return "{'timestamp':'%s','sampledValue':[{'value':%d,'context':'%s'%s}]}"
        .formatted(timestamp(), energyWh, context, more);
  }

  private static String signed() {
    return ",'signedMeterValue':{'signedMeterData':'c2lnbmVk','signingMethod':'ECDSA-secp256r1-SHA256','encodingMethod':'OCMF','publicKey':'a2V5'}";
  }

  private static String readings(String... readings) {
    return ",'meterValue':[" + String.join(",", readings) + "]";
  }

  /** What the operator reads of the transaction's energy. */
  private static void assertEnergy(CaseTransaction transaction, int meterStart, int energy) {
    JsonNode seen = transaction.seen();
    assertThat(seen.get("meterStartWh").asInt()).isEqualTo(meterStart);
    assertThat(seen.get("energyWh").asInt()).isEqualTo(energy);
  }

  /** A session whose readings come with its end, as the station samples them for the end. */
  private void endsWithReadings(String context, String more) {
    CaseTransaction transaction = transaction().energyTransferStarted();
    transaction.stopAuthorizedBy(VALID).chargingEnds();
    status(EVSE, "Available");
    transaction.ended(
        "EVCommunicationLost",
        "Idle",
        "EVDisconnected",
        readings(
            reading(context, BEGIN, more),
            reading(context, MIDDLE, more),
            reading("Transaction.End", END, more)));
    transaction.assertEnded("EVDisconnected");
    assertEnergy(transaction, BEGIN, END - BEGIN);
    if (!more.isEmpty()) {
      JsonNode stored = operator.get("/transactions/" + transaction.number() + "/meter-values");
      assertThat(stored.toString()).contains("c2lnbmVk");
    }
  }

  @Test
  void TC_J_01_clockAlignedWhileIdle() {
    for (int round = 1; round <= ROUNDS; round++) {
      for (int evseId = 0; evseId <= EVSES; evseId++) {
        station.call(
            "MeterValues",
            "{'evseId':%d%s}",
            evseId,
            readings(reading("Sample.Clock", round * BEGIN, "")));
        seen.assertMetered(evseId, round * BEGIN);
      }
    }
    assertThat(seen.transactions()).isEmpty();
  }

  @Test
  void TC_J_01_clockAlignedByNotifyEvent() {
    for (int round = 1; round <= ROUNDS; round++) {
      notifyEvent("Periodic", "FiscalMetering", EVSE, "EnergyActiveImportRegister", "" + round);
    }
    JsonNode told = operator.get("/chargers/" + id + "/device-events?component=FiscalMetering");
    assertThat(told.get("items")).hasSize(ROUNDS);
  }

  @Test
  void TC_J_02_clockAlignedWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    for (int round = 1; round <= ROUNDS; round++) {
      station.call(
          "MeterValues",
          "{'evseId':%d%s}",
          OTHER_EVSE,
          readings(reading("Sample.Clock", 7 * round, "")));
      seen.assertMetered(OTHER_EVSE, 7 * round);
      transaction.updated(
          "MeterValueClock", "Charging", readings(reading("Sample.Clock", round * BEGIN, "")));
    }
    assertEnergy(transaction, BEGIN, (ROUNDS - 1) * BEGIN);
  }

  @Test
  void TC_J_03_clockAlignedWithTheEnd() {
    endsWithReadings("Sample.Clock", "");
  }

  @Test
  void TC_J_04_signedClockAlignedWithTheEnd() {
    endsWithReadings("Sample.Clock", signed());
  }

  @Test
  void TC_J_07_registerAtTheStart() {
    CaseTransaction transaction =
        transaction().evConnectedPreSession(readings(reading("Transaction.Begin", BEGIN, "")));
    assertEnergy(transaction, BEGIN, 0);
  }

  @Test
  void TC_J_08_registerWhenTheEvseIsKnown() {
    CaseTransaction transaction = transaction();
    accepted(authorize(VALID));
    accepted(
        transaction.event("Started", "Authorized", "", "," + idToken(VALID)).get("idTokenInfo"));
    transaction.evConnectedPreSession(readings(reading("Transaction.Begin", BEGIN, "")));
    transaction.updated("ChargingStateChanged", "Charging", "");
    assertEnergy(transaction, BEGIN, 0);
    assertThat(transaction.seen().get("evseId").asInt()).isEqualTo(EVSE);
  }

  @Test
  void TC_J_09_periodicWhileCharging() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    for (int round = 1; round <= ROUNDS; round++) {
      transaction.updated(
          "MeterValuePeriodic",
          "Charging",
          readings(reading("Sample.Periodic", round * BEGIN, "")));
    }
    assertEnergy(transaction, BEGIN, (ROUNDS - 1) * BEGIN);
  }

  @Test
  void TC_J_10_periodicWithTheEnd() {
    endsWithReadings("Sample.Periodic", "");
  }

  @Test
  void TC_J_11_signedPeriodicWithTheEnd() {
    endsWithReadings("Sample.Periodic", signed());
  }
}
