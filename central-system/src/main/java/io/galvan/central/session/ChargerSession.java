package io.galvan.central.session;

import io.galvan.central.route.Caller;
import io.galvan.central.route.Route;
import io.galvan.central.route.RouteTable;
import io.galvan.central.session.SessionMeters.Outcome;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.BootVerdict;
import io.galvan.platform.contract.Chargers.Connection;
import io.galvan.platform.contract.Commands.NodeAnswer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected charging station, whatever the transport. It reads frames, hands each CALL to its
 * route, one at a time and in order, and writes the answer when the route's work is durable; its
 * own CALLs are {@link OutgoingCalls}. All methods run on the event loop of its host unless they
 * say otherwise.
 */
public final class ChargerSession implements Caller {
  private static final Logger LOG = LoggerFactory.getLogger(ChargerSession.class);

  private static final int KEEP_ATTEMPTS = 6;
  private static final long KEEP_RETRY_MS = 250;

  private final SessionHost host;
  private final Link link;
  private final String chargerId;
  private final OcppVersion version;
  private final RouteTable routes;
  private final long epoch;
  private final OutgoingCalls calls;
  private final Inbox inbox;
  private final SessionLog log;

  private Reading reading;
  private volatile SessionState state;
  private volatile int heartbeatIntervalS;
  private long lastHeardNanos = System.nanoTime();
  private boolean heardSinceTaken = true;
  private boolean answersPings;
  private @Nullable LastAnswer lastAnswer;

  /**
   * The connection is stored already, with this epoch; frames may come as soon as this is built.
   */
  public ChargerSession(
      SessionHost host,
      Link link,
      String chargerId,
      OcppVersion version,
      boolean strict,
      Connection connection) {
    this.host = host;
    this.link = link;
    this.chargerId = chargerId;
    this.version = version;
    this.routes = host.routes(version);
    this.reading = strict ? Reading.STRICT : Reading.TOLERANT;
    this.epoch = connection.epoch();
    this.state = SessionState.of(connection.registration());
    this.heartbeatIntervalS = connection.heartbeatIntervalS();
    this.inbox = new Inbox(link, this::handle);
    this.log = new SessionLog(host.journal, chargerId);
    this.calls = new OutgoingCalls(host, link, version, log, epoch, this::maySend);
    host.meters.opened(link.transport());
  }

  @Override
  public String chargerId() {
    return chargerId;
  }

  @Override
  public OcppVersion version() {
    return version;
  }

  @Override
  public Instant now() {
    return host.now();
  }

  @Override
  public void registered(BootVerdict verdict) {
    SessionState next = SessionState.of(verdict.registration());
    if (state.mayBecome(next)) {
      state = next;
      heartbeatIntervalS = verdict.heartbeatIntervalS();
    }
  }

  /** From the next frame on, without repair or with it. */
  void read(boolean strict) {
    reading = strict ? Reading.STRICT : Reading.TOLERANT;
  }

  /** Writes down in which ways the connection itself was not as it should be. */
  public void arrived(String asked, List<Deviation> deviations) {
    if (!deviations.isEmpty()) {
      log.add(
          Chargers.Caller.Charger,
          now(),
          null,
          null,
          asked,
          null,
          null,
          null,
          SessionLog.repaired(deviations, asked));
    }
  }

  @Override
  public void deviates(Deviation deviation) {
    Incoming incoming = inbox.handling();
    if (incoming != null && incoming.deviations.size() < Deviation.MOST) {
      incoming.deviations.add(deviation);
    }
  }

  /**
   * The fence: of two sessions of one station the one with the higher epoch is the newer. May be
   * read from any thread.
   */
  public long epoch() {
    return epoch;
  }

  /** Whether the station was told Accepted. May be asked from any thread. */
  public boolean isAccepted() {
    return state == SessionState.Accepted;
  }

  /** Whether the station may be sent this action now. May be asked from any thread. */
  public boolean maySend(String action) {
    return state.maySend(action);
  }

  /** The seconds between heartbeats that the station was told last. */
  public int heartbeatIntervalS() {
    return heartbeatIntervalS;
  }

  /** The station has accepted another interval between heartbeats. */
  void heartbeatEvery(int seconds) {
    heartbeatIntervalS = seconds;
  }

  /** Whether this session lives on that event loop. */
  public boolean isOn(SessionHost other) {
    return host == other;
  }

  // ---- what the station says

