package io.galvan.central.session;

import java.util.ArrayDeque;

/**
 * Bounds the characters of the large CALLs that one event loop handles at once, and so what the
 * queues of the services behind them hold: a CALL beyond waits for its turn, unread, and its
 * station is not read from. Small ones are bounded by their number, one a station.
 */
final class CallBudget {
  /** From here on a CALL is large, in characters. */
  static final int LARGE = 8_192;

  private final long most;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private long taken;

  private record Waiting(Incoming incoming, Runnable work) {}

  /**
   * @param most characters at once; one CALL that has more is handled alone
   */
  CallBudget(long most) {
    this.most = most;
  }

  /** Runs the work when the CALL fits in, and counts it until it is done. */
  void run(Incoming incoming, Runnable work) {
    if (incoming.text.length() < LARGE) {
      work.run();
    } else if (waiting.isEmpty() && fits(incoming)) {
      begin(incoming, work);
    } else {
      waiting.add(new Waiting(incoming, work));
    }
  }

  private boolean fits(Incoming incoming) {
    return taken == 0 || taken + incoming.text.length() <= most;
  }

  private void begin(Incoming incoming, Runnable work) {
    int length = incoming.text.length();
    taken += length;
    incoming.done.future().onComplete(done -> end(length));
    if (!incoming.done.future().isComplete()) {
      work.run();
    }
  }

  private void end(int length) {
    taken -= length;
    while (!waiting.isEmpty() && fits(waiting.element().incoming)) {
      Waiting next = waiting.remove();
      begin(next.incoming, next.work);
    }
  }

  /** The characters of large CALLs that are handled now. */
  long taken() {
    return taken;
  }
}
