package io.galvan.conformance.v21;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.conformance.Json;
import io.galvan.conformance.v2.CaseTransaction;
import io.galvan.conformance.v2.Suite2;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C, authorization: prepaid cards, and payments at the station or a kiosk. */
@OverEveryTransport
class PaymentTest extends Suite2 {
  private static final int REMOTE_START = 4_711;
  private static final String NO_USAGE = "{'energy':0,'chargingTime':0,'idleTime':0}";

  /** Of this case only: a card, or the payment service provider's reference of a payment. */
  private String reference;

  @BeforeEach
  void begin() {
    reference = "PAY-" + id;
  }

  // ---- prepaid cards

  private void prepaidCard(String credit) {
    operator.post(
        "/tokens",
        Json.of("{'idToken':'%s','blocked':false,'terms':{'credit':%s}}", reference, credit));
  }

  private BigDecimal credit() {
    return operator.get("/tokens/" + reference).at("/terms/credit").decimalValue();
  }

  /** A tariff of the case's token only: 0.50 for a transaction, taxes included. */
  private void tariff() {
    operator.post("/tariffs/T-" + id, Json.of("{'currency':'EUR','fixedFee':0.5}"));
    operator.put(
        "/tariff-assignments",
        Json.of("{'kind':'Token','target':'%s','tariffId':'T-%s'}", reference, id));
  }

  private static void assertCachedForNoTime(JsonNode idTokenInfo) {
    assertNow(idTokenInfo.get("cacheExpiryDateTime"));
  }

  private static void assertMaxCost(JsonNode answer, String most) {
    assertThat(answer.at("/transactionLimit/maxCost").decimalValue()).isEqualByComparingTo(most);
  }

  @Test
  void TC_C_103_prepaidCardWithCredit() {
    prepaidCard("12.5");
    tariff();
    JsonNode info = authorize(reference);
    accepted(info);
    assertCachedForNoTime(info);
    CaseTransaction transaction = transaction(EVSE, reference);
    JsonNode started = transaction.started("Authorized", "EVConnected", "," + idToken(reference));
    accepted(started.get("idTokenInfo"));
    assertCachedForNoTime(started.get("idTokenInfo"));
    assertMaxCost(started, "12.5");
    JsonNode ended = transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", "");
    assertThat(ended.get("totalCost").decimalValue()).isEqualByComparingTo("0.5");
    await().untilAsserted(() -> assertThat(credit()).isEqualByComparingTo("12"));
  }

  @Test
  void TC_C_104_prepaidCardWithoutCredit() {
    prepaidCard("0");
    JsonNode info = authorize(reference);
    assertThat(info.get("status").asText()).isEqualTo("NoCredit");
    assertCachedForNoTime(info);
  }

  // ---- VAT numbers

  private void vatNumber(String number, String more, String status) {
    JsonNode answer = station.call("VatNumberValidation", "{'vatNumber':'%s'%s}", number, more);
    assertThat(answer.get("status").asText()).isEqualTo(status);
    assertThat(answer.get("vatNumber").asText()).isEqualTo(number);
    assertThat(answer.path("evseId").asInt()).isEqualTo(more.isEmpty() ? 0 : EVSE);
  }

  @Test
  void TC_C_108_vatNumberValidation() {
    vatNumber("NL123456789B01", "", "Accepted");
    vatNumber("NL123456789B01", ",'evseId':" + EVSE, "Accepted");
    vatNumber("NL12345", "", "Rejected");
    vatNumber("NL12345", ",'evseId':" + EVSE, "Rejected");
  }

  // ---- payments at the station's terminal

  private String directPayment() {
    return ",'idToken':{'idToken':'%s','type':'DirectPayment'}".formatted(reference);
  }

  /** CostDetails as the station counts. */
  private static String cost(String total) {
    return ",'costDetails':{'totalCost':{'currency':'EUR','typeOfCost':'NormalCost','total':{'exclTax':%1$s,'inclTax':%1$s}},'totalUsage':%2$s}"
        .formatted(total, NO_USAGE);
  }

  private CaseTransaction paidByCard() {
    CaseTransaction transaction = transaction(EVSE, reference);
    accepted(transaction.started("Authorized", "EVConnected", directPayment()).get("idTokenInfo"));
    return transaction;
  }

  private void ends(CaseTransaction transaction, String total) {
    transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", cost(total));
    transaction.assertEnded("EVDisconnected");
    assertThat(transaction.seen().get("cost").decimalValue()).isEqualByComparingTo(total);
  }

