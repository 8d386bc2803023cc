package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import io.galvan.conformance.v2.Suite2;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** E, transactions: what 2.1 adds. */
@OverEveryTransport
class TransactionTest extends Suite2 {
  private static final String REGISTER =
      ",'meterValue':[{'timestamp':'%s','sampledValue':[{'value':%d,'measurand':'Energy.Active.Import.Register'}]}]";

  // ---- limits

  private static String limit(String limit) {
    return ",'transactionLimit':{%s}".formatted(limit);
  }

  /** The station tells a limit that it keeps; the central system has nothing to add. */
  private static void setsLimit(CaseTransaction transaction, String limit) {
    noLimit(transaction.event("Updated", "LimitSet", limit(limit), ""));
  }

  private static JsonNode noLimit(JsonNode answer) {
    assertThat(answer.has("transactionLimit")).as("a limit in %s", answer).isFalse();
    return answer;
  }

  private static void limits(JsonNode answer, String limit) {
    assertThat(answer.get("transactionLimit")).isEqualTo(Json.of("{%s}", limit));
  }

  /** The charging is suspended at the limit, and the transaction ended. */
  private static JsonNode endsAtLimit(
      CaseTransaction transaction, String trigger, String stoppedReason, String more) {
    noLimit(transaction.updated(trigger, "SuspendedEVSE", ""));
    JsonNode answer = transaction.ended(trigger, "SuspendedEVSE", stoppedReason, more);
    transaction.assertEnded(stoppedReason);
    return noLimit(answer);
  }

  private static void noCost(JsonNode answer) {
    assertThat(answer.has("totalCost")).as("a cost in %s", answer).isFalse();
  }

  private static JsonNode metered(CaseTransaction transaction, int registerWh) {
    return transaction.updated(
        "MeterValuePeriodic", null, REGISTER.formatted(timestamp(), registerWh));
  }

  /** What the driver pays at this station, as the central system counts it. */
  private void tariff(String tariff) {
    operator.post("/tariffs/" + id, Json.of("{'currency':'EUR',%s}", tariff));
    operator.put(
        "/tariff-assignments", Json.of("{'tariffId':'%s','kind':'Charger','target':'%s'}", id, id));
  }

  /** Started by the token; gives the answer. */
  private JsonNode startsByToken(CaseTransaction transaction) {
    accepted(authorize(VALID));
    JsonNode answer =
        transaction.started(
            "Authorized", null, "," + idToken(VALID) + REGISTER.formatted(timestamp(), 1000));
    accepted(answer.get("idTokenInfo"));
    return answer;
  }

  private static void charges(CaseTransaction transaction) {
    transaction.evConnectedPreSession();
    transaction.updated("ChargingStateChanged", "Charging", "");
  }

