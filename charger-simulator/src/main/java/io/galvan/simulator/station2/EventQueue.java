package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.TransactionEvent;
import io.galvan.ocpp.v2.TransactionEventRequest;
import io.galvan.ocpp.v2.TransactionEventResponse;
import io.galvan.simulator.station.CallFailure;
import io.galvan.simulator.station.CallFailure.Kind;
import io.galvan.simulator.station.Link;
import io.galvan.simulator.station.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TransactionEvents, delivered in order even when made offline, and again when the central
 * system fails on them (OCPP 2.x, E04 and E13).
 */
final class EventQueue {
  private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
  private static final int MAX_MESSAGES = 10_000;

  private record Message(
      TransactionEventRequest request, Consumer<TransactionEventResponse> onResult) {}

  private final Link link;
  private final Timeline timeline;
  private final DeviceModel model;
  private final BooleanSupplier mayServe;
  private final Deque<Message> messages = new ArrayDeque<>();
  private Timeline.Timer retry = Timeline.Timer.NONE;
  private volatile int waiting;
  private boolean busy;
  private int attempts;

  /**
   * @param mayServe whether the station is registered
   */
  EventQueue(Link link, Timeline timeline, DeviceModel model, BooleanSupplier mayServe) {
    this.link = link;
    this.timeline = timeline;
    this.model = model;
    this.mayServe = mayServe;
  }

  void add(TransactionEventRequest request, Consumer<TransactionEventResponse> onResult) {
    if (messages.size() >= MAX_MESSAGES && !forgetOldestUpdate()) {
      LOG.error("the queue is full of starts and ends: an event is lost");
      return;
    }
    messages.add(new Message(request, onResult));
    waiting = messages.size();
    pump();
  }

  /** Updates are the first to go when memory runs out (E04.FR.07). */
  private boolean forgetOldestUpdate() {
    Iterator<Message> each = messages.iterator();
    if (busy && each.hasNext()) {
      each.next();
    }
    while (each.hasNext()) {
      if (each.next().request().eventType() == TransactionEvent.Updated) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  /** How many wait; may be asked from any thread. */
  int size() {
    return waiting;
  }

  /** Those that wait, the first first, one line each. */
  List<String> lines() {
    return messages.stream()
        .map(
            each ->
                each.request().eventType()
                    + " "
                    + each.request().transactionInfo().transactionId()
                    + " "
                    + each.request().seqNo()
                    + " "
                    + each.request().triggerReason())
        .toList();
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /** Whether events of a transaction are waiting. */
  boolean holds(String transactionId) {
    return messages.stream()
        .anyMatch(each -> each.request().transactionInfo().transactionId().equals(transactionId));
  }

  /** The connection is lost: what was being sent will be sent again. */
  void connectionLost() {
    retry.cancel();
    retry = Timeline.Timer.NONE;
    busy = false;
  }

  /** Sends the next message when it may be sent. */
  void pump() {
    Message next = messages.peek();
    if (next == null || busy || !link.isOpen() || !mayServe.getAsBoolean()) {
      return;
    }
    busy = true;
    link.call(TransactionActions.TRANSACTION_EVENT, next.request())
        .onComplete(
            answer -> {
              done();
              next.onResult().accept(answer);
            },
            this::failed);
  }

  private void done() {
    messages.remove();
    waiting = messages.size();
    attempts = 0;
    busy = false;
    pump();
  }

  private void failed(Throwable failure) {
    Kind kind = failure instanceof CallFailure known ? known.kind() : Kind.UNREADABLE;
    if (kind == Kind.OFFLINE || kind == Kind.LOST) {
      return;
    }
    attempts++;
    if (attempts >= model.number("OCPPCommCtrlr.MessageAttempts[TransactionEvent]")) {
      LOG.warn("an event is given up after {} attempts: {}", attempts, failure.getMessage());
      done();
      return;
    }
    long seconds =
        (long) model.number("OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]") * attempts;
    retry =
        timeline.after(
            Duration.ofSeconds(seconds),
            () -> {
              busy = false;
              pump();
            });
  }
}
