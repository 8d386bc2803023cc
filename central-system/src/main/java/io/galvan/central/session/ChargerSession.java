package io.galvan.central.session;

import io.galvan.central.route.Caller;
import io.galvan.central.route.RouteTable;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connection;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.registration.Chargers.BootVerdict;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connected charging station, whatever the transport: what it may do now, and its life. It
 * reads frames; the station's CALLs are {@link IncomingCalls}, ours {@link OutgoingCalls}. All
 * methods run on the event loop of its host unless they say otherwise.
 */
public final class ChargerSession implements Caller {
  private static final Logger LOG = LoggerFactory.getLogger(ChargerSession.class);

  private final SessionHost host;
  private final Link link;
  private final String chargerId;
  private final OcppVersion version;
  private final RouteTable routes;
  private final long epoch;
  private final IncomingCalls incoming;
  private final OutgoingCalls calls;
  private final SessionLog log;
  private final SignsOfLife signs;

  private Reading reading;
  private volatile SessionState state;
  private volatile int heartbeatIntervalS;
  private long lastHeardNanos = System.nanoTime();
  private long unreadNanos = lastHeardNanos;
  private boolean heardSinceTaken = true;
  private boolean answersPings;

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
    this.log = new SessionLog(host.journal, chargerId, version);
    this.calls = new OutgoingCalls(host, link, chargerId, version, log, epoch, this::maySend);
    this.incoming = new IncomingCalls(host, link, this, log);
    this.signs = new SignsOfLife(host, this::askForLife);
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
          MessageLogs.Caller.Charger,
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
    incoming.deviates(deviation);
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

  /** Whether the station has never booted with us. May be asked from any thread. */
  public boolean isFresh() {
    return state == SessionState.Fresh;
  }

  /** Whether the station waits to be accepted. May be asked from any thread. */
  public boolean isPending() {
    return state == SessionState.Pending;
  }

  /** Why the station may not be sent this action now; null when it may. */
  @Nullable String obstacle(String action) {
    SessionState now = state;
    return now.maySend(action) ? null : now.obstacle();
  }

  /** What a station is told whose CALL is not heard. */
  String refusal() {
    return state.refusal();
  }

  @Override
  public boolean takeAsked(String action) {
    return calls.takeAsked(action);
  }

  /** Whether the station's CALL of this action is answered now, else it is refused. */
  boolean hears(String action) {
    return state.hears(version, action, calls.asked());
  }

  boolean isClosed() {
    return state == SessionState.Closed;
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
    if (isClosed()) {
      return Future.failedFuture(Inbox.CLOSED);
    }
    heard();
    Inbound inbound = routes.codec().decode(text, reading, calls::action, this::now);
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
          MessageLogs.Caller.Charger,
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
          MessageLogs.Caller.Charger,
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
      return incoming.take(new Incoming(call, text, received.deviations(), now()));
    }
    if (frame instanceof Frame.Send send) {
      return incoming.take(Incoming.unanswered(send, text, received.deviations(), now()));
    }
    if (frame instanceof Frame.CallResult result) {
      calls.onResult(result, text, received.deviations());
    } else if (frame instanceof Frame.CallError error) {
      calls.onError(error, text, received.deviations());
    } else if (frame instanceof Frame.CallResultError error) {
      incoming.onAnswerRefused(error, text, received.deviations());
    }
    return Future.succeededFuture();
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
    signs.heard();
  }

  /**
   * Asks the station for a sign of life; may be called from any thread. True when anything is heard
   * of it within 5 s.
   */
  public Future<Boolean> isAlive() {
    return host.onContext(
        () -> {
          if (isClosed()) {
            return Future.succeededFuture(false);
          }
          // It has sent more than we have read: what it would answer stands behind that.
          return incoming.isFull() ? Future.succeededFuture(true) : signs.ask();
        });
  }

  private void askForLife() {
    link.ping();
    if (link.transport() == Transport.MQTT) {
      calls.probe();
    }
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
    if (isClosed()) {
      return;
    }
    if (incoming.isFull()) {
      // It is not read from, so its silence says nothing.
      unreadNanos = nowNanos;
      return;
    }
    Duration silent = Duration.ofNanos(nowNanos - Math.max(lastHeardNanos, unreadNanos));
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
    host.context.runOnContext(ignored -> closeNow(reason));
  }

  private void closeNow(CloseReason reason) {
    if (!isClosed()) {
      host.meters.closing(reason);
      link.close(reason);
      onClosed(reason.text());
    }
  }

  /**
   * Waits for the answer that is under way, then closes; may be called from any thread. What the
   * station is told is on its way when this completes.
   */
  public Future<Void> drain(CloseReason reason) {
    return host.onContext(
        () -> incoming.underWay().otherwiseEmpty().onSuccess(ok -> closeNow(reason)));
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
    signs.close();
    calls.close();
    incoming.close();
    host.bus
        .request(Connections.DISCONNECT, new Connections.Disconnect(chargerId, epoch, reason))
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
