package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Started;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventType;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransactionVerticleTest extends TransactionFixture {
  @Test
  void shouldKeepATransactionFromStartToStop() {
    long id = running("CP");
    meter(
        "CP",
        1,
        id,
        register(1, "1500"),
        new Reading(
            BEGIN.plusSeconds(90),
            List.of(sample("7.2", POWER, null, "kW"), sample("55", "SoC", null, "Percent"))));
    Transaction charging = get(id);
    assertThat(charging.state()).isEqualTo(TransactionState.Running);
    assertThat(charging.energyWh()).isEqualByComparingTo("500");
    assertThat(charging.powerW()).isEqualByComparingTo("7200");
    assertThat(charging.socPercent()).isEqualByComparingTo("55");
    await(
        bus.request(
            Transactions.STOP,
            new Stop(
                "CP",
                id,
                2_500L,
                BEGIN.plusSeconds(600),
                "EVDisconnected",
                "TAG-CP",
                List.of(register(9, "2400")))));
    Transaction ended = get(id);
    assertThat(ended.state()).isEqualTo(TransactionState.Ended);
    assertThat(ended.energyWh()).isEqualByComparingTo("1500");
    assertThat(ended.stoppedAt()).isEqualTo(BEGIN.plusSeconds(600));
    assertThat(ended.stopReason()).isEqualTo("EVDisconnected");
    assertThat(ended.inferredEnd()).isNull();
    assertThat(series(id))
        .filteredOn(curve -> curve.measurand().equals(REGISTER))
        .singleElement()
        .satisfies(
            curve ->
                assertThat(curve.points())
                    .extracting(Transactions.Point::value)
                    .containsExactly(new BigDecimal("1500"), new BigDecimal("2400")));
    await()
        .untilAsserted(
            () ->
                assertThat(types())
                    .containsExactly(
                        EventType.transaction_started,
                        EventType.transaction_updated,
                        EventType.transaction_stopped));
  }

  @Test
  void shouldAnswerTheSameTransactionIdWhenAStartIsToldAgain() {
    long id = running("CP");
    assertThat(running("CP")).isEqualTo(id);
    assertThat(started("CP", 1, "tag-cp", BEGIN, 1_000).transactionId())
        .as("an idToken's letter case does not matter")
        .isEqualTo(id);
    await(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    assertThat(get(id).state()).isEqualTo(TransactionState.Ended);
    assertThat(running("CP")).as("after its stop it is another one").isNotEqualTo(id);
    assertThat(started("CP", 1, "TAG-CP", BEGIN.plusSeconds(1), 1_000).transactionId())
        .isNotEqualTo(id);
    await()
        .untilAsserted(
            () ->
                assertThat(types())
                    .containsExactly(
                        EventType.transaction_started,
                        EventType.transaction_stopped,
                        EventType.transaction_started,
                        EventType.transaction_started,
                        EventType.transaction_end_inferred));
  }

  @Test
  void shouldAnswerTheSameTransactionIdWhenAStartIsToldTwiceAtOnce() {
    List<Future<Started>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(bus.request(Transactions.START, startOf("CP", 1, "TAG", BEGIN, 0)));
    }
    Set<Long> ids = new HashSet<>();
    answers.forEach(answer -> ids.add(await(answer).transactionId()));
    assertThat(ids).hasSize(1);
  }

  @Test
  void shouldStoreAStartWithARefusedToken() {
    Started refused = started("CP", 1, "BAD", BEGIN, 0);
    assertThat(refused.authorization().status()).isEqualTo(TokenStatus.Invalid);
    assertThat(get(refused.transactionId()).tokenStatus()).isEqualTo(TokenStatus.Invalid);
  }

  @Test
  void shouldFailRatherThanGuessWhenTheVerdictIsNotToBeHad() {
    assertThatThrownBy(() -> started("CP", 1, "AUTH-IS-AWAY", BEGIN, 0))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
  }

  @Test
  void shouldSayConcurrentTxWhenTheTokenChargesElsewhere() {
    maxActive = 1;
    assertThat(started("CP-1", 1, "TAG", BEGIN, 0).authorization().status())
        .isEqualTo(TokenStatus.Accepted);
    Started second = started("CP-2", 1, "tag", BEGIN, 0);
    assertThat(second.authorization().status()).isEqualTo(TokenStatus.ConcurrentTx);
    assertThat(started("CP-1", 1, "TAG", BEGIN, 0).authorization().status())
        .as("a repeated start does not count itself")
        .isEqualTo(TokenStatus.Accepted);
    assertThat(started("CP-2", 1, "TAG", BEGIN, 0).authorization().status())
        .isEqualTo(TokenStatus.ConcurrentTx);
    await().untilAsserted(() -> assertThat(types()).contains(EventType.authorization_denied));
  }

  @Test
  void shouldLetOnlyOneOfManyStartsAtOnceChargeOnALimitedToken() {
    maxActive = 1;
    List<Future<Started>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> bus.request(Transactions.START, startOf("CP-" + i, 1, "TAG", BEGIN, 0)))
            .toList();
    assertThat(
            answers.stream()
                .map(answer -> await(answer).authorization().status())
                .filter(TokenStatus.Accepted::equals))
        .hasSize(1);
  }

  @Test
  void shouldKeepAStopOfATransactionNobodyKnowsAndAnswerIt() {
    long id = running("CP");
    await(bus.request(Transactions.STOP, stopOf("CP", -1, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("CP", Long.MAX_VALUE, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("CP", Long.MAX_VALUE, 5, 1)));
    await(bus.request(Transactions.STOP, stopOf("THIEF", id, 5, 1)));
    assertThat(get(id).state()).isEqualTo(TransactionState.Running);
    assertThat(one("select count(*) from unknown_stop", Long.class)).isEqualTo(3);
  }

  @Test
  void shouldEndATransactionOnceWhenItsStopIsToldAgainAndKeepAContradiction() {
    long id = running("CP");
    List<Future<Transactions.Stopped>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(bus.request(Transactions.STOP, stopOf("CP", id, 2_000, 10)));
    }
    answers.forEach(answer -> await(answer));
    await(bus.request(Transactions.STOP, stopOf("CP", id, 3_000, 12)));
    assertThat(get(id).meterStopWh()).isEqualTo(2_000);
    assertThat(one("select count(*) from unknown_stop", Long.class)).isOne();
    await()
        .untilAsserted(() -> assertThat(types()).containsOnlyOnce(EventType.transaction_stopped));
  }

  @Test
  void shouldStoreWhatIsOldOrFromTheFutureAndRefuseOnlyWhatNoDatabaseHolds() {
    long id = started("CP", 1, "TAG", Instant.EPOCH, 0).transactionId();
    meter(
        "CP",
        1,
        id,
        new Reading(Instant.EPOCH.plusSeconds(5), List.of(sample("1", REGISTER, null, "Wh"))),
        new Reading(
            Instant.parse("2099-01-01T00:00:00Z"), List.of(sample("2", REGISTER, null, "Wh"))));
    assertThat(series(id).get(0).points())
        .extracting(Transactions.Point::at)
        .as("when they came")
        .containsExactly(clock.instant(), clock.instant());
    assertThat(one("select min(at)::text || max(at) from meter_value", String.class))
        .as("as told")
        .contains("1970-01-01 00:00:05", "2099-01-01 00:00:00");
    assertThatThrownBy(() -> started("CP", 1, "TAG", Instant.MAX, 0))
        .isInstanceOf(GalvanException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void shouldSurviveTextThatPostgresCannotHold() {
    long id = started("C\0P", 1, "T\0AG", BEGIN, 0).transactionId();
    meter("C\0P", 1, id, new Reading(BEGIN, List.of(sample("\0001", REGISTER, null, "Wh"))));
    assertThat(get(id).chargerId()).isEqualTo("CP");
    assertThat(series(id)).hasSize(1);
  }

  @Test
  void shouldGoOnAfterARestart() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    await(vertx.undeploy(deployment));
    await(vertx.deployVerticle(new TransactionVerticle(platform)));
    assertThat(running("CP")).isEqualTo(id);
    meter("CP", 1, id, register(2, "1200"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("200");
  }
}
