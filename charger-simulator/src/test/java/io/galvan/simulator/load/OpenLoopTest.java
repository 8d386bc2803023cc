package io.galvan.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final long MS = 1_000_000;

  private final OpenLoop<String> loop = new OpenLoop<>(1_000, 0);
  private final List<Long> due = new ArrayList<>();

  private boolean send(String station, long dueNanos) {
    due.add(dueNanos / MS);
    return true;
  }

  @Test
  void shouldSendAtTheRateWhateverTheTickIs() {
    for (int i = 0; i < 100; i++) {
      loop.free("station");
    }
    loop.pump(0, this::send);
    loop.pump(7 * MS, this::send);
    loop.pump(9 * MS, this::send);
    assertThat(due).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void shouldLetStationsTakeTurns() {
    List<String> turns = new ArrayList<>();
    loop.free("a");
    loop.free("b");
    for (long at = 0; at < 4; at++) {
      loop.pump(
          at * MS,
          (station, dueNanos) -> {
            turns.add(station);
            return true;
          });
      loop.free(turns.get(turns.size() - 1));
    }
    assertThat(turns).containsExactly("a", "b", "a", "b");
  }

  @Test
  void shouldCountTheWaitForASlowServerIntoEveryCallThatWasDueMeanwhile() {
    // Given one station whose server stands still for 100 ms, then answers at once
    Histogram latency = new Histogram(3);
    loop.free("station");
    List<Long> underWay = new ArrayList<>();
    for (long now = 0; now <= 200; now++) {
      long nowNanos = now * MS;
      loop.pump(nowNanos, (station, dueNanos) -> underWay.add(dueNanos));
      while (now >= 100 && !underWay.isEmpty()) {
        latency.recordValue((nowNanos - underWay.remove(0)) / MS);
        loop.free("station");
        loop.pump(nowNanos, (station, dueNanos) -> underWay.add(dueNanos));
      }
    }
    // Then half of all calls, not one of them, have seen the stall: 100 ms, 99 ms, 98 ms, ...
    assertThat(latency.getTotalCount()).isEqualTo(201);
    assertThat(latency.getMaxValue()).isEqualTo(100);
    assertThat(latency.getValueAtPercentile(75)).isBetween(48L, 52L);
  }

  @Test
  void shouldPassOverAStationThatIsGone() {
    Set<String> gone = new HashSet<>(Set.of("gone"));
    loop.free("gone");
    loop.free("station");
    loop.pump(0, (station, dueNanos) -> !gone.contains(station) && due.add(dueNanos));
    assertThat(due).containsExactly(0L);
    assertThat(loop.overdue(0)).isZero();
  }

  @Test
  void shouldTellHowManyCallsWereDueAndNotSent() {
    assertThat(loop.overdue(9 * MS)).isEqualTo(10);
    loop.end(4 * MS);
    assertThat(loop.overdue(9 * MS)).isEqualTo(5);
    loop.free("station");
    loop.pump(20 * MS, this::send);
    assertThat(loop.overdue(20 * MS)).isEqualTo(4);
  }
}
