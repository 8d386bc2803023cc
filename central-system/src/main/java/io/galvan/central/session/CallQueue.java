package io.galvan.central.session;

import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.ocpp.rpc.Action;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Our own CALLs to one charging station: at most one is outstanding (OCPP-J 1.6, 4.1.1), the rest
 * wait in a bounded queue. A call that timed out is remembered until the next one times out, so
 * that its late answer is still understood.
 *
 * <pre>
 * state      what happens                  next       the call's outcome
 * idle       a call waits                  preparing
 * preparing  stored                        sent
 *            not stored, forbidden, or the wire takes no such frame
 *                                          idle       NotSent: it never left
 *            the connection closes         preparing  once stored or not: NotSent, it never left
 * sent       an answer                     idle       Result or Error
 *            the time is over              idle       TimedOut; a late answer still counts
 *            the connection closes         closed     NoAnswer; a late answer still counts
 * </pre>
 */
final class CallQueue {
  private static final int MAX_WAITING = 64;
  private static final String FORBIDDEN =
      "the charging station is not accepted, so this may not be sent to it";

  /** What the queue needs of its session. */
  interface Wire {
    String nextMessageId();

    /** Whether the station's state allows the CALL now. */
    boolean maySend(OutgoingCall call);

    /** Stores what must be stored before the CALL leaves; a failure says why it must not leave. */
    Future<?> prepare(OutgoingCall call);

    /** Puts the CALL on the wire; says why when it cannot be. */
    @Nullable String send(OutgoingCall call);

    /** Runs the action once after so many milliseconds and tells how to cancel it. */
    long timer(long delayMs, Runnable action);

    void cancel(long timer);

    /** The call was not answered in time. */
    void timedOut(OutgoingCall call);
  }

  /** One CALL of ours on its way. */
  static final class OutgoingCall {
    final String messageId;
    final Action<?, ?> action;
    final Record payload;
    final @Nullable String commandId;
    final long timeoutMs;
    final Promise<NodeAnswer> answer = Promise.promise();
    String frame = "";
    boolean sent;
    long sentNanos;

    OutgoingCall(
        String messageId,
        Action<?, ?> action,
        Record payload,
        @Nullable String commandId,
        long timeoutMs) {
      this.messageId = messageId;
      this.action = action;
      this.payload = payload;
      this.commandId = commandId;
      this.timeoutMs = timeoutMs;
    }
  }

  private final Wire wire;
  private @Nullable ArrayDeque<OutgoingCall> waiting;
  private @Nullable OutgoingCall outstanding;
  private @Nullable OutgoingCall timedOut;
  private long timer;
  private boolean closed;

  CallQueue(Wire wire) {
    this.wire = wire;
  }

  /** Queues a CALL; the future always succeeds with what became of it. */
  Future<NodeAnswer> call(
      Action<?, ?> action, Record payload, @Nullable String commandId, long timeoutMs) {
    if (closed) {
      return Future.succeededFuture(notSent("the connection is closed"));
    }
    ArrayDeque<OutgoingCall> queue = waiting == null ? (waiting = new ArrayDeque<>(4)) : waiting;
    if (queue.size() >= MAX_WAITING) {
      return Future.succeededFuture(notSent("too many commands wait for this charging station"));
    }
    OutgoingCall call =
        new OutgoingCall(wire.nextMessageId(), action, payload, commandId, timeoutMs);
    queue.add(call);
    pump();
    return call.answer.future();
  }

  /**
   * The call that an answer with this message id belongs to: the outstanding one, or the last that
   * timed out.
   */
  @Nullable OutgoingCall find(String messageId) {
    if (outstanding != null && outstanding.sent && outstanding.messageId.equals(messageId)) {
      return outstanding;
    }
    return timedOut != null && timedOut.messageId.equals(messageId) ? timedOut : null;
  }

  /** The answer of a call that {@link #find} gave; true if it came in time. */
  boolean answered(OutgoingCall call, NodeAnswer answer) {
    if (call != outstanding) {
      timedOut = null;
      return false;
    }
    wire.cancel(timer);
    outstanding = null;
    call.answer.complete(answer);
    pump();
    return true;
  }

  /** The connection is gone. */
  void close() {
    closed = true;
    if (outstanding != null && outstanding.sent) {
      wire.cancel(timer);
      outstanding.answer.complete(
          new NodeAnswer(
              CallOutcome.NoAnswer, null, null, "the connection closed before the answer came"));
      timedOut = outstanding;
      outstanding = null;
    }
    if (waiting != null) {
      waiting.forEach(
          call -> call.answer.complete(notSent("the connection closed before the call was sent")));
      waiting = null;
    }
  }

  /** The call whose answer may still come, late; null if there is none. */
  @Nullable OutgoingCall late() {
    return timedOut;
  }

  /** A call of an older connection whose answer may come on this one. */
  void expect(OutgoingCall late) {
    timedOut = late;
  }

  private void pump() {
    while (outstanding == null && waiting != null && !waiting.isEmpty()) {
      OutgoingCall call = waiting.poll();
      if (waiting.isEmpty()) {
        waiting = null;
      }
      outstanding = call;
      if (!wire.maySend(call)) {
        drop(call, FORBIDDEN);
        continue;
      }
      Future<?> prepared = wire.prepare(call);
      if (prepared.succeeded()) {
        send(call);
      } else {
        prepared.onComplete(
            (ok, failure) -> {
              prepared(call, failure);
              pump();
            });
      }
    }
  }

  private void prepared(OutgoingCall call, @Nullable Throwable failure) {
    if (failure != null) {
      drop(call, "not sent, since that could not be stored: " + failure.getMessage());
    } else if (closed) {
      drop(call, "the connection closed before the call was sent");
    } else if (!wire.maySend(call)) {
      drop(call, FORBIDDEN);
    } else {
      send(call);
    }
  }

  private void send(OutgoingCall call) {
    String obstacle = wire.send(call);
    if (obstacle != null) {
      drop(call, obstacle);
      return;
    }
    call.sent = true;
    timer = wire.timer(call.timeoutMs, () -> timeOut(call));
  }

  private void drop(OutgoingCall call, String why) {
    outstanding = null;
    call.answer.complete(notSent(why));
  }

  private void timeOut(OutgoingCall call) {
    if (outstanding == call) {
      outstanding = null;
      timedOut = call;
      wire.timedOut(call);
      call.answer.complete(
          new NodeAnswer(
              CallOutcome.TimedOut,
              null,
              null,
              "no answer within " + call.timeoutMs / 1000 + " s"));
      pump();
    }
  }

  private static NodeAnswer notSent(String why) {
    return new NodeAnswer(CallOutcome.NotSent, null, null, why);
  }
}