  @Test
  void TC_E_102_limitOverriddenByTheOperator() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    setsLimit(transaction, "'maxEnergy':6000");
    operator.put(
        "/transactions/" + transaction.number() + "/limit", Json.of("{'maxEnergyWh':10000}"));
    limits(metered(transaction, 1500), "'maxEnergy':10000");
    setsLimit(transaction, "'maxEnergy':10000");
    noLimit(metered(transaction, 2500));
  }

  @Test
  void TC_E_106_energyLimitOfTheStation() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    setsLimit(transaction, "'maxEnergy':6000");
    noCost(endsAtLimit(transaction, "EnergyLimitReached", "EnergyLimitReached", ""));
  }

  @Test
  void TC_E_107_timeLimitOfTheStation() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    setsLimit(transaction, "'maxTime':600");
    noCost(endsAtLimit(transaction, "TimeLimitReached", "TimeLimitReached", ""));
  }

  @Test
  void TC_E_108_localCost() {
    // By which the central system would count, did the station not count itself.
    tariff("'energyPricePerKwh':0.25,'runningCost':'Answer'");
    sends(
        "SetDefaultTariff",
        Json.of(
            "{'evseId':0,'tariff':{'tariffId':'LOCAL','currency':'EUR','chargingTime':{'prices':[{'priceMinute':1}]}}}"),
        "Accepted");
    CaseTransaction transaction = transaction();
    accepted(authorize(VALID));
    JsonNode started =
        transaction.event(
            "Started",
            "Authorized",
            ",'tariffId':'LOCAL'",
            "," + idToken(VALID) + transaction.evse());
    accepted(noLimit(started).get("idTokenInfo"));
    noCost(started);
    charges(transaction);
    setsLimit(transaction, "'maxCost':2");
    noCost(noLimit(transaction.updated("RunningCost", null, costDetails(1))));
    noCost(endsAtLimit(transaction, "CostLimitReached", "LocalOutOfCredit", costDetails(2)));
    assertCost(transaction, "2");
  }

  private static String costDetails(int cost) {
    return ",'costDetails':{'totalCost':{'currency':'EUR','typeOfCost':'NormalCost','chargingTime':{'exclTax':%d},'total':{'exclTax':%d}},'totalUsage':{'energy':1.5,'chargingTime':%d,'idleTime':0}}"
        .formatted(cost, cost, cost * 60);
  }

  private static void assertCost(CaseTransaction transaction, String cost) {
    assertThat(transaction.seen().get("cost").decimalValue())
        .isEqualByComparingTo(new BigDecimal(cost));
  }

  @Test
  void TC_E_109_centralCost() {
    tariff("'energyPricePerKwh':0.5,'runningCost':'Answer','limit':{'maxCost':10}");
    CaseTransaction transaction = transaction();
    JsonNode started = startsByToken(transaction);
    limits(started, "'maxCost':10");
    assertThat(started.get("totalCost").decimalValue()).isEqualByComparingTo(BigDecimal.ZERO);
    setsLimit(transaction, "'maxCost':10");
    charges(transaction);
    JsonNode running = noLimit(metered(transaction, 3000));
    assertThat(running.get("totalCost").decimalValue()).isEqualByComparingTo(BigDecimal.ONE);
    JsonNode ended =
        endsAtLimit(
            transaction,
            "CostLimitReached",
            "LocalOutOfCredit",
            REGISTER.formatted(timestamp(), 21000));
    assertThat(ended.get("totalCost").decimalValue()).isEqualByComparingTo(BigDecimal.TEN);
    assertCost(transaction, "10");
  }

  @Test
  void TC_E_110_energyLimitOfTheCentralSystem() {
    tariff("'limit':{'maxEnergyWh':6000}");
    limitedFromTheStart("'maxEnergy':6000", "EnergyLimitReached");
  }

  @Test
  void TC_E_111_timeLimitOfTheCentralSystem() {
    tariff("'limit':{'maxTimeS':600}");
    limitedFromTheStart("'maxTime':600", "TimeLimitReached");
  }

  private void limitedFromTheStart(String limit, String reason) {
    CaseTransaction transaction = transaction();
    limits(startsByToken(transaction), limit);
    setsLimit(transaction, limit);
    charges(transaction);
    endsAtLimit(transaction, reason, reason, "");
  }

  // ---- transactions that survive their station's restart

  /** Power fails while it charges; the station starts anew and goes on. */
  private void losesPower(CaseTransaction transaction) {
    reconnect();
    boot("PowerUp");
    status(EVSE, "Occupied");
    status(OTHER_EVSE, "Available");
    station.call(
        "SecurityEventNotification", "{'type':'StartupOfTheDevice','timestamp':'%s'}", timestamp());
    station.call(
        "NotifyEvent",
        "{'generatedAt':'%s','seqNo':0,'tbc':false,'eventData':[{'eventId':1,'timestamp':'%s','trigger':'Alerting','actualValue':'true','component':{'name':'ElectricalFeed'},'variable':{'name':'Problem'},'eventNotificationType':'HardWiredNotification'}]}",
        timestamp(),
        timestamp());
    transaction.updated("TxResumed", "Charging", "");
  }

  private static void goesOn(CaseTransaction transaction) {
    transaction.assertRunning();
    transaction.stopAuthorizedBy(VALID).chargingEnds().unplugs();
  }

  @Test
  void TC_E_113_resumedAfterPowerLoss() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    losesPower(transaction);
    goesOn(transaction);
  }

  @Test
  void TC_E_117_profileRestoredAfterPowerLoss() {
    CaseTransaction transaction = transaction().energyTransferStarted();
    JsonNode profile = setProfile(transaction);
    losesPower(transaction);
    assertThat(station.expect("SetChargingProfile")).isEqualTo(profile);
    station.answer(Json.of("{'status':'Accepted'}"));
    goesOn(transaction);
  }

  /** The operator limits the transaction; gives what the station is sent. */
  private JsonNode setProfile(CaseTransaction transaction) {
    String limit =
        "{'limit':6,'unit':'A','evseId':%d,'transactionId':%d}"
            .formatted(EVSE, transaction.number());
    CompletableFuture<JsonNode> set =
        operator.later(() -> operator.post("/chargers/" + id + "/limit", Json.of(limit)));
    JsonNode request = expect("SetChargingProfile", set);
    assertThat(request.at("/chargingProfile/chargingProfilePurpose").asText())
        .isEqualTo("TxProfile");
    assertThat(request.at("/chargingProfile/transactionId").asText()).isEqualTo(transaction.id());
    station.answer(Json.of("{'status':'Accepted'}"));
    done("the limit", set);
    return request;
  }
}
