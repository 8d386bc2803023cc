package io.galvan.central.session;

import io.galvan.central.route.RouteTable;
import io.galvan.central.session.CallQueue.OutgoingCall;
import io.galvan.central.session.SessionMeters.Outcome;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.station.StationCredentials.AnnouncedPassword;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own CALLs to one station: sent in turn, answered or not, counted and written down. */
final class OutgoingCalls {
  private static final Logger LOG = LoggerFactory.getLogger(OutgoingCalls.class);
  private static final String PROBE_16 = "{\"key\":[\"HeartbeatInterval\"]}";
  private static final String PROBE_2 =
      "{\"getVariableData\":[{\"component\":{\"name\":\"OCPPCommCtrlr\"},"
          + "\"variable\":{\"name\":\"HeartbeatInterval\"}}]}";

  private final SessionHost host;
  private final Link link;
  private final String chargerId;
  private final OcppVersion version;
  private final RouteTable routes;
  private final SessionLog log;
  private final long epoch;
  private final Predicate<String> maySend;
  private final Wire wire = new Wire();
  private final CallQueue queue = new CallQueue(wire);
  private final Set<String> asked = new HashSet<>(2);
  private final Set<String> triggered = new HashSet<>(2);
  private @Nullable OutgoingCall probe;
  private int messages;

  /**
   * @param maySend whether the station's state allows an action now
   */
  OutgoingCalls(
      SessionHost host,
      Link link,
      String chargerId,
      OcppVersion version,
      SessionLog log,
      long epoch,
      Predicate<String> maySend) {
    this.host = host;
    this.link = link;
    this.chargerId = chargerId;
    this.version = version;
    this.routes = host.routes(version);
    this.log = log;
    this.epoch = epoch;
    this.maySend = maySend;
  }

  /**
   * Queues a CALL; may be called from any thread. The future always succeeds with what became of
   * it.
   *
   * @param payload the request as JSON; one that is not this action's is NotSent
   * @param timeoutMs from the sending to the answer, in milliseconds
   */
  Future<NodeAnswer> call(
      String actionName, String payload, @Nullable String commandId, long timeoutMs) {
    Action<?, ?> action = routes.action(actionName).orElse(null);
    if (action == null) {
      return notSent(version.subprotocol() + " has no action " + actionName);
    }
    Record request;
    try {
      request =
          Shape.of(action.request(), version).read(payload, Reading.STRICT, new ArrayList<>());
    } catch (Violation e) {
      return notSent(String.valueOf(e.getMessage()));
    }
    return host.onContext(() -> queue.call(action, request, commandId, timeoutMs));
  }

  /**
   * Sends a harmless CALL whose answer, or whose acknowledgement by the transport, is a sign of
   * life. It does not wait for its turn, since a station that works at another CALL lives too.
   */
  void probe() {
    boolean first = version == OcppVersion.V1_6;
    Action<?, ?> action = routes.action(first ? "GetConfiguration" : "GetVariables").orElseThrow();
    Record payload =
        Shape.of(action.request(), version)
            .read(first ? PROBE_16 : PROBE_2, Reading.STRICT, new ArrayList<>());
    OutgoingCall call = new OutgoingCall(wire.nextMessageId(), action, payload, null, 0);
    call.frame = routes.codec().encode(new Frame.Call(call.messageId, action, payload));
    call.sentNanos = System.nanoTime();
    probe = call;
    link.send(call.frame);
  }

  private @Nullable OutgoingCall find(String messageId) {
    return probe != null && probe.messageId.equals(messageId) ? probe : queue.find(messageId);
  }

  private static Future<NodeAnswer> notSent(String why) {
    return Future.succeededFuture(new NodeAnswer(CallOutcome.NotSent, null, null, why));
  }

  /** The action whose answer this message id belongs to; null when none waits for it. */
  @Nullable Action<?, ?> action(String messageId) {
    OutgoingCall call = find(messageId);
    return call == null ? null : call.action;
  }

  /** A CALLRESULT; one that nobody waits for is nothing. */
  void onResult(Frame.CallResult result, String text, List<Deviation> deviations) {
    OutgoingCall call = find(result.messageId());
    if (call != null) {
      String payload = payloadText(call.action.response(), result.payload());
      answered(
          call, new NodeAnswer(CallOutcome.Result, payload, null, null), text, null, deviations);
    }
  }

  /** A CALLERROR; one that nobody waits for is nothing. */
  void onError(Frame.CallError error, String text, List<Deviation> deviations) {
    OutgoingCall call = find(error.messageId());
    if (call != null) {
      String code = error.code().wire(version);
      answered(
          call,
          new NodeAnswer(CallOutcome.Error, null, code, error.description()),
          text,
          code,
          deviations);
    }
  }

