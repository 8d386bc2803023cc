package io.galvan.simulator.station;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A time that passes only when it is told to. */
final class ManualTimeline implements Timeline {
  private record Task(Instant at, long order, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::order));
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long order;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized Timer after(Duration delay, Runnable task) {
    Task added = new Task(now.plus(delay.isNegative() ? Duration.ZERO : delay), order++, task);
    tasks.add(added);
    return () -> remove(added);
  }

  private synchronized void remove(Task task) {
    tasks.remove(task);
  }

  private synchronized Task nextUntil(Instant end) {
    Task next = tasks.peek();
    if (next == null || next.at().isAfter(end)) {
      now = end;
      return null;
    }
    now = next.at();
    return tasks.poll();
  }

  /** Lets time pass and runs what is due, on the caller's thread. */
  void pass(Duration time) {
    Instant end = now().plus(time);
    for (Task task = nextUntil(end); task != null; task = nextUntil(end)) {
      task.action().run();
    }
  }
}