  /**
   * One text from the wire. The future succeeds when it needs no more: a CALL is answered, anything
   * else is understood. It fails when the station, or who carries its messages, is to send it
   * again.
   */
  public Future<Void> onFrame(String text) {
    if (state == SessionState.Closed) {
      return Future.failedFuture(Inbox.CLOSED);
    }
    heard();
    Inbound inbound = routes.codec().decode(text, reading, calls::action);
    if (inbound instanceof Inbound.Received received) {
      if (!received.deviations().isEmpty()) {
        host.meters.repaired();
      }
      return onReceived(received, text);
    }
    if (inbound instanceof Inbound.Refused refused) {
      host.meters.refused();
      String answer = routes.codec().encode(refused.answer());
      link.send(answer);
      if (refused.answer() instanceof Frame.CallResultError error && calls.onRefused(error, text)) {
        return Future.succeededFuture();
      }
      log.add(
          Chargers.Caller.Charger,
          now(),
          refused.messageId(),
          refused.action(),
          text,
          answer,
          codeOf(refused.answer()),
          null,
          SessionLog.whole("Refused", refused.reason(), text));
      return Future.succeededFuture();
    }
    Inbound.Unusable unusable = (Inbound.Unusable) inbound;
    host.meters.unusable();
    if (!calls.onUnusable(unusable, text)) {
      log.add(
          Chargers.Caller.Charger,
          now(),
          unusable.messageId(),
          null,
          text,
          null,
          "unusable",
          null,
          SessionLog.whole("Unusable", unusable.reason(), text));
    }
    return Future.succeededFuture();
  }

  private Future<Void> onReceived(Inbound.Received received, String text) {
    Frame frame = received.frame();
    if (frame instanceof Frame.Call call) {
      Incoming incoming = new Incoming(call, text, received.deviations(), now());
      take(incoming);
      return incoming.done.future();
    }
    if (frame instanceof Frame.Send send) {
      Incoming incoming = Incoming.unanswered(send, text, received.deviations(), now());
      take(incoming);
      return incoming.done.future();
    }
    if (frame instanceof Frame.CallResult result) {
      calls.onResult(result, text, received.deviations());
    } else if (frame instanceof Frame.CallError error) {
      calls.onError(error, text, received.deviations());
    } else if (frame instanceof Frame.CallResultError error) {
      onAnswerRefused(error, text, received.deviations());
    }
    return Future.succeededFuture();
  }

  /** The station cannot use an answer of ours: nothing is to be done but to tell the operator. */
  private void onAnswerRefused(
      Frame.CallResultError error, String text, List<Deviation> deviations) {
    LastAnswer last = lastAnswer;
    log.add(
        Chargers.Caller.Charger,
        now(),
        error.messageId(),
        last != null && last.messageId().equals(error.messageId()) ? last.action() : null,
        text,
        null,
        error.code().wire(version),
        null,
        SessionLog.repaired(deviations, text));
  }

