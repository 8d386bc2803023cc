package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.simulator.station.CallFailure.Kind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of transactions, delivered in order even when made offline, and again when the
 * central system fails on them (OCPP 1.6, sections 3.7.1 and 4.8).
 */
final class TransactionQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionQueue.class);
  private static final int MAX_MESSAGES = 10_000;

  /**
   * A message; its payload is made when it is sent, since only then the transaction's id is known.
   */
  private record Message<Q extends Record, R extends Record>(
      Action<Q, R> action, Supplier<Q> payload, Consumer<R> onResult) {
    Future<R> send(Link link) {
      return link.call(action, payload.get()).onSuccess(onResult::accept);
    }
  }

  private final Link link;
  private final Timeline timeline;
  private final Configuration configuration;
  private final BooleanSupplier mayServe;
  private final Deque<Message<?, ?>> messages = new ArrayDeque<>();
  private Timeline.Timer retry = Timeline.Timer.NONE;
  private volatile int size;
  private boolean busy;
  private int attempts;

  /**
   * @param mayServe whether the station is registered
   */
  TransactionQueue(
      Link link, Timeline timeline, Configuration configuration, BooleanSupplier mayServe) {
    this.link = link;
    this.timeline = timeline;
    this.configuration = configuration;
    this.mayServe = mayServe;
  }

  <Q extends Record, R extends Record> void add(
      Action<Q, R> action, Supplier<Q> payload, Consumer<R> onResult) {
    if (messages.size() >= MAX_MESSAGES && !forgetOldestSample()) {
      LOG.error("the queue is full of starts and stops: {} is lost", action.name());
      return;
    }
    messages.add(new Message<>(action, payload, onResult));
    size = messages.size();
    pump();
  }

  /** Samples are the first to go when memory runs out (section 3.7.1). */
  private boolean forgetOldestSample() {
    Iterator<Message<?, ?>> each = messages.iterator();
    if (busy && each.hasNext()) {
      each.next();
    }
    while (each.hasNext()) {
      if (each.next().action().equals(Actions16.METER_VALUES)) {
        each.remove();
        size = messages.size();
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** How many messages wait; may be asked from any thread. */
  int size() {
    return size;
  }

  /** What waits, the first first, as people read it. */
  List<String> lines() {
    return messages.stream()
        .map(each -> each.action().name() + " " + each.payload().get())
        .toList();
  }

  /** The connection is lost: what was being sent will be sent again. */
  void connectionLost() {
    retry.cancel();
    retry = Timeline.Timer.NONE;
    busy = false;
  }

  /** Sends the next message when it may be sent. */
  void pump() {
    Message<?, ?> next = messages.peek();
    if (next == null || busy || !link.isOpen() || !mayServe.getAsBoolean()) {
      return;
    }
    busy = true;
    next.send(link).onComplete(answer -> done(), failure -> failed(next, failure));
  }

  private void done() {
    messages.remove();
    size = messages.size();
    attempts = 0;
    busy = false;
    pump();
  }

  private void failed(Message<?, ?> message, Throwable failure) {
    Kind kind = failure instanceof CallFailure known ? known.kind() : Kind.UNREADABLE;
    if (kind == Kind.OFFLINE || kind == Kind.LOST) {
      return;
    }
    attempts++;
    int most = configuration.number(Configuration.TRANSACTION_MESSAGE_ATTEMPTS);
    if (attempts >= most) {
      LOG.warn(
          "{} is given up after {} attempts: {}",
          message.action().name(),
          attempts,
          failure.getMessage());
      done();
      return;
    }
    long seconds =
        (long) configuration.number(Configuration.TRANSACTION_MESSAGE_RETRY_INTERVAL) * attempts;
    retry =
        timeline.after(
            Duration.ofSeconds(seconds),
            () -> {
              busy = false;
              pump();
            });
  }
}
