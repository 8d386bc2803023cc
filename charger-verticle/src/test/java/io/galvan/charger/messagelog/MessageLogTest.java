package io.galvan.charger.messagelog;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.messagelog.MessageLogs.LogPage;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageLogTest extends ChargerFixture {
  private static LogEntry entry(String id, Instant at, String action, @Nullable String error) {
    return new LogEntry(
        id,
        at,
        Caller.Charger,
        "m1",
        action,
        "[2]",
        "[3]",
        error,
        1_500L,
        "[\"repaired\"]",
        OcppVersion.V2_1);
  }

  private void log(LogEntry... entries) {
    ask(MessageLogs.WRITE, new LogBatch(List.of(entries)));
  }

  private LogPage read(String id, int limit, @Nullable String cursor) {
    return ask(MessageLogs.READ, LogQuery.of(id, limit, cursor));
  }

  @Test
  void shouldKeepAnExchangeAsItWasAndWhatAloneStands() {
    String id = newId();
    LogEntry whole = entry(id, clock.instant(), "Heartbeat", null);
    LogEntry alone =
        new LogEntry(
            id,
            clock.instant().minusSeconds(1),
            Caller.Central,
            null,
            null,
            "?",
            null,
            null,
            null,
            null,
            null);
    log(alone, whole);
    assertThat(read(id, 10, null)).isEqualTo(new LogPage(List.of(whole, alone), null));
  }

  @Test
  void shouldTakeAnEntryWithoutAnAnswerExpected() {
    String id = newId();
    bus.send(MessageLogs.WRITE, new LogBatch(List.of(entry(id, clock.instant(), "Reset", null))));
    await().until(() -> read(id, 10, null).items().size() == 1);
  }

  @Test
  void shouldStripAndCutWhatCannotBeStored() {
    String id = newId();
    LogEntry bad =
        new LogEntry(
            id,
            Instant.MAX,
            Caller.Charger,
            "m\u0000",
            "A\u0000",
            "x".repeat(2_000_000),
            "\u0000",
            "E\u0000",
            null,
            "not json",
            null);
    log(bad, entry(id, clock.instant(), "Good", null));
    List<LogEntry> stored = read(id, 10, null).items();
    assertThat(stored).hasSize(2);
    LogEntry repaired = stored.get(1);
    assertThat(repaired.at()).isEqualTo(clock.instant());
    assertThat(repaired.messageId()).isEqualTo("m");
    assertThat(repaired.action()).isEqualTo("A");
    assertThat(repaired.request()).hasSize(1_000_000);
    assertThat(repaired.response()).isEmpty();
    assertThat(repaired.deviations()).isEqualTo("not json");
  }

  @Test
  void shouldFilterByActionErrorAndTime() {
    String id = newId();
    Instant at = clock.instant();
    log(
        entry(id, at, "A", null),
        entry(id, at.plusSeconds(1), "B", "InternalError"),
        entry(id, at.plusSeconds(2), "A", "FormationViolation"),
        entry(newId(), at, "A", null));
    assertThat(actions(search(id, "A", null, null, false, null, null, null)))
        .containsExactly("A", "A");
    assertThat(actions(search(id, null, null, null, true, null, null, null)))
        .containsExactly("A", "B");
    assertThat(
            actions(
                search(id, null, null, null, false, null, at.plusSeconds(1), at.plusSeconds(2))))
        .containsExactly("B");
  }

  private static LogQuery search(
      @Nullable String id,
      @Nullable String action,
      @Nullable Caller caller,
      @Nullable String messageId,
      boolean errorsOnly,
      @Nullable String error,
      @Nullable Instant from,
      @Nullable Instant to) {
    return new LogQuery(
        id, action, caller, messageId, errorsOnly, error, from, to, false, 10, null);
  }

  @Test
  void shouldFilterByCallerMessageIdAndTheWordsOfAnError() {
    String id = newId();
    Instant at = clock.instant();
    log(
        new LogEntry(
            id,
            at,
            Caller.Central,
            "c-1",
            "Reset",
            "[2]",
            "[4,\"c-1\",\"InternalError\",\"Flash is FULL\",{}]",
            "InternalError",
            1L,
            null,
            null),
        new LogEntry(
            id,
            at.plusSeconds(1),
            Caller.Charger,
            "m-2",
            null,
            "nonsense",
            null,
            "unusable",
            null,
            "[{\"reason\":\"no JSON array\"}]",
            null),
        new LogEntry(
            id,
            at.plusSeconds(2),
            Caller.Charger,
            "m-3",
            "Full",
            "[2]",
            "[3]",
            null,
            1L,
            null,
            null));
    assertThat(actions(search(id, null, Caller.Central, null, false, null, null, null)))
        .containsExactly("Reset");
    assertThat(actions(search(id, null, null, "m-3", false, null, null, null)))
        .containsExactly("Full");
    assertThat(actions(search(id, null, null, null, false, "flash is full", null, null)))
        .containsExactly("Reset");
    assertThat(actions(search(id, null, null, null, false, "internalERROR", null, null)))
        .containsExactly("Reset");
    assertThat(
            ask(MessageLogs.READ, search(id, null, null, null, false, "no json", null, null))
                .items())
        .extracting(LogEntry::messageId)
        .containsExactly("m-2");
    assertThat(actions(search(id, null, null, null, false, "%", null, null))).isEmpty();
  }

  @Test
  void shouldReadTheWholeFleetInABoundedTimeOnly() {
    Instant at = clock.instant();
    String one = newId();
    String two = newId();
    String action = "Fleet" + one;
    log(
        entry(one, at.minusSeconds(10), action, null),
        entry(two, at.minusSeconds(5), action, "E"),
        entry(two, at.minus(Duration.ofHours(3)), action, null));
    assertThat(ask(MessageLogs.READ, fleet(action, null, null, null)).items())
        .extracting(LogEntry::chargerId)
        .containsExactly(two, one);
    assertThat(
            ask(MessageLogs.READ, fleet(action, at.minus(Duration.ofHours(24)), null, null))
                .items())
        .hasSize(3);
    LogPage first = ask(MessageLogs.READ, fleet(action, null, at, 1));
    assertThat(first.items()).extracting(LogEntry::chargerId).containsExactly(two);
    assertThatThrownBy(
            () ->
                ask(
                    MessageLogs.READ,
                    fleet(action, at.minus(Duration.ofHours(24)).minusSeconds(1), at, null)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("from"));
    assertThat(
            count(
                "select count(*) from pg_indexes where tablename = 'message_log_"
                    + java.time.LocalDate.ofInstant(at, java.time.ZoneOffset.UTC)
                        .format(java.time.format.DateTimeFormatter.BASIC_ISO_DATE)
                    + "'"))
        .isEqualTo(3);
  }

  @Test
  void shouldGiveUpASearchOfTheFleetThatTakesTooLong() {
    SqlConnection other = await(pool.getConnection());
    await(other.query("begin").execute());
    await(other.query("lock table message_log in access exclusive mode").execute());
    try {
      assertThatThrownBy(() -> ask(MessageLogs.READ, fleet("Any", null, null, null)))
          .isInstanceOfSatisfying(
              GalvanException.class,
              e -> {
                assertThat(e.fault()).isEqualTo(Fault.INVALID);
                assertThat(e.field()).isEqualTo("from");
              });
    } finally {
      await(other.query("rollback").execute());
      await(other.close());
    }
    assertThat(ask(MessageLogs.READ, fleet("Any", null, null, null)).items()).isEmpty();
  }

  private static LogQuery fleet(
      String action, @Nullable Instant from, @Nullable Instant to, @Nullable Integer limit) {
    return new LogQuery(
        null, action, null, null, false, null, from, to, false, limit == null ? 10 : limit, null);
  }

  @Test
  void shouldPageOldestFirstAcrossDays() {
    String id = newId();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Instant at =
          clock.instant().plus(Duration.ofHours(11L * (i / 4))).minus(Duration.ofHours(20));
      log(entry(id, at, "A" + i, null));
      written.add("A" + i);
    }
    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      LogPage page =
          ask(
              MessageLogs.READ,
              new LogQuery(id, null, null, null, false, null, null, null, true, 5, cursor));
      page.items().forEach(item -> paged.add(item.action()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(paged).isEqualTo(written);
    String foreign = ask(MessageLogs.READ, LogQuery.of(id, 5, null)).next();
    assertThatThrownBy(
            () ->
                ask(
                    MessageLogs.READ,
                    new LogQuery(id, null, null, null, false, null, null, null, true, 5, foreign)))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("cursor"));
  }

  private List<String> actions(LogQuery query) {
    return ask(MessageLogs.READ, query).items().stream().map(LogEntry::action).toList();
  }

  @Test
  void shouldPageNewestFirstAcrossDaysWithoutGapOrDuplicateWhileWriting() {
    String id = newId();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // Five of each time, over three days; the third has no partition of its own.
      Instant at =
          clock.instant().plus(Duration.ofHours(11L * (i / 5))).minus(Duration.ofHours(30));
      log(entry(id, at, "A" + i, null));
      written.add(0, "A" + i);
    }
    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      LogPage page = read(id, 4, cursor);
      page.items().forEach(item -> paged.add(item.action()));
      cursor = page.next();
      log(entry(id, clock.instant().plus(Duration.ofHours(20)), "New", null));
    } while (cursor != null);
    assertThat(paged).isEqualTo(written);
    assertThatThrownBy(() -> read(id, 4, "bad"))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("cursor"));
  }

  @Test
  void shouldWriteManyBatchesInFewTransactions() {
    String id = newId();
    long before = commits("log");
    askAll(
            MessageLogs.WRITE,
            Collections.nCopies(
                80, new LogBatch(Collections.nCopies(100, entry(id, clock.instant(), "A", null)))))
        .forEach(answer -> await(answer));
    assertThat(count("select count(*) from message_log where charger_id = $1", id))
        .isEqualTo(8_000);
    assertThat(commits("log") - before).isLessThan(60);
  }

  @Test
  void shouldRefuseABatchWithoutBound() {
    LogEntry one = entry("x", clock.instant(), "A", null);
    assertThatThrownBy(() -> ask(MessageLogs.WRITE, new LogBatch(Collections.nCopies(20_001, one))))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID));
    ask(MessageLogs.WRITE, new LogBatch(List.of()));
  }
}
