package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.simulator.station.CallFailure.Kind;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The station's end of the connection: opens it again when it is lost, sends one CALL at a time,
 * answers the calls of the central system (OCPP-J, section 4). Of any version.
 */
public final class Link {
  /** Answers a CALL of the central system. */
  @FunctionalInterface
  public interface CallHandler {
    /** The answer, and what is done once it is sent. */
    Answer answer(Frame.Call call);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final int MAX_WAITING_CALLS = 1_000;

  private record Pending(Frame.Call frame, Promise<Record> result, String text) {}

  private final String id;
  private final FrameCodec codec;
  private final Supplier<Transport> ways;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Duration callTimeout;
  private final Duration firstBackOff;
  private final Duration longestBackOff;
  private final List<Consumer<WireFrame>> watchers = new CopyOnWriteArrayList<>();
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final long messageIdPrefix;

  private CallHandler calls = call -> Answer.error(ErrorCode.InternalError, "not ready");
  private Runnable onOpen = () -> {};
  private Runnable onClose = () -> {};
  private Transport transport;
  private @Nullable Pending outstanding;
  private Timeline.Timer timeout = Timeline.Timer.NONE;
  private Timeline.Timer reconnect = Timeline.Timer.NONE;
  private boolean wanted;
  private boolean connecting;
  private volatile boolean open;
  private volatile @Nullable String trouble;
  private int failures;
  private long messages;
  private @Nullable String answeredId;
  private @Nullable String answeredText;

  /**
   * @param codec of the station's side: it takes the calls of a central system
   * @param ways gives the way of each connection, at the time of connecting
   * @param callTimeout how long an answer is awaited
   * @param firstBackOff about how long after a lost connection the next try comes; doubles
   * @param longestBackOff the most between two tries
   */
  public Link(
      String id,
      FrameCodec codec,
      Supplier<Transport> ways,
      Timeline timeline,
      RandomGenerator random,
      Duration callTimeout,
      Duration firstBackOff,
      Duration longestBackOff) {
    this.id = id;
    this.codec = codec;
    this.ways = ways;
    this.transport = ways.get();
    this.timeline = timeline;
    this.random = random;
    this.callTimeout = callTimeout;
    this.firstBackOff = firstBackOff;
    this.longestBackOff = longestBackOff;
    this.messageIdPrefix = random.nextLong() & 0xffffffffL;
  }

  /** Shows every frame from now on. */
  public void watch(Consumer<WireFrame> watcher) {
    watchers.add(watcher);
  }

  /** Who is told of connections and answers calls. */
  public void attach(CallHandler calls, Runnable onOpen, Runnable onClose) {
    this.calls = calls;
    this.onOpen = onOpen;
    this.onClose = onClose;
  }

  /** Whether there is a connection. */
  public boolean isOpen() {
    return open;
  }

  /** Why the latest try to connect failed; empty when it did not. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Whether no CALL of ours waits to be sent or answered. */
  public boolean quiet() {
    return outstanding == null && waiting.isEmpty();
  }

  /** Connects, and from now on again whenever the connection is lost. */
  public void connect() {
    wanted = true;
    reconnect.cancel();
    if (open || connecting) {
      return;
    }
    connecting = true;
    transport = ways.get();
    transport
        .connect(this::received, this::lost)
        .onComplete(
            connected -> {
              connecting = false;
              failures = 0;
              trouble = null;
              open = true;
              if (!wanted) {
                transport.close();
                return;
              }
              LOG.info("{}: connected", id);
              onOpen.run();
            },
            failure -> {
              connecting = false;
              String reason = String.valueOf(failure.getMessage());
              if (reason.equals(trouble)) {
                LOG.debug("{}: still cannot connect: {}", id, reason);
              } else {
                LOG.info("{}: cannot connect: {}", id, reason);
              }
              trouble = reason;
              retryLater();
            });
  }

  /** Closes, and stays closed until {@link #connect} is called. */
  public Future<Void> disconnect() {
    wanted = false;
    reconnect.cancel();
    return transport.close();
  }

  /** Closes as if the network had failed: connects again after the back-off. */
  public Future<Void> drop() {
    return transport.close();
  }

  private void lost(String reason) {
    if (!open) {
      return;
    }
    open = false;
    LOG.info("{}: connection lost: {}", id, reason);
    timeout.cancel();
    Pending unanswered = outstanding;
    outstanding = null;
    List<Pending> unsent = List.copyOf(waiting);
    waiting.clear();
    onClose.run();
    if (unanswered != null) {
      unanswered.result().fail(new CallFailure(Kind.LOST, null, "connection lost"));
    }
    unsent.forEach(
        call -> call.result().fail(new CallFailure(Kind.OFFLINE, null, "connection lost")));
    if (wanted) {
      retryLater();
    }
  }

