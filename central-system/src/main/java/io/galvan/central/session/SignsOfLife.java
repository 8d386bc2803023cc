package io.galvan.central.session;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Asks the station of one session whether it lives. Whoever asks while a question is open gets its
 * answer; a station that answered within the last second is not asked again.
 */
final class SignsOfLife {
  static final long ANSWER_MS = 5_000;
  private static final long FRESH_NANOS = 1_000_000_000L;

  private final SessionHost host;
  private final Runnable question;
  private @Nullable Promise<Boolean> open;
  private long timer;
  private boolean answeredOnce;
  private long answeredNanos;

  /**
   * @param question has the station asked for anything that it answers
   */
  SignsOfLife(SessionHost host, Runnable question) {
    this.host = host;
    this.question = question;
  }

  /** Whether anything is heard of the station within 5 s. On the session's event loop. */
  Future<Boolean> ask() {
    if (answeredOnce && System.nanoTime() - answeredNanos < FRESH_NANOS) {
      return Future.succeededFuture(true);
    }
    Promise<Boolean> asked = open;
    if (asked == null) {
      asked = Promise.promise();
      open = asked;
      timer = host.vertx.setTimer(ANSWER_MS, id -> answer(false));
      question.run();
    }
    return asked.future();
  }

  /** Something was heard of the station. */
  void heard() {
    if (open != null) {
      answeredOnce = true;
      answeredNanos = System.nanoTime();
      answer(true);
    }
  }

  /** The session is over. */
  void close() {
    answer(false);
  }

  private void answer(boolean alive) {
    Promise<Boolean> asked = open;
    if (asked != null) {
      open = null;
      host.vertx.cancelTimer(timer);
      asked.complete(alive);
    }
  }
}
