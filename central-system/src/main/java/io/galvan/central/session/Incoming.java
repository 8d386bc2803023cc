package io.galvan.central.session;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;

/**
 * A CALL that was received and not answered yet; the promise completes when it is answered or given
 * up.
 */
final class Incoming {
  final Frame.Call call;
  final String text;
  final List<Deviation> deviations;
  final Instant receivedAt;
  final long receivedNanos = System.nanoTime();
  final Promise<Void> done = Promise.promise();

  /** How often it came again while it waited; each gets its answer. */
  int repetitions;

  Incoming(Frame.Call call, String text, List<Deviation> deviations, Instant receivedAt) {
    this.call = call;
    this.text = text;
    this.deviations = deviations;
    this.receivedAt = receivedAt;
  }

  boolean isSame(Incoming other) {
    return call.messageId().equals(other.call.messageId()) && text.equals(other.text);
  }

  String action() {
    return call.action().name();
  }
}