  /** Doubles from the first back-off to the longest; a random half keeps a fleet apart. */
  private void retryLater() {
    if (!wanted) {
      return;
    }
    long most =
        Math.min(longestBackOff.toMillis(), firstBackOff.toMillis() << Math.min(failures, 20));
    failures++;
    long delay = most / 2 + random.nextLong(most / 2 + 1);
    reconnect = timeline.after(Duration.ofMillis(delay), this::connect);
  }

  /** Sends a CALL when those before it are answered; fails with a {@link CallFailure}. */
  public <Q extends Record, R extends Record> Future<R> call(Action<Q, R> action, Q payload) {
    if (!open || waiting.size() >= MAX_WAITING_CALLS) {
      return Future.failedFuture(new CallFailure(Kind.OFFLINE, null, "not connected"));
    }
    Frame.Call frame = new Frame.Call(nextMessageId(), action, payload);
    Promise<Record> result = Promise.promise();
    waiting.add(new Pending(frame, result, codec.encode(frame)));
    sendNext();
    return result.future().map(action.response()::cast);
  }

  private String nextMessageId() {
    return String.format("%08x-%d", messageIdPrefix, ++messages);
  }

  private void sendNext() {
    if (outstanding != null || waiting.isEmpty() || !open) {
      return;
    }
    Pending next = waiting.remove();
    outstanding = next;
    timeout = timeline.after(callTimeout, () -> fail(next, Kind.TIMED_OUT, null, "no answer"));
    send(next.text());
  }

  /** Sends a message that is never answered, at once. */
  public <Q extends Record> Future<Void> sendUnanswered(Action<Q, ?> action, Q payload) {
    return send(codec.encode(new Frame.Send(nextMessageId(), action, payload)));
  }

  /** Sends any text as it is. */
  public Future<Void> send(String text) {
    tell(new WireFrame(true, text, timeline.now()));
    return transport.send(text);
  }

  private void tell(WireFrame frame) {
    LOG.debug("{} {} {}", id, frame.sent() ? "->" : "<-", frame.text());
    watchers.forEach(watcher -> watcher.accept(frame));
  }

  private void received(String text) {
    tell(new WireFrame(false, text, timeline.now()));
    Inbound verdict = codec.decode(text, Reading.STRICT, this::actionOf);
    if (verdict instanceof Inbound.Received received) {
      take(received.frame());
    } else if (verdict instanceof Inbound.Refused refused) {
      LOG.warn("{}: refuses a frame: {}", id, refused.reason());
      send(codec.encode(refused.answer()));
      Pending call = outstanding;
      if (call != null
          && refused.answer() instanceof Frame.CallResultError
          && call.frame().messageId().equals(refused.messageId())) {
        fail(call, Kind.UNREADABLE, null, refused.reason());
      }
    } else if (verdict instanceof Inbound.Unusable unusable) {
      LOG.warn("{}: ignores a frame: {}", id, unusable.reason());
      Pending call = outstanding;
      if (call != null && call.frame().messageId().equals(unusable.messageId())) {
        fail(call, Kind.UNREADABLE, null, unusable.reason());
      }
    }
  }

  private @Nullable Action<?, ?> actionOf(String messageId) {
    Pending call = outstanding;
    return call != null && call.frame().messageId().equals(messageId)
        ? call.frame().action()
        : null;
  }

  private void take(Frame frame) {
    Pending call = outstanding;
    if (frame instanceof Frame.Call asked) {
      answer(asked);
    } else if (call == null || !call.frame().messageId().equals(frame.messageId())) {
      LOG.warn("{}: an answer to no call: {}", id, frame.messageId());
    } else if (frame instanceof Frame.CallResult result) {
      finish();
      call.result().complete(result.payload());
      sendNext();
    } else if (frame instanceof Frame.CallError error) {
      fail(call, Kind.REFUSED, error.code(), error.code() + " " + error.description());
    }
  }

  private void finish() {
    timeout.cancel();
    outstanding = null;
  }

  private void fail(Pending call, Kind kind, @Nullable ErrorCode code, String message) {
    if (outstanding != call) {
      return;
    }
    finish();
    call.result().fail(new CallFailure(kind, code, message));
    sendNext();
  }

  private void answer(Frame.Call asked) {
    // MQTT may deliver a CALL twice: it is answered again, and applied once.
    if (asked.messageId().equals(answeredId) && answeredText != null) {
      send(answeredText);
      return;
    }
    Answer answer = calls.answer(asked);
    String text = codec.encode(answer.frame(asked.messageId()));
    answeredId = asked.messageId();
    answeredText = text;
    send(text);
    answer.afterwards().run();
  }
}
