package io.galvan.transaction;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.platform.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest extends TransactionFixture {
  @Test
  void shouldTellWhatHappenedInTheOrderOfItsTime() {
    clock.set(BEGIN.plusSeconds(1));
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    tell(
        event("CP", status(1, "Charging", minute(2))),
        event("CP", status(1, "SuspendedEV", minute(3))),
        event("CP", status(1, "Charging", minute(4))),
        event("CP", status(2, "Charging", minute(4))));
    meter("CP", 1, id, register(5, "1200"));
    clock.set(minute(11));
    stop("CP", id, 1_500, 10);
    assertThat(facts(id))
        .containsExactly(
            "Received Started",
            "Received Authorized",
            "Received FirstMeterRead",
            "Received Charging",
            "Received SuspendedEV",
            "Received Charging",
            "Received LastMeterRead",
            "Received Ended");
    assertThat(fact(id, Fact.Started).detail())
        .isEqualTo("{\"connectorId\":1,\"idToken\":\"TAG-CP\",\"meterStartWh\":1000}");
    TimelineItem end = fact(id, Fact.Ended);
    assertThat(end.at()).isEqualTo(minute(10));
    assertThat(end.recordedAt()).isEqualTo(minute(11));
    assertThat(end.detail()).contains("\"reason\":\"Local\"", "\"meterStopWh\":1500");
  }

  @Test
  void shouldKeepAFactOnceWhenItIsToldAgain() {
    long id = running("CP");
    Event charging = event("CP", status(1, "Charging", minute(2)));
    tell(charging, charging);
    tell(charging);
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(1, "1100"));
    running("CP");
    stop("CP", id, 1_500, 10);
    stop("CP", id, 1_500, 10);
    stop("CP", id, 1_700, 12);
    stop("CP", id, 1_700, 12);
    assertThat(facts(id)).doesNotHaveDuplicates().contains("Received StopContradicted");
    assertThat(fact(id, Fact.StopContradicted).detail()).contains("1700");
    assertThat(get(id).meterStopWh()).isEqualTo(1_500);
  }

  @Test
  void shouldSayThatAStartWasToldLateAndItsTokenRefused() {
    clock.set(minute(60));
    long id = started("CP", 1, "BAD", BEGIN, 0).transactionId();
    assertThat(fact(id, Fact.StartedLate).detail()).isEqualTo("{\"seconds\":3600}");
    assertThat(fact(id, Fact.Authorized).detail()).contains("Invalid");
  }

  @Test
  void shouldTellOfAGapInTheReadings() {
    long id = running("CP");
    meter("CP", 1, id, register(1, "1100"));
    meter("CP", 1, id, register(30, "1200"));
    assertThat(facts(id)).doesNotContain("Inferred MeterGap");
    meter("CP", 1, id, register(120, "1300"));
    assertThat(fact(id, Fact.MeterGap).at()).isEqualTo(minute(120));
    assertThat(fact(id, Fact.MeterGap).detail()).contains(minute(30).toString());
  }

  @Test
  void shouldTellAStateThatDoesNotChangeOnceAndKeepRoomForWhatTheMeterDoes() {
    long id = running("CP");
    for (int i = 1; i <= 12; i++) {
      Instant at = BEGIN.plusSeconds(i);
      tell(event("CP", status(1, "Charging", at)));
      if (i % 4 == 0) {
        tell(event("CP", status(1, "SuspendedEV", at.plusMillis(500))));
      }
    }
    assertThat(facts(id)).filteredOn("Received Charging"::equals).hasSize(3);
    List<Event> changes = new ArrayList<>();
    for (int i = 101; i <= 400; i++) {
      String state = i % 2 == 0 ? "SuspendedEV" : "Charging";
      changes.add(event("CP", status(1, state, BEGIN.plusSeconds(i))));
    }
    tell(changes.toArray(Event[]::new));
    meter("CP", 1, id, register(10, "5000"), register(11, "20"));
    await().untilAsserted(() -> assertThat(facts(id)).contains("Corrected MeterReset"));
    assertThat(facts(id)).hasSizeLessThan(120);
  }

  @Test
  void shouldBoundTheTimelineAndStillHaveRoomForTheEnd() {
    long id = running("CP");
    clock.advance(Duration.ofDays(2));
    List<Reading> jitter = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      jitter.add(register(i, i % 2 == 0 ? "2000" : "1900"));
    }
    meter("CP", 1, id, jitter.toArray(Reading[]::new));
    meter("CP", 1, id, register(1_001, "1900"), register(1_002, "1800"));
    await(
        bus.request(
            Transactions.STOP,
            new Stop("CP", id, 2_000L, minute(2_000), "Local", null, List.of())));
    assertThat(facts(id)).hasSizeBetween(50, 60).contains("Received Ended");
    assertThat(get(id).energyWh()).isEqualByComparingTo("1000");
  }

  @Test
  void shouldKeepNeitherTheChangeNorTheFactWhenTheWorkFails() {
    long id = running("CP");
    List<String> before = facts(id);
    Instant impossible = Instant.MAX;
    try {
      await(
          bus.request(
              Transactions.STOP, new Stop("CP", id, 5L, impossible, "Local", null, List.of())));
    } catch (RuntimeException expected) {
      assertThat(expected).hasMessageContaining("out of range");
    }
    assertThat(facts(id)).isEqualTo(before);
    assertThat(get(id).stoppedAt()).isNull();
    assertThat(Duration.between(BEGIN, get(id).startedAt())).isZero();
  }

  @Test
  void shouldHandOutIdsThatAStationCanKeepIn32Bits() {
    assertThat(
            one(
                "select seqmax from pg_sequence where seqrelid = pg_get_serial_sequence('transaction', 'id')::regclass",
                Long.class))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(running("CP")).isPositive();
  }
}