  private void take(Incoming incoming) {
    if (!isRepeated(incoming)) {
      inbox.take(incoming);
    }
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
    incoming.done.complete();
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
    } else if (!state.hears(version, action.name(), calls.asked())) {
      refuse(incoming, ErrorCode.SecurityError, "not accepted yet: send BootNotification first");
    } else {
      run(incoming, route, 1);
    }
  }

  private void run(Incoming incoming, Route<?, ?> route, int attempt) {
    Future<? extends Record> work;
    try {
      work = route.handle(this, incoming.call.payload());
    } catch (RuntimeException e) {
      work = Future.failedFuture(e);
    }
    work.onComplete(
        (answer, failure) -> {
          if (failure == null) {
            answer(
                incoming,
                new Frame.CallResult(incoming.call.messageId(), answer),
                null,
                Outcome.result);
          } else {
            onFailure(incoming, route, attempt, failure);
          }
        });
  }

  private void onFailure(Incoming incoming, Route<?, ?> route, int attempt, Throwable failure) {
    GalvanException fault =
        failure instanceof GalvanException known
            ? known
            : new GalvanException(Fault.INTERNAL, "internal error", null, failure);
    if (fault.fault() == Fault.INTERNAL) {
      LOG.error("{} of {} failed", incoming.call.action().name(), chargerId, failure);
    }
    if (route.delivery() == Route.Delivery.KEEP && fault.fault().retryable()) {
      if (attempt < KEEP_ATTEMPTS && state != SessionState.Closed) {
        host.vertx.setTimer(
            KEEP_RETRY_MS << (attempt - 1), id -> run(incoming, route, attempt + 1));
        return;
      }
      LOG.warn(
          "{} of {} could not be stored and is left to be sent again: {}",
          incoming.call.action().name(),
          chargerId,
          fault.message());
      host.meters.received(
          incoming.call.action(),
          link.transport(),
          Outcome.unanswered,
          System.nanoTime() - incoming.receivedNanos);
      log.received(incoming, null, "not answered", null);
      incoming.done.fail(fault);
      close(CloseReason.NotStored);
      return;
    }
    refuse(
        incoming,
        ErrorCode.parse(fault.fault().ocppCode()).orElse(ErrorCode.InternalError),
        fault.message());
  }

  private void refuse(Incoming incoming, ErrorCode code, String why) {
    String description =
        why.length() > Frame.DESCRIPTION_BOUND ? why.substring(0, Frame.DESCRIPTION_BOUND) : why;
    answer(
        incoming,
        Frame.CallError.of(incoming.call.messageId(), code, description),
        code.wire(version),
        Outcome.error);
  }

  private void answer(Incoming incoming, Frame frame, @Nullable String errorCode, Outcome outcome) {
    String text = incoming.wantsAnswer ? routes.codec().encode(frame) : null;
    for (int i = 0; text != null && i <= incoming.repetitions; i++) {
      link.send(text);
    }
    lastAnswer = LastAnswer.of(incoming.call, incoming.text, frame, text == null ? "" : text);
    long nanos = System.nanoTime() - incoming.receivedNanos;
    host.meters.received(incoming.call.action(), link.transport(), outcome, nanos);
    log.received(incoming, text, errorCode, nanos / 1_000);
    incoming.done.complete();
    if (state != SessionState.Closed) {
      inbox.next();
    }
  }

  // ---- what we say to the station

  /**
   * Queues a CALL of ours; may be called from any thread. The future always succeeds with what
   * became of it.
   *
   * @param payload the request as JSON; one that is not this action's is NotSent
   * @param timeoutMs from the sending to the answer, in milliseconds
   */
  public Future<NodeAnswer> call(
      String actionName, String payload, @Nullable String commandId, long timeoutMs) {
    return calls.call(actionName, payload, commandId, timeoutMs);
  }

  /** Whether the station may still answer a CALL of this session, on its next connection. */
  public boolean mayBeAnsweredLate() {
    return calls.mayBeAnsweredLate();
  }

  /** The station goes on where the older session, which is closed, was left. */
  public void goOnFrom(ChargerSession older) {
    calls.goOnFrom(older.calls);
  }

  // ---- life and end

  /** Any sign of life: a frame, a pong, an MQTT ping. */
  public void heard() {
    lastHeardNanos = System.nanoTime();
    heardSinceTaken = true;
  }

  /** The station answers pings, so their absence will mean something. */
  public void onPong() {
    answersPings = true;
    heard();
  }

  /**
   * Pings a silent station, and closes a dead one: no pong where it used to answer, and no frame
   * for two heartbeats.
   */
  void watch(long nowNanos, Duration pingInterval) {
    if (state == SessionState.Closed) {
      return;
    }
    Duration silent = Duration.ofNanos(nowNanos - lastHeardNanos);
    Duration heartbeats = Duration.ofSeconds(2L * heartbeatIntervalS).plus(pingInterval);
    Duration limit = pingInterval.multipliedBy(3);
    if (!answersPings && heartbeats.compareTo(limit) > 0) {
      limit = heartbeats;
    }
    if (silent.compareTo(limit) > 0) {
      close(CloseReason.Idle);
    } else if (silent.compareTo(pingInterval) > 0) {
      link.ping();
    }
  }

  /** When the station was last heard, if that is news since the last time this was asked. */
  @Nullable Instant takeLastSeen(long nowNanos) {
    if (!heardSinceTaken) {
      return null;
    }
    heardSinceTaken = false;
    return now().minusNanos(nowNanos - lastHeardNanos);
  }

  /** Closes the connection from our side; may be called from any thread. */
  public void close(CloseReason reason) {
    host.context.runOnContext(
        ignored -> {
          if (state != SessionState.Closed) {
            host.meters.closing(reason);
            link.close(reason);
            onClosed(reason.text());
          }
        });
  }

  /** Waits for the answer that is under way, then closes; may be called from any thread. */
  public Future<Void> drain(CloseReason reason) {
    return host.onContext(
        () -> {
          Incoming last = inbox.handling();
          Future<Void> answered = last == null ? Future.succeededFuture() : last.done.future();
          return answered.otherwiseEmpty().onSuccess(ok -> close(reason));
        });
  }

  /**
   * The wire is gone, whoever closed it. What the station sent and we have not answered, it will
   * send again.
   */
  public void onClosed(String reason) {
    if (!state.mayBecome(SessionState.Closed)) {
      return;
    }
    state = SessionState.Closed;
    host.meters.gone(link.transport());
    host.registry.remove(this);
    calls.close();
    inbox.close();
    host.bus
        .request(Chargers.DISCONNECT, new Chargers.Disconnect(chargerId, epoch, reason))
        .onFailure(
            failure ->
                LOG.warn(
                    "that {} disconnected could not be stored: {}",
                    chargerId,
                    failure.getMessage()));
  }

  private String codeOf(Frame answer) {
    if (answer instanceof Frame.CallError error) {
      return error.code().wire(version);
    }
    return answer instanceof Frame.CallResultError error ? error.code().wire(version) : "refused";
  }
}
