package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.ocpp.OcppVersion;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stations of 2.x are told of tokens and what they cost. */
class Tokens2SessionTest extends Session2Fixture {
  @Test
  void shouldTellAllThatIsKnownOfAToken() {
    Authorization verdict =
        new Authorization(
            TokenStatus.Accepted,
            Instant.parse("2030-01-01T00:00:00Z"),
            "FLEET",
            null,
            new TokenTerms.Told(
                "ISO14443",
                Instant.parse("2026-03-01T13:00:00Z"),
                3,
                "nl",
                "en",
                new TokenTerms.Message(TokenTerms.MessageFormat.UTF8, "nl", "Hallo"),
                List.of(2),
                null));
    services.answer(Tokens.Authorize.class, request -> Future.succeededFuture(verdict));
    assertThat(
            asked(
                OcppVersion.V2_0_1,
                "Authorize",
                "{\"idToken\":{\"idToken\":\"TAG\",\"type\":\"KeyCode\",\"additionalInfo\":[{\"additionalIdToken\":\"7\",\"type\":\"pin\"}]}}"))
        .isEqualTo(
            "[3,\"1\",{\"idTokenInfo\":{\"cacheExpiryDateTime\":\"2026-03-01T13:00:00.000Z\",\"chargingPriority\":3,\"evseId\":[2],\"groupIdToken\":{\"idToken\":\"FLEET\",\"type\":\"ISO14443\"},\"language1\":\"nl\",\"language2\":\"en\",\"personalMessage\":{\"content\":\"Hallo\",\"format\":\"UTF8\",\"language\":\"nl\"},\"status\":\"Accepted\"}}]");
    assertThat(services.heard(Tokens.Authorize.class))
        .containsExactly(
            new Tokens.Authorize(
                "TAG",
                "CP-1",
                "KeyCode",
                null,
                List.of(new TokenTerms.AdditionalToken("7", "pin"))));
  }

  private static Tariffs.Applicable tariff(AssignmentKind by) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return new Tariffs.Applicable(
        new Tariffs.Tariff(
            "T-1",
            "EUR",
            new BigDecimal("0.25"),
            new BigDecimal("6"),
            Tariffs.TimeUnit.Hour,
            new BigDecimal("0.50"),
            List.of(new Tariffs.Tax("VAT", BigDecimal.valueOf(20))),
            now,
            null,
            "25 cents a kWh",
            Tariffs.RunningCost.Never,
            0,
            null,
            null,
            now,
            now),
        by);
  }

  private static final String AUTHORIZE =
      "{\"idToken\":{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}}";

  @Test
  void shouldTellTheDriversOwnTariffToAStationOf21_TC_I_109() {
    bus.serve(
        Tariffs.APPLICABLE,
        asked -> {
          assertThat(asked).isEqualTo(new Tariffs.Asked("CP-1", "TAG"));
          return Future.succeededFuture(tariff(AssignmentKind.Token));
        });
    String taxes = "\"taxRates\":[{\"tax\":20,\"type\":\"VAT\"}]}";
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .doesNotContain("personalMessage")
        .contains("\"tariffId\":\"T-1\"", "\"currency\":\"EUR\"")
        .contains("\"description\":[{\"content\":\"25 cents a kWh\",\"format\":\"UTF8\"}]")
        .contains("\"energy\":{\"prices\":[{\"priceKwh\":0.25}]," + taxes)
        .contains("\"chargingTime\":{\"prices\":[{\"priceMinute\":0.1}]," + taxes)
        .contains("\"idleTime\":{\"prices\":[{\"priceMinute\":0.1}]," + taxes)
        .contains("\"fixedFee\":{\"prices\":[{\"priceFixed\":0.50}]," + taxes);
  }

  @Test
  void shouldTellTheTariffsTextWhereTheTariffItselfIsNotTold() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Token)));
    assertThat(asked(OcppVersion.V2_0_1, "Authorize", AUTHORIZE))
        .contains("\"personalMessage\":{\"content\":\"25 cents a kWh\",\"format\":\"UTF8\"}")
        .doesNotContain("tariff");
  }

  @Test
  void shouldLeaveTheStationsTariffToTheStation() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Charger)));
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .contains("\"personalMessage\":{\"content\":\"25 cents a kWh\"")
        .doesNotContain("tariff");
  }

  @Test
  void shouldTellNoPriceToWhomMayNotCharge() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Token)));
    services.answer(
        Tokens.Authorize.class,
        request ->
            Future.succeededFuture(new Authorization(TokenStatus.Blocked, null, null, null)));
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .isEqualTo("[3,\"1\",{\"idTokenInfo\":{\"status\":\"Blocked\"}}]");
  }

  @Test
  void shouldTellTheDriversPriorityWithTheEventThatBringsTheToken() {
    Authorization verdict =
        new Authorization(
            TokenStatus.Accepted,
            null,
            null,
            null,
            new TokenTerms.Told(null, null, -9, null, null, null, null, null));
    bus.serve(
        TransactionEvents.EVENT,
        event ->
            Future.succeededFuture(
                new TransactionEvents.EventAnswer(7, verdict, null, null, null)));
    RawStation station = station(OcppVersion.V2_0_1);
    String event =
        ",\"timestamp\":\"2026-03-01T12:00:00Z\",\"triggerReason\":\"Authorized\",\"transactionInfo\":{\"transactionId\":\"t\"},"
            + "\"idToken\":{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}}]";
    assertThat(
            station.ask(
                "[2,\"1\",\"TransactionEvent\",{\"eventType\":\"Started\",\"seqNo\":0" + event))
        .isEqualTo(
            "[3,\"1\",{\"chargingPriority\":-9,\"idTokenInfo\":{\"chargingPriority\":-9,\"status\":\"Accepted\"}}]");
    assertThat(
            station.ask(
                "[2,\"2\",\"TransactionEvent\",{\"eventType\":\"Ended\",\"seqNo\":1" + event))
        .isEqualTo("[3,\"2\",{\"idTokenInfo\":{\"chargingPriority\":-9,\"status\":\"Accepted\"}}]");
  }
}
