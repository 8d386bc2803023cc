package io.galvan.charger;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Caller;
import io.galvan.platform.contract.Chargers.LogBatch;
import io.galvan.platform.contract.Chargers.LogEntry;
import io.galvan.platform.contract.Chargers.LogPage;
import io.galvan.platform.contract.Chargers.LogQuery;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
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
        id, at, Caller.Charger, "m1", action, "[2]", "[3]", error, 1_500L, "[\"repaired\"]");
  }

  private void log(LogEntry... entries) {
    ask(Chargers.LOG, new LogBatch(List.of(entries)));
  }

  private LogPage read(String id, int limit, @Nullable String cursor) {
    return ask(Chargers.READ_LOG, new LogQuery(id, null, false, null, null, limit, cursor));
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
            null);
    log(alone, whole);
    assertThat(read(id, 10, null)).isEqualTo(new LogPage(List.of(whole, alone), null));
  }

  @Test
  void shouldTakeAnEntryWithoutAnAnswerExpected() {
    String id = newId();
    bus.send(Chargers.LOG, new LogBatch(List.of(entry(id, clock.instant(), "Reset", null))));
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
            "not json");
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
    assertThat(actions(new LogQuery(id, "A", false, null, null, 10, null)))
        .containsExactly("A", "A");
    assertThat(actions(new LogQuery(id, null, true, null, null, 10, null)))
        .containsExactly("A", "B");
    assertThat(
            actions(new LogQuery(id, null, false, at.plusSeconds(1), at.plusSeconds(2), 10, null)))
        .containsExactly("B");
  }

  private List<String> actions(LogQuery query) {
    return ask(Chargers.READ_LOG, query).items().stream().map(LogEntry::action).toList();
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
            Chargers.LOG,
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
    assertThatThrownBy(() -> ask(Chargers.LOG, new LogBatch(Collections.nCopies(20_001, one))))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID));
    ask(Chargers.LOG, new LogBatch(List.of()));
  }
}