  private JsonNode settles(CaseTransaction transaction, String status, String amount) {
    return station.call(
        "NotifySettlement",
        "{'transactionId':'%s','pspRef':'%s','status':'%s','settlementAmount':%s,'settlementTime':'%s'}",
        transaction.id(),
        reference,
        status,
        amount,
        timestamp());
  }

  /** The operator sees how the payment of this transaction went. */
  private JsonNode seen(CaseTransaction transaction, String status, String amount) {
    JsonNode all = operator.get("/settlements?chargerId=" + id).get("items");
    assertThat(all).hasSize(1);
    JsonNode one = all.get(0);
    assertThat(one.get("pspRef").asText()).isEqualTo(reference);
    assertThat(one.get("status").asText()).isEqualTo(status);
    assertThat(one.get("amount").decimalValue()).isEqualByComparingTo(amount);
    assertThat(one.get("transactionId").asLong()).isEqualTo(transaction.number());
    return one;
  }

  @Test
  void TC_C_113_cardPaymentCancelled() {
    CaseTransaction transaction = paidByCard();
    ends(transaction, "0");
    assertThat(settles(transaction, "Canceled", "0").has("receiptUrl")).isFalse();
    seen(transaction, "Canceled", "0");
  }

  @Test
  void TC_C_118_receiptByTheCentralSystem() {
    CaseTransaction transaction = paidByCard();
    ends(transaction, "18.15");
    JsonNode answer = settles(transaction, "Settled", "18.15");
    String url = answer.get("receiptUrl").asText();
    HttpResponse<String> receipt = get(url);
    assertThat(receipt.statusCode()).isEqualTo(200);
    assertThat(receipt.body()).contains("18.15 EUR", reference, answer.get("receiptId").asText());
    assertThat(seen(transaction, "Settled", "18.15").get("receiptUrl").asText()).isEqualTo(url);
    String other = url.substring(0, url.lastIndexOf('/')) + "/nobodys";
    assertThat(get(other).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> get(String url) {
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(url, e);
    }
  }

  @Test
  void TC_C_119_settlementFailed() {
    CaseTransaction transaction = paidByCard();
    ends(transaction, "18.15");
    assertThat(settles(transaction, "Failed", "18.15").has("receiptUrl")).isFalse();
    seen(transaction, "Failed", "18.15");
  }

  @Test
  void TC_C_120_settlementRejected() {
    CaseTransaction transaction = paidByCard();
    ends(transaction, "18.15");
    assertThat(settles(transaction, "Rejected", "18.15").has("receiptUrl")).isFalse();
    seen(transaction, "Rejected", "18.15");
  }

  // ---- payments at a kiosk, which asks by REST for what was paid to it

  /** The kiosk has the card authorized for 25 EUR and starts; gives the answer to Started. */
  private JsonNode startedByKiosk(CaseTransaction transaction) {
    operator.post(
        "/tokens",
        Json.of(
            "{'idToken':'%s','type':'DirectPayment','blocked':false,'terms':{'credit':25}}",
            reference));
    sends(
        "RequestStartTransaction",
        Json.of(
            "{'remoteStartId':%d,'evseId':%d,'idToken':{'idToken':'%s','type':'DirectPayment','additionalInfo':[{'additionalIdToken':'1234','type':'CardLast4Digits'}]}}",
            REMOTE_START, EVSE, reference),
        "Accepted");
    JsonNode answer =
        transaction.event(
            "Started",
            "RemoteStart",
            ",'chargingState':'EVConnected','remoteStartId':" + REMOTE_START,
            directPayment() + transaction.evse());
    accepted(answer.get("idTokenInfo"));
    assertMaxCost(answer, "25");
    return answer;
  }

  @Test
  void TC_C_125_kioskWithCentralCost() {
    CaseTransaction transaction = transaction(EVSE, reference);
    tariff();
    startedByKiosk(transaction);
    JsonNode ended = transaction.ended("EVCommunicationLost", "Idle", "EVDisconnected", "");
    assertThat(ended.get("totalCost").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(transaction.seen().get("cost").decimalValue())
        .as("what the kiosk settles")
        .isEqualByComparingTo("0.5");
    await().untilAsserted(() -> assertThat(credit()).isEqualByComparingTo("24.5"));
  }

  @Test
  void TC_C_126_kioskWithTheStationsCost() {
    CaseTransaction transaction = transaction(EVSE, reference);
    startedByKiosk(transaction);
    ends(transaction, "18.15");
    await().untilAsserted(() -> assertThat(credit()).isEqualByComparingTo("6.85"));
  }

  @Test
  void shouldTellTheStationThatAWebPaymentStarted() {
    sends("NotifyWebPaymentStarted", Json.of("{'evseId':%d,'timeout':60}", EVSE), Json.of("{}"));
  }
}
