package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.event.Happening.StationDeviated;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that cannot be right are kept, and the time of receipt counts. */
class TimesTest extends EventFixture {
  private static final Instant NEVER_SET = Instant.parse("1970-01-01T00:00:12Z");

  private static Reading at(Instant time, String wh) {
    return new Reading(time, List.of(sample(wh, REGISTER, null, "Wh")));
  }

  private Transaction stopped(long id, long register, Instant told) {
    await(
        bus.request(
            Transactions.STOP, new Stop("CP", id, register, told, "Local", null, List.of())));
    return get(id);
  }

  private void assertDeviates() {
    await()
        .untilAsserted(
            () ->
                assertThat(events.stream().map(Event::happening))
                    .filteredOn(StationDeviated.class::isInstance)
                    .map(happening -> ((StationDeviated) happening).kind())
                    .contains(DeviationKind.ImplausibleTime.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:12Z", "2000-01-01T00:00:12Z", "2099-01-01T00:00:00Z"})
  void shouldCountAnImpossibleStartFromItsReceipt(String text) {
    Instant told = Instant.parse(text);
    Instant received = clock.instant();
    long id = start("CP", 1, told, 1_000).transactionId();
    assertThat(get(id).startedAt()).isEqualTo(received);
    assertThat(get(id).startedAtTold()).isEqualTo(told);
    assertThat(get(id).marks()).containsExactly(Mark.ImplausibleTime);
    clock.advance(Duration.ofMinutes(30));
    assertThat(start("CP", 1, told, 1_000).transactionId()).as("told again").isEqualTo(id);
    meter("CP", 1, id, at(told.plusSeconds(60), "1200"));
    meter("CP", 1, null, at(told.plusSeconds(120), "1300"));
    assertThat(get(id).energyWh()).isEqualByComparingTo("300");
    assertThat(get(id).meteredAt()).isEqualTo(clock.instant());
    clock.advance(Duration.ofMinutes(30));
    Transaction ended = stopped(id, 1_500, clock.instant());
    assertThat(ended.energyWh()).isEqualByComparingTo("500");
    assertThat(ended.stoppedAt()).isAfterOrEqualTo(ended.startedAt());
    assertThat(Duration.between(ended.startedAt(), ended.stoppedAt()))
        .isLessThanOrEqualTo(Duration.ofHours(1));
    assertThat(series(id).get(0).points())
        .allSatisfy(point -> assertThat(point.at()).isBetween(received, clock.instant()));
    assertDeviates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:12Z", "2026-03-01T10:59:59Z", "2031-01-01T00:00:00Z"})
  void shouldCountAnImpossibleEndByItsReceipt(String text) {
    long id = start("CP", 1, BEGIN, 1_000).transactionId();
    Instant told = Instant.parse(text);
    Transaction ended = stopped(id, 1_500, told);
    assertThat(ended.stoppedAt()).isEqualTo(clock.instant());
    assertThat(ended.stoppedAtTold()).isEqualTo(told);
    assertThat(ended.energyWh()).isEqualByComparingTo("500");
    assertThat(ended.marks()).containsExactly(Mark.ImplausibleTime);
    assertThat(stopped(id, 1_500, told).updatedAt()).as("told again").isEqualTo(ended.updatedAt());
    assertThat(facts(id)).doesNotContain("Received StopContradicted");
    assertDeviates();
  }

  @Test
  void shouldTakeTheEndOfAClockThatIsAheadAsAheadByAsMuch() {
    Instant received = clock.instant();
    long id = start("CP", 1, received.plus(Duration.ofHours(2)), 1_000).transactionId();
    clock.advance(Duration.ofHours(3));
    Transaction ended = stopped(id, 1_500, received.plus(Duration.ofMinutes(150)));
    assertThat(ended.startedAt()).isEqualTo(received);
    assertThat(ended.stoppedAt()).isEqualTo(received.plus(Duration.ofMinutes(30)));
  }

  private long told(EventKind kind, int seqNo, Instant at, String wh) {
    return await(
            bus.request(
                TransactionEvents.EVENT,
                new TransactionEvent(
                    "CS",
                    "TX",
                    seqNo,
                    kind,
                    at,
                    "Trigger",
                    false,
                    1,
                    1,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(at(at, wh)),
                    EventDetail.NONE)))
        .transactionId();
  }

  @Test
  void shouldCountEventsOfAClockThatIsSetInTheMidstByTheirReceipt() {
    Instant received = clock.instant();
    long id = told(EventKind.Started, 0, NEVER_SET, "1000");
    told(EventKind.Updated, 1, NEVER_SET.plusSeconds(60), "1500");
    clock.advance(Duration.ofMinutes(10));
    told(EventKind.Updated, 2, clock.instant(), "2000");
    clock.advance(Duration.ofMinutes(10));
    told(EventKind.Ended, 3, clock.instant(), "3000");
    Transaction ended = get(id);
    assertThat(ended.startedAt()).isEqualTo(received);
    assertThat(ended.startedAtTold()).isEqualTo(NEVER_SET);
    assertThat(ended.stoppedAt()).isEqualTo(clock.instant());
    assertThat(ended.energyWh()).isEqualByComparingTo("2000");
    assertThat(ended.marks()).containsExactly(Mark.ImplausibleTime);
    assertThat(told(EventKind.Started, 0, NEVER_SET, "1000")).as("told again").isEqualTo(id);
    assertThat(history(id).items().get(0).at()).as("as told").isEqualTo(NEVER_SET);
    assertDeviates();
  }
}
