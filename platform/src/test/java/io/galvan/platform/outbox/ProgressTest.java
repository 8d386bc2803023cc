package io.galvan.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void shouldRememberWhatWasPassedAndMayStillCome() {
    Progress progress = new Progress(4, List.of());
    progress.add(5);
    progress.add(8);
    assertThat(progress.gaps()).containsExactly(6L, 7L);
    assertThat(progress.has(6)).isFalse();
    assertThat(progress.has(8)).isTrue();
    assertThat(progress.has(9)).isFalse();
    progress.add(6);
    assertThat(progress.text()).isEqualTo("8-7");
    assertThat(Progress.parse("8-7").gaps()).containsExactly(7L);
    progress.close(Set.of(7L));
    assertThat(progress.text()).isEqualTo("8");
  }

  @Test
  void shouldCoverAPlaceOfWhichAllRowsWereRead() {
    for (String covered : List.of("8-7", "8-7-5", "7-6", "7", "6", "4")) {
      assertThat(Outboxes.covers("8", covered)).as(covered).isTrue();
    }
    for (String covered : List.of("8-7", "8-7-5", "6", "6-5", "0")) {
      assertThat(Outboxes.covers("8-7", covered)).as(covered).isTrue();
    }
    for (String ahead : List.of("9", "8", "7", "8-6", "9-7")) {
      assertThat(Outboxes.covers("8-7", ahead)).as(ahead).isFalse();
    }
  }

  @Test
  void shouldBoundTheGaps() {
    Progress progress = new Progress(0, List.of());
    progress.add(1_000_000);
    progress.add(1_000_002);
    assertThat(progress.gaps()).hasSize(Progress.MOST_GAPS).contains(1_000_001L, 999_999L);
  }

  @Test
  void shouldTakeNoOtherText() {
    for (String wrong : List.of("", "-1", "x", "1-", "1-x", "9".repeat(30))) {
      assertThatThrownBy(() -> Progress.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldGiveUpAGapOnlyWhenAllTransactionsThatMayFillItHaveEnded() {
    DeadGaps gaps = new DeadGaps();
    long minute = TimeUnit.MINUTES.toNanos(1);
    assertThat(gaps.dead(List.of(7L), new OutboxStore.Snapshot(10, 12), 0)).isEmpty();
    // Old enough: those that run now, or begin before this moment, may still fill it.
    assertThat(gaps.dead(List.of(7L), new OutboxStore.Snapshot(10, 20), minute)).isEmpty();
    assertThat(gaps.dead(List.of(7L), new OutboxStore.Snapshot(19, 30), 2 * minute)).isEmpty();
    assertThat(gaps.dead(List.of(7L, 8L), new OutboxStore.Snapshot(20, 30), 2 * minute))
        .containsExactly(7L);
  }
}