  /** Fails the CALL whose answer cannot be read; false if the text answers none. */
  boolean onUnusable(Inbound.Unusable unusable, String text) {
    String messageId = unusable.messageId();
    OutgoingCall call = messageId == null ? null : find(messageId);
    if (call == null) {
      return false;
    }
    answered(
        call,
        new NodeAnswer(
            CallOutcome.Error, null, ErrorCode.FormatViolation.wire(version), unusable.reason()),
        text,
        "unusable",
        List.of(new Deviation("frame", "Unusable", SessionLog.bounded(text), unusable.reason())));
    return true;
  }

  /** Fails the CALL whose answer we refused with a CALLRESULTERROR; false if it answers none. */
  boolean onRefused(Frame.CallResultError error, String text) {
    OutgoingCall call = find(error.messageId());
    if (call == null) {
      return false;
    }
    String code = error.code().wire(version);
    answered(
        call,
        new NodeAnswer(CallOutcome.Error, null, code, error.description()),
        text,
        code,
        List.of(new Deviation("frame", "Refused", SessionLog.bounded(text), error.description())));
    return true;
  }

  /** What this connection's station was asked to send before it is accepted. */
  Set<String> asked() {
    return asked;
  }

  /** Whether the station was asked for this action since it was last asked here. */
  boolean takeAsked(String action) {
    return triggered.remove(action);
  }

  private void answered(
      OutgoingCall call,
      NodeAnswer answer,
      String text,
      @Nullable String errorCode,
      List<Deviation> deviations) {
    long nanos = System.nanoTime() - call.sentNanos;
    boolean probed = call == probe;
    if (probed) {
      probe = null;
    }
    boolean inTime = probed || queue.answered(call, answer);
    host.meters.sent(
        call.action,
        link.transport(),
        answer.outcome() == CallOutcome.Result ? Outcome.result : Outcome.error,
        nanos);
    log.add(
        Caller.Central,
        sentAt(call),
        call.messageId,
        call.action.name(),
        call.frame,
        text,
        errorCode,
        nanos / 1_000,
        SessionLog.repaired(deviations, text));
    if (!inTime && call.commandId != null) {
      CommandAnswers.of(host.vertx)
          .close(CommandVerdict.close(call.commandId, answer))
          .onFailure(
              failure ->
                  LOG.warn(
                      "the late answer of {} to {} was not stored: {}",
                      chargerId,
                      call.action.name(),
                      failure.getMessage()));
    }
  }

  private Instant sentAt(OutgoingCall call) {
    return host.now().minusNanos(System.nanoTime() - call.sentNanos);
  }

  /** The connection is gone. */
  void close() {
    queue.close();
  }

  /** Whether the answer to a call may still come on another connection. */
  boolean mayBeAnsweredLate() {
    return queue.late() != null;
  }

  /** The answer to the older connection's last call may come on this one. */
  void goOnFrom(OutgoingCalls older) {
    OutgoingCall late = older.queue.late();
    if (late != null) {
      queue.expect(late);
    }
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> String payloadText(Class<R> type, Record payload) {
    return Shape.of(type).write((R) payload);
  }

  private final class Wire implements CallQueue.Wire {
    @Override
    public String nextMessageId() {
      return Long.toString(epoch, 36) + "-" + Integer.toString(++messages, 36);
    }

    @Override
    public boolean maySend(OutgoingCall call) {
      return maySend.test(call.action.name());
    }

    /** A command is Sent before it leaves, and a password opens before the station hears of it. */
    @Override
    public Future<?> prepare(OutgoingCall call) {
      String commandId = call.commandId;
      List<AnnouncedPassword> passwords = NewPasswords.in(call.payload, chargerId);
      Future<?> sent =
          commandId == null
              ? Future.succeededFuture()
              : host.bus.request(
                  Commands.SENT,
                  new Commands.CommandSent(commandId, host.now(), host.nodeId(), epoch));
      return passwords.isEmpty()
          ? sent
          : sent.compose(
              ok ->
                  host.bus.request(
                      StationCredentials.ANNOUNCE,
                      new StationCredentials.AnnouncedCredentials(
                          chargerId, commandId == null ? call.messageId : commandId, passwords)));
    }

    @Override
    public @Nullable String send(OutgoingCall call) {
      call.frame = routes.codec().encode(new Frame.Call(call.messageId, call.action, call.payload));
      String obstacle = link.obstacle(call.frame);
      if (obstacle == null) {
        call.sentNanos = System.nanoTime();
        asked.addAll(AskedFor.by(call.payload));
        triggered.addAll(AskedFor.triggeredBy(call.payload));
        link.send(call.frame);
      }
      return obstacle;
    }

    @Override
    public long timer(long delayMs, Runnable action) {
      return host.vertx.setTimer(delayMs, id -> action.run());
    }

    @Override
    public void cancel(long timer) {
      host.vertx.cancelTimer(timer);
    }

    @Override
    public void timedOut(OutgoingCall call) {
      link.unanswered();
      host.meters.sent(
          call.action, link.transport(), Outcome.unanswered, System.nanoTime() - call.sentNanos);
      log.add(
          Caller.Central,
          sentAt(call),
          call.messageId,
          call.action.name(),
          call.frame,
          null,
          "no answer",
          null,
          null);
    }
  }
}
