package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import org.junit.jupiter.api.Test;

/** I, tariff and cost. */
@OverEveryTransport
class TariffAndCostTest extends Suite2 {
  private static final String PER_KWH = "0.25";

  /** The station charges by energy, and is told the running cost this way. */
  private void charges(String runningCost) {
    operator.post(
        "/tariffs/" + id,
        Json.of(
            "{'currency':'EUR','energyPricePerKwh':%s,'runningCost':'%s'}", PER_KWH, runningCost));
    operator.put(
        "/tariff-assignments", Json.of("{'kind':'Charger','target':'%s','tariffId':'%s'}", id, id));
  }

  private static void assertCost(JsonNode answer, String cost) {
    assertThat(answer.has("totalCost")).as("a cost in %s", answer).isTrue();
    assertThat(answer.get("totalCost").decimalValue()).isEqualByComparingTo(cost);
  }

  /** The central system tells the running cost by a message of its own. */
  private void costUpdated(CaseTransaction transaction, String cost) {
    JsonNode update = station.expect("CostUpdated");
    assertThat(update.get("transactionId").asText()).isEqualTo(transaction.id());
    assertThat(update.get("totalCost").decimalValue()).isEqualByComparingTo(cost);
    station.answer(Json.of("{}"));
  }

  @Test
  void TC_I_01_runningCostInTheAnswer() {
    charges("Answer");
    CaseTransaction transaction = transaction().authorized();
    transaction.evConnectedPreSession().energyTransferStarted();
    assertCost(periodic(transaction, 1000), "0.00");
    assertCost(periodic(transaction, 3000), "0.50");
  }

  @Test
  void TC_I_01_runningCostByCostUpdated() {
    charges("Command");
    CaseTransaction transaction = transaction().authorized();
    costUpdated(transaction, "0.00");
    transaction.evConnectedPreSession();
    costUpdated(transaction, "0.00");
    transaction.energyTransferStarted();
    costUpdated(transaction, "0.00");
    assertThat(periodic(transaction, 1000).has("totalCost")).isFalse();
    costUpdated(transaction, "0.00");
    assertThat(periodic(transaction, 3000).has("totalCost")).isFalse();
    costUpdated(transaction, "0.50");
  }

  private static JsonNode periodic(CaseTransaction transaction, int energyWh) {
    return transaction.updated(
        "MeterValuePeriodic", "Charging", meterValue("Sample.Periodic", energyWh));
  }

  @Test
  void TC_I_02_costAtTheEnd() {
    charges("Never");
    CaseTransaction transaction = transaction();
    transaction
        .evConnectedPreSession(meterValue("Transaction.Begin", 1000))
        .evConnectedPostSession();
    status(EVSE, "Available");
    assertCost(
        transaction.ended(
            "EVCommunicationLost", "Idle", "EVDisconnected", meterValue("Transaction.End", 6000)),
        "1.25");
    JsonNode seen = transaction.seen();
    assertThat(seen.get("cost").decimalValue()).isEqualByComparingTo("1.25");
    assertThat(seen.get("currency").asText()).isEqualTo("EUR");
  }
}
