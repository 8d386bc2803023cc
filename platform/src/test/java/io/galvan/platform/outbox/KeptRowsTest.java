package io.galvan.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows of the outbox are deleted, and how many of them are remembered. */
class KeptRowsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = AT.plus(KeptRows.KEEP);

  private static OutboxRow row(long id) {
    return new OutboxRow(id, AT, 1, List.of());
  }

  private static Progress upTo(long id) {
    Progress progress = new Progress(0, List.of());
    for (long i = 1; i <= id; i++) {
      progress.add(i);
    }
    return progress;
  }

  @Test
  void shouldKeepWhatACursorHasNotPassed() {
    KeptRows kept = new KeptRows();
    List.of(1L, 2L, 3L).forEach(id -> kept.add(row(id)));
    assertThat(kept.isDue(AT.plusSeconds(1))).isFalse();
    assertThat(kept.takeDue(LATER, List.of(upTo(3), upTo(2)))).containsExactly(1L, 2L);
    assertThat(kept.takeDue(LATER, List.of(upTo(3), upTo(3)))).containsExactly(3L);
    assertThat(kept.isToBeReadAgain()).isFalse();
  }

  @Test
  void shouldRememberABoundedNumberAndSayWhenTheRestIsToBeRead() {
    KeptRows kept = new KeptRows();
    int all = KeptRows.MOST_ROWS + 5;
    for (long id = 1; id <= all; id++) {
      kept.add(row(id));
    }
    assertThat(kept.isToBeReadAgain()).isFalse();
    List<Progress> passed = List.of(upTo(all));
    int taken = 0;
    while (kept.isDue(LATER)) {
      taken += kept.takeDue(LATER, passed).size();
    }
    assertThat(taken).isEqualTo(KeptRows.MOST_ROWS);
    assertThat(kept.isToBeReadAgain()).isTrue();
    kept.clear();
    assertThat(kept.isToBeReadAgain()).isFalse();
  }
}
