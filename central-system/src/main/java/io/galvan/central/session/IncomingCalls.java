package io.galvan.central.session;

import io.galvan.central.route.Route;
import io.galvan.central.route.RouteTable;
import io.galvan.central.session.SessionMeters.Outcome;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CALLs of one station: each is handed to its route, one at a time and in order, and answered
 * when the route's work is durable; one that comes again gets the same answer.
 */
final class IncomingCalls {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingCalls.class);

  private static final int KEEP_ATTEMPTS = 6;
  private static final long KEEP_RETRY_MS = 250;

  /** Between the tries of a handler that fails, see {@link Fault#INTERNAL}. */
  private static final long[] INTERNAL_PAUSES_MS = {100, 500};

  /** From the receipt to the answer of what we fail on, in milliseconds. */
  private static final long FAILED_WITHIN_MS = 2_900;

  /** What is left for the dead letter however long the handler took, in milliseconds. */
  private static final long LEAST_FOR_LETTER_MS = 300;

  private final SessionHost host;
  private final Link link;
  private final ChargerSession session;
  private final RouteTable routes;
  private final SessionLog log;
  private final Inbox inbox;
  private @Nullable LastAnswer lastAnswer;

  IncomingCalls(SessionHost host, Link link, ChargerSession session, SessionLog log) {
    this.host = host;
    this.link = link;
    this.session = session;
    this.routes = host.routes(session.version());
    this.log = log;
    this.inbox = new Inbox(link, host.budget, this::handle);
  }

  /** What is handled now was not as it should be. */
  void deviates(Deviation deviation) {
    Incoming incoming = inbox.handling();
    if (incoming != null && incoming.deviations.size() < Deviation.MOST) {
      incoming.deviations.add(deviation);
    }
  }

  /** Completes when what is handled now is answered; at once when there is nothing. */
  Future<Void> underWay() {
    Incoming incoming = inbox.handling();
    return incoming == null ? Future.succeededFuture() : incoming.done.future();
  }

  /** Whether the station is not read from until some of its CALLs are answered. */
  boolean isFull() {
    return inbox.isFull();
  }

  /** The connection is gone: what was not answered is to come again. */
  void close() {
    inbox.close();
  }

  /** Handles what was received; the future is that of {@link Incoming#done}. */
  Future<Void> take(Incoming incoming) {
    if (!isRepeated(incoming)) {
      inbox.take(incoming);
    }
    return incoming.done.future();
  }

  /**
   * A CALL that comes again with the same id and text gets the same answer, whether the first one
   * is answered or still under way.
   */
  private boolean isRepeated(Incoming incoming) {
    LastAnswer last = lastAnswer;
    Incoming first = inbox.same(incoming);
    if (first != null) {
      // More than anyone means to send; they need no answer each.
      first.repetitions = Math.min(first.repetitions + 1, Inbox.MOST);
    } else if (last != null && last.fits(incoming.call, incoming.text)) {
      if (incoming.wantsAnswer) {
        link.send(last.answer());
      }
    } else {
      return false;
    }
    incoming.deviations.add(
        Deviation.of("frame[1]", DeviationKind.RepeatedCall, incoming.call.messageId(), ""));
    host.meters.repaired();
    log.received(incoming, first == null && last != null ? last.answer() : null, null, null);
    if (first == null) {
      incoming.done.complete();
    } else {
      // It is not stored before the one that it repeats is.
      first.done.future().onComplete(incoming.done);
    }
    return true;
  }

  private void handle(Incoming incoming) {
    Action<?, ?> action = incoming.call.action();
    Route<?, ?> route = routes.find(action);
    if (route == null) {
      refuse(
          incoming,
          ErrorCode.NotSupported,
          action.name() + " is not for a charging station to send");
    } else if (!session.hears(action.name())) {
      refuse(incoming, ErrorCode.SecurityError, session.refusal());
    } else {
      run(incoming, route, 1);
    }
  }

  private void run(Incoming incoming, Route<?, ?> route, int attempt) {
    Future<? extends Record> work;
    try {
      work = route.handle(session, incoming.call.payload());
    } catch (RuntimeException e) {
      work = Future.failedFuture(e);
    }
    work.onComplete(
        (answer, failure) -> {
          if (failure != null) {
            onFailure(incoming, route, attempt, failure);
            return;
          }
          Frame result = new Frame.CallResult(incoming.call.messageId(), answer);
          String text;
          try {
            text = incoming.wantsAnswer ? routes.codec().encode(result) : null;
          } catch (RuntimeException e) {
            onFailure(incoming, route, attempt, e);
            return;
          }
          if (text != null && !link.takes(text)) {
            refuse(
                incoming,
                ErrorCode.InternalError,
                "the answer has more bytes than the charging station takes at once");
          } else {
            answer(incoming, result, text, null, Outcome.result);
          }
        });
  }

  private void onFailure(Incoming incoming, Route<?, ?> route, int attempt, Throwable failure) {
    GalvanException fault =
        failure instanceof GalvanException known
            ? known
            : new GalvanException(Fault.INTERNAL, "internal error", null, failure);
    if (fault.fault() == Fault.INTERNAL) {
      onInternal(incoming, route, attempt, fault);
    } else if (route.delivery() == Route.Delivery.KEEP && fault.fault().notNow()) {
      if (attempt < KEEP_ATTEMPTS && !session.isClosed()) {
        host.vertx.setTimer(
            KEEP_RETRY_MS << (attempt - 1), id -> run(incoming, route, attempt + 1));
      } else {
        leaveUnanswered(incoming, fault);
      }
    } else {
      refuse(
          incoming,
          ErrorCode.parse(fault.fault().ocppCode()).orElse(ErrorCode.InternalError),
          fault.message());
    }
  }

  /**
   * We may fail on this one for ever, so the station is not made to send it again: after some tries
   * it is answered, and kept for an operator.
   */
  private void onInternal(
      Incoming incoming, Route<?, ?> route, int attempt, GalvanException fault) {
    LOG.error(
        "{} of {} failed, try {}",
        incoming.action(),
        session.chargerId(),
        attempt,
        fault.getCause() == null ? fault : fault.getCause());
    if (attempt <= INTERNAL_PAUSES_MS.length && !session.isClosed()) {
      long pause = INTERNAL_PAUSES_MS[attempt - 1];
      if (leftMs(incoming) > pause + LEAST_FOR_LETTER_MS) {
        host.vertx.setTimer(pause, id -> run(incoming, route, attempt + 1));
        return;
      }
    }
    keepLetter(incoming, fault)
        .onComplete(
            (kept, failure) -> {
              // A letter that is refused for what is in it is not kept by sending it again.
              boolean refused =
                  failure instanceof GalvanException known && known.fault() == Fault.INVALID;
              if (failure != null) {
                LOG.error(
                    "the dead letter of {} of {} could not be stored: {}",
                    incoming.action(),
                    session.chargerId(),
                    failure.getMessage());
              }
              if (failure != null && !refused && route.delivery() == Route.Delivery.KEEP) {
                leaveUnanswered(incoming, fault);
              } else {
                refuse(incoming, ErrorCode.InternalError, fault.message());
              }
            });
  }

  private Future<?> keepLetter(Incoming incoming, GalvanException fault) {
    host.meters.deadLetter();
    return host.bus
        .request(
            DeadLetters.STORE,
            new DeadLetters.Failed(
                session.chargerId(),
                session.version(),
                incoming.action(),
                incoming.call.messageId(),
                Secrets.mask(incoming.text),
                fault.getCause() == null ? fault.message() : String.valueOf(fault.getCause()),
                incoming.receivedAt))
        .timeout(Math.max(LEAST_FOR_LETTER_MS, leftMs(incoming)), TimeUnit.MILLISECONDS);
  }

  private static long leftMs(Incoming incoming) {
    return FAILED_WITHIN_MS
        - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - incoming.receivedNanos);
  }

  /** What it needs is away: the station, or who carries its messages, is to send it again. */
  private void leaveUnanswered(Incoming incoming, GalvanException fault) {
    LOG.warn(
        "{} of {} could not be stored and is left to be sent again: {}",
        incoming.action(),
        session.chargerId(),
        fault.message());
    host.meters.received(
        incoming.call.action(),
        link.transport(),
        Outcome.unanswered,
        System.nanoTime() - incoming.receivedNanos);
    log.received(incoming, null, "not answered", null);
    incoming.done.fail(fault);
    session.close(CloseReason.NotStored);
  }

  private void refuse(Incoming incoming, ErrorCode code, String why) {
    String description =
        why.length() > Frame.DESCRIPTION_BOUND ? why.substring(0, Frame.DESCRIPTION_BOUND) : why;
    Frame error = Frame.CallError.of(incoming.call.messageId(), code, description);
    answer(
        incoming,
        error,
        incoming.wantsAnswer ? routes.codec().encode(error) : null,
        code.wire(session.version()),
        Outcome.error);
  }

  private void answer(
      Incoming incoming,
      Frame frame,
      @Nullable String text,
      @Nullable String errorCode,
      Outcome outcome) {
    for (int i = 0; text != null && i <= incoming.repetitions; i++) {
      link.send(text);
    }
    lastAnswer = LastAnswer.of(incoming.call, incoming.text, frame, text == null ? "" : text);
    long nanos = System.nanoTime() - incoming.receivedNanos;
    host.meters.received(incoming.call.action(), link.transport(), outcome, nanos);
    log.received(incoming, text, errorCode, nanos / 1_000);
    incoming.done.complete();
    if (!session.isClosed()) {
      inbox.next();
    }
  }

  /** The station cannot use an answer of ours: nothing is to be done but to tell the operator. */
  void onAnswerRefused(Frame.CallResultError error, String text, List<Deviation> deviations) {
    LastAnswer last = lastAnswer;
    log.add(
        MessageLogs.Caller.Charger,
        session.now(),
        error.messageId(),
        last != null && last.messageId().equals(error.messageId()) ? last.action() : null,
        text,
        null,
        error.code().wire(session.version()),
        null,
        SessionLog.repaired(deviations, text));
  }
}
