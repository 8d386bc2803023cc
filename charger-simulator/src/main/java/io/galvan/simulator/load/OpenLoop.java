package io.galvan.simulator.load;

import java.util.ArrayDeque;

/**
 * Calls that are due at a constant rate, whether the central system keeps up or not. A call that
 * finds no free station waits for one and stays due at its own time; its latency counts from there,
 * so a slow answer is not left out because nobody asked meanwhile (coordinated omission).
 *
 * @param <S> a station
 */
final class OpenLoop<S> {
  /** Begins a call. */
  interface Sender<S> {
    /**
     * @param dueNanos when the call should have been sent
     * @return false when the station cannot take calls any more
     */
    boolean send(S station, long dueNanos);
  }

  private final ArrayDeque<S> free = new ArrayDeque<>();
  private final double nanosBetween;
  private final long beginNanos;
  private long endNanos = Long.MAX_VALUE;
  private long sent;

  OpenLoop(double perSecond, long beginNanos) {
    this.nanosBetween = 1e9 / perSecond;
    this.beginNanos = beginNanos;
  }

  /** The station can take a call; stations take turns. */
  void free(S station) {
    free.add(station);
  }

  /** Nothing is due from now on. */
  void end(long nowNanos) {
    endNanos = nowNanos;
  }

  private long nextDue() {
    return beginNanos + (long) (sent * nanosBetween);
  }

  /** Begins the calls that are due, as far as there are free stations. */
  void pump(long nowNanos, Sender<S> sender) {
    long until = Math.min(nowNanos, endNanos);
    while (!free.isEmpty() && nextDue() - until <= 0) {
      if (sender.send(free.remove(), nextDue())) {
        sent++;
      }
    }
  }

  /** Calls that are due and not begun. */
  long overdue(long nowNanos) {
    long until = Math.min(nowNanos, endNanos);
    return until < beginNanos
        ? 0
        : Math.max(0, (long) ((until - beginNanos) / nanosBetween) + 1 - sent);
  }
}
