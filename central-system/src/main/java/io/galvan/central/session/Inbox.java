package io.galvan.central.session;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The CALLs of one station: one is handled at a time, in order; so many or so long ones may wait,
 * then the reading stops until some are answered.
 */
final class Inbox {
  /** CALLs that a station may send ahead. */
  static final int MOST = 16;

  /** Characters that may wait before the reading stops; a frame has 1 MB at most. */
  private static final int MOST_CHARS = 256 * 1024;

  /** What becomes of CALLs that wait when the connection closes: they are to come again. */
  static final String CLOSED = "the connection is closed";

  private final Link link;
  private final CallBudget budget;
  private final Consumer<Incoming> handler;
  private @Nullable Incoming handling;
  private @Nullable ArrayDeque<Incoming> waiting;
  private int waitingChars;
  private boolean paused;

  Inbox(Link link, CallBudget budget, Consumer<Incoming> handler) {
    this.link = link;
    this.budget = budget;
    this.handler = handler;
  }

  /** The CALL that is being handled. */
  @Nullable Incoming handling() {
    return handling;
  }

  /** Whether the reading has stopped. */
  boolean isFull() {
    return paused;
  }

  /** Has it handled, now or when those before it are answered. */
  void take(Incoming incoming) {
    if (handling == null) {
      handle(incoming);
      return;
    }
    ArrayDeque<Incoming> queue = waiting == null ? (waiting = new ArrayDeque<>(4)) : waiting;
    queue.add(incoming);
    waitingChars += incoming.text.length();
    if ((queue.size() >= MOST || waitingChars >= MOST_CHARS) && !paused) {
      paused = true;
      link.pause(true);
    }
  }

  /** The same CALL if it has come before and is not answered yet. */
  @Nullable Incoming same(Incoming incoming) {
    if (handling != null && handling.isSame(incoming)) {
      return handling;
    }
    return waiting == null
        ? null
        : waiting.stream().filter(before -> before.isSame(incoming)).findFirst().orElse(null);
  }

  /** The one that was handled is answered; the next one's turn has come. */
  void next() {
    handling = null;
    if (waiting == null) {
      return;
    }
    Incoming incoming = waiting.poll();
    if (incoming == null) {
      waiting = null;
    } else {
      waitingChars -= incoming.text.length();
      handle(incoming);
    }
    goOnReading();
  }

  /** What comes with it takes its place behind those that wait: the next one is handled already. */
  private void goOnReading() {
    boolean few = waiting == null || waiting.size() < MOST / 2;
    if (paused && few && waitingChars < MOST_CHARS) {
      paused = false;
      link.pause(false);
    }
  }

  private void handle(Incoming incoming) {
    handling = incoming;
    budget.run(incoming, () -> handler.accept(incoming));
  }

  /** Nothing of what waits will be handled any more. */
  void close() {
    if (waiting != null) {
      waiting.forEach(incoming -> incoming.done.tryFail(CLOSED));
      waiting = null;
    }
  }
}
