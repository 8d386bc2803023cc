package io.galvan.charger.messagelog;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days pass here, and never come back: each test goes on from where the clock stands. */
class MessageLogDaysTest extends ChargerFixture {
  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static String partition(LocalDate day) {
    return "message_log_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private boolean holds(LocalDate day) {
    return count(
            "select count(*) from pg_inherits where inhrelid = to_regclass($1)", partition(day))
        == 1;
  }

  private List<LogEntry> read(String id) {
    return ask(MessageLogs.READ, LogQuery.of(id, 10, null)).items();
  }

  @Test
  void shouldMakeADaysPartitionAheadAndDropItAfterTheRetention() {
    LocalDate day = today();
    assertThat(holds(day)).isTrue();
    assertThat(holds(day.plusDays(1))).isTrue();
    String id = newId();
    ask(
        MessageLogs.WRITE,
        new LogBatch(
            List.of(
                new LogEntry(
                    id,
                    clock.instant(),
                    Caller.Charger,
                    "m",
                    "A",
                    "[]",
                    null,
                    null,
                    null,
                    null,
                    null))));
    clock.advance(Duration.ofDays(30));
    await().until(() -> holds(day.plusDays(31)));
    assertThat(read(id)).hasSize(1);
    clock.advance(Duration.ofDays(1));
    await().until(() -> !holds(day));
    assertThat(read(id)).isEmpty();
  }

  @Test
  void shouldMoveEarlyEntriesToTheirDayWhenItComes() {
    String id = newId();
    Instant early = clock.instant().plus(Duration.ofDays(10));
    await(
        pool.preparedQuery(
                "insert into message_log (charger_id, at, caller, request)"
                    + " values ($1, $2, 'Charger', 'early')")
            .execute(Tuple.of(id, early.atOffset(ZoneOffset.UTC))));
    assertThat(count("select count(*) from message_log_other where charger_id = $1", id)).isOne();
    clock.advance(Duration.ofDays(10));
    await().until(() -> holds(today().plusDays(1)));
    assertThat(count("select count(*) from " + partition(today()) + " where charger_id = $1", id))
        .isOne();
    assertThat(read(id)).hasSize(1);
  }

  @Test
  void shouldDropWhatNoDayTookAfterTheRetentionToo() {
    String id = newId();
    await(
        pool.preparedQuery(
                "insert into message_log (charger_id, at, caller, request)"
                    + " values ($1, $2, 'Charger', 'old')")
            .execute(
                Tuple.of(id, clock.instant().minus(Duration.ofDays(40)).atOffset(ZoneOffset.UTC))));
    await().until(() -> read(id).isEmpty());
  }
}
