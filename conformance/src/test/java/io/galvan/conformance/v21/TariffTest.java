package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import io.galvan.conformance.v2.Suite2;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** I, tariff and cost: what 2.1 adds. */
@OverEveryTransport
class TariffTest extends Suite2 {
  private static final String VAT = "'taxRates':[{'type':'VAT','tax':20}]";
  private static final String PEAK =
      "'conditions':{'startTimeOfDay':'08:00','endTimeOfDay':'20:00'}";
  private static final String OFF_PEAK =
      "'conditions':{'startTimeOfDay':'20:00','endTimeOfDay':'08:00'}";

  private static String tariff(String tariffId, String elements) {
    return "{'tariffId':'%s','currency':'EUR',%s}".formatted(tariffId, elements);
  }

  /** Energy at one price, dearer by day. */
  private static String byDay(String tariffId) {
    return tariff(
        tariffId, "'energy':{'prices':[{'priceKwh':0.4,%s}]},".formatted(PEAK) + validFrom());
  }

  private static String peakAndOffPeak(String tariffId) {
    return tariff(
        tariffId,
        "'energy':{'prices':[{'priceKwh':0.4,%s},{'priceKwh':0.2,%s}]}".formatted(PEAK, OFF_PEAK));
  }

  private static String validFrom() {
    return "'validFrom':'" + time(now()) + "'";
  }

  private static String priceMinute(String element, String price) {
    return "'%s':{'prices':[{'priceMinute':%s}],%s}".formatted(element, price, VAT);
  }

  private void setDefault(int evseId, String tariff, String status) {
    sends("SetDefaultTariff", Json.of("{'evseId':%d,'tariff':%s}", evseId, tariff), status);
    seen.assertAnswered("SetDefaultTariff", status);
  }

  private void change(CaseTransaction transaction, String tariff, String status) {
    sends(
        "ChangeTransactionTariff",
        Json.of("{'transactionId':'%s','tariff':%s}", transaction.id(), tariff),
        status);
    seen.assertAnswered("ChangeTransactionTariff", status);
  }

  private CaseTransaction charging() {
    return transaction().energyTransferStarted();
  }

  @Test
  void TC_I_101_setDefaultTariff() {
    setDefault(0, byDay("101"), "Accepted");
  }

  @Test
  void TC_I_102_setDefaultTariffTooManyElements() {
    setDefault(0, peakAndOffPeak("102"), "TooManyElements");
  }

  @Test
  void TC_I_105_setDefaultTariffConditionNotSupported() {
    setDefault(0, peakAndOffPeak("105"), "ConditionNotSupported");
  }

  @Test
  void TC_I_106_getTariffs() {
    String full =
        tariff(
            "106-0",
            String.join(
                ",",
                "'energy':{'prices':[{'priceKwh':0.25}],%s}".formatted(VAT),
                priceMinute("chargingTime", "0.02"),
                priceMinute("idleTime", "0.10"),
                priceMinute("reservationTime", "0.05"),
                "'fixedFee':{'prices':[{'priceFixed':0.5}],%s}".formatted(VAT),
                "'minCost':{'exclTax':1}",
                "'maxCost':{'exclTax':50}"));
    String reservation =
        tariff("106-1", "'reservationFixed':{'prices':[{'priceFixed':1}],%s}".formatted(VAT));
    setDefault(0, full, "Accepted");
    setDefault(EVSE, reservation, "Accepted");
    sends(
        "GetTariffs",
        Json.of("{'evseId':0}"),
        Json.of(
            "{'status':'Accepted','tariffAssignments':[{'tariffId':'106-0','tariffKind':'DefaultTariff','evseIds':[%d]},{'tariffId':'106-1','tariffKind':'DefaultTariff','evseIds':[%d]}]}",
            OTHER_EVSE, EVSE));
  }

  @Test
  void TC_I_109_driverTariff() {
    String token = "I109-" + id;
    operator.post("/tokens", Json.of("{'idToken':'%s','blocked':false}", token));
    String elements =
        String.join(
            ",",
            "'energy':{'prices':[{'priceKwh':0.25}],%s}".formatted(VAT),
            priceMinute("idleTime", "0.10"),
            "'fixedFee':{'prices':[{'priceFixed':0.50}],%s}".formatted(VAT));
    operator.post(
        "/tariffs/" + token,
        Json.of(
            "{'currency':'EUR','energyPricePerKwh':0.25,'fixedFee':0.50,'stationTariff':{%s}}",
            elements));
    operator.put(
        "/tariff-assignments",
        Json.of("{'kind':'Token','target':'%s','tariffId':'%s'}", token, token));
    JsonNode answer = station.call("Authorize", "{%s}", idToken(token));
    accepted(answer.get("idTokenInfo"));
    assertThat(answer.get("tariff")).isEqualTo(Json.of(tariff(token, elements)));
    assertThat(station.call("Authorize", "{%s}", idToken(VALID)).has("tariff")).isFalse();
  }

  @Test
  void TC_I_110_clearTariffs() {
    setDefault(0, byDay("110"), "Accepted");
    sends(
        "ClearTariffs",
        Json.of("{'tariffIds':['110']}"),
        Json.of("{'clearTariffsResult':[{'status':'Accepted','tariffId':'110'}]}"));
    sends("ClearTariffs", Json.of("{}"), Json.of("{'clearTariffsResult':[{'status':'NoTariff'}]}"));
  }

  @Test
  void TC_I_113_changeTariffTooManyElements() {
    CaseTransaction transaction = charging();
    change(transaction, peakAndOffPeak("113"), "TooManyElements");
    transaction.assertRunning();
  }

  @Test
  void TC_I_114_changeTariffConditionNotSupported() {
    CaseTransaction transaction = charging();
    change(transaction, byDay("114"), "ConditionNotSupported");
    transaction.assertRunning();
  }

  @Test
  void TC_I_115_changeTariff() {
    CaseTransaction transaction = charging();
    change(transaction, byDay("115"), "Accepted");
    transaction.assertRunning();
  }

  @Test
  void TC_I_122_runningCostOfTheStation() {
    setDefault(
        0,
        tariff(
            "122",
            String.join(
                ",",
                "'energy':{'prices':[{'priceKwh':0.25}],%s}".formatted(VAT),
                "'minCost':{'exclTax':1,'inclTax':1.2}",
                "'maxCost':{'exclTax':50,'inclTax':60}")),
        "Accepted");
    CaseTransaction transaction = charging();
    JsonNode answer =
        transaction.event(
            "Updated",
            "RunningCost",
            ",'chargingState':'Charging','tariffId':'122'",
            ",'costDetails':{'totalCost':{'currency':'EUR','typeOfCost':'NormalCost','energy':{'exclTax':2,'inclTax':2.4,%s},'total':{'exclTax':2,'inclTax':2.4}},'totalUsage':{'energy':8000,'chargingTime':600,'idleTime':0},'chargingPeriods':[{'startPeriod':'%s','tariffId':'122','dimensions':[{'type':'Energy','volume':8000},{'type':'ChargingTime','volume':600}]}]}"
                .formatted(VAT, time(now().minus(Duration.ofMinutes(10)))));
    assertThat(answer.has("totalCost")).as("the station counts the cost itself").isFalse();
    JsonNode seen = transaction.seen();
    assertThat(seen.get("cost").decimalValue()).isEqualByComparingTo("2.4");
    assertThat(seen.get("currency").asText()).isEqualTo("EUR");
    JsonNode told = operator.get("/transactions/" + transaction.number() + "/events");
    assertThat(told.at("/costDetails/chargingPeriods")).hasSize(1);
  }
}
