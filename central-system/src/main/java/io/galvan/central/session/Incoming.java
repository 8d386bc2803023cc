package io.galvan.central.session;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;

/**
 * A CALL that was received and not answered yet, or a SEND, which never is; the promise succeeds
 * when it is answered or done and fails when it is given up.
 */
final class Incoming {
  final Frame.Call call;
  final String text;

  /** False for a SEND. */
  final boolean wantsAnswer;

  final List<Deviation> deviations;
  final Instant receivedAt;
  final long receivedNanos = System.nanoTime();
  final Promise<Void> done = Promise.promise();

  /** How often it came again while it waited; each gets its answer. */
  int repetitions;

  Incoming(Frame.Call call, String text, List<Deviation> deviations, Instant receivedAt) {
    this(call, text, true, deviations, receivedAt);
  }

  private Incoming(
      Frame.Call call,
      String text,
      boolean wantsAnswer,
      List<Deviation> deviations,
      Instant receivedAt) {
    this.wantsAnswer = wantsAnswer;
    this.call = call;
    this.text = text;
    this.deviations = deviations;
    this.receivedAt = receivedAt;
  }

  static Incoming unanswered(
      Frame.Send send, String text, List<Deviation> deviations, Instant receivedAt) {
    return new Incoming(
        new Frame.Call(send.messageId(), send.action(), send.payload()),
        text,
        false,
        deviations,
        receivedAt);
  }

  boolean isSame(Incoming other) {
    return call.messageId().equals(other.call.messageId()) && text.equals(other.text);
  }

  String action() {
    return call.action().name();
  }
}
