package io.galvan.simulator.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.replay.Recording.Answer;
import io.galvan.simulator.replay.Recording.Call;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plays the charger's side of a recording to a central system: the charger's CALLs in order and at
 * their distance in time, one at a time, and its recorded answers to what the central system asks.
 * Transaction ids are those that the central system gives now. On one Vert.x context.
 */
public final class Replay {
  /** As often as this the answer's status may differ and still be told. */
  private static final int MOST_TOLD = 100;

  private final Vertx vertx;
  private final OcppVersion version;
  private final Transport transport;
  private final Recording recording;
  private final double speed;
  private final Duration callTimeout;
  private final Retold retold;
  private final Map<String, Queue<Answer>> answers;
  private final List<String> differences = new ArrayList<>();
  private final Promise<Result> done = Promise.promise();

  private int next;
  private long startedNanos;
  private long timer = -1;
  private @Nullable String outstanding;
  private int same;
  private int differ;
  private int answered;
  private int notSupported;

  /** A recording that is none. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The connection could not be made, or was lost. */
  public static final class ConnectionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionLost(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * What came of it.
   *
   * @param version the version that was spoken
   * @param sent the charger's CALLs, and SENDs of OCPP 2.1
   * @param same how many got an answer of the recorded status; a SEND gets none and counts here
   * @param differ how many did not
   * @param answered CALLs of the central system that had a recorded answer
   * @param notSupported CALLs of the central system that had none
   * @param passed lines of the recording that cannot be played
   * @param differences a sentence each, of the first ones
   */
  public record Result(
      OcppVersion version,
      int sent,
      int same,
      int differ,
      int answered,
      int notSupported,
      int passed,
      List<String> differences) {}

  /**
   * @param speed seconds of the recording a second; infinite for no pauses
   * @param shift added to all times the charger tells
   */
  private Replay(
      Vertx vertx,
      OcppVersion version,
      Transport transport,
      Recording recording,
      double speed,
      Duration shift,
      Duration callTimeout) {
    this.vertx = vertx;
    this.version = version;
    this.transport = transport;
    this.recording = recording;
    this.speed = speed;
    this.callTimeout = callTimeout;
    this.retold = new Retold(shift);
    this.answers = new HashMap<>();
    recording.answers().forEach((action, queue) -> answers.put(action, new ArrayDeque<>(queue)));
  }

  /**
   * Connects and plays; fails with {@link Unreadable}, or with {@link ConnectionLost} when the
   * connection cannot be made or is lost.
   *
   * @param wanted the version to speak; null for that of the recording
   * @param ways makes the way to the central system for a version
   * @param shiftTo the replay ends at this time by its own clock, and the charger's times are
   *     shifted to it; null leaves them as recorded
   */
  public static Future<Result> play(
      Vertx vertx,
      @Nullable OcppVersion wanted,
      Function<OcppVersion, Transport> ways,
      Path file,
      double speed,
      @Nullable Instant shiftTo,
      Duration callTimeout) {
    return vertx
        .executeBlocking(() -> read(file))
        .compose(
            recording -> {
              OcppVersion version = wanted == null ? recording.version() : wanted;
              return new Replay(
                      vertx,
                      version,
                      ways.apply(version),
                      recording,
                      speed,
                      shift(recording, speed, shiftTo),
                      callTimeout)
                  .run();
            });
  }

  private static Recording read(Path file) {
    try {
      return Recording.read(file);
    } catch (IOException unreadable) {
      throw new Unreadable(unreadable);
    }
  }

  /** So that the recording's last moment is the replay's, and no time lies in the future. */
  private static Duration shift(Recording recording, double speed, @Nullable Instant now) {
    Instant end = recording.end();
    if (now == null || end == null || recording.calls().isEmpty()) {
      return Duration.ZERO;
    }
    Instant first = recording.calls().get(0).at();
    Duration lasts = Duration.ofMillis((long) (Duration.between(first, end).toMillis() / speed));
    return Duration.between(end, now.plus(lasts));
  }

  private Future<Result> run() {
    return transport
        .connect(this::received, this::lost)
        .recover(
            failure ->
                Future.failedFuture(new ConnectionLost(String.valueOf(failure.getMessage()))))
        .compose(
            ok -> {
              startedNanos = System.nanoTime();
              sendWhenDue();
              return done.future();
            })
        .eventually(transport::close);
  }

  private void lost(String reason) {
    done.tryFail(new ConnectionLost("the connection was lost: " + reason));
  }

  /** The next CALL is sent when its time has come and the one before is answered. */
  private void sendWhenDue() {
    if (done.future().isComplete()) {
      return;
    }
    boolean over = next == recording.calls().size();
    Instant at = over ? recording.end() : recording.calls().get(next).at();
    long waitMs = at == null ? 0 : waitMs(at);
    if (waitMs > 0) {
      vertx.setTimer(waitMs, id -> sendWhenDue());
    } else if (over) {
      finish();
    } else {
      send(recording.calls().get(next));
    }
  }

  private long waitMs(Instant at) {
    if (recording.calls().isEmpty()) {
      return 0;
    }
    long afterMs = Duration.between(recording.calls().get(0).at(), at).toMillis();
    return (long) (afterMs / speed) - (System.nanoTime() - startedNanos) / 1_000_000;
  }

  private void send(Call call) {
    String messageId = "replay-" + ++next;
    ArrayNode frame = Recording.JSON.createArrayNode();
    frame.add(call.messageType()).add(messageId).add(call.action());
    frame.add(retold.payload(call.payload()));
    if (call.answered()) {
      outstanding = messageId;
      timer =
          vertx.setTimer(
              Math.max(1, callTimeout.toMillis()), id -> judge(call, null, "no answer in time"));
      write(frame);
    } else {
      write(frame).onSuccess(sent -> unanswered());
    }
  }

  private void unanswered() {
    same++;
    sendWhenDue();
  }

  private Future<Void> write(JsonNode frame) {
    return transport
        .send(frame.toString())
        .onFailure(failure -> lost(String.valueOf(failure.getMessage())));
  }

  private void received(String text) {
    JsonNode frame;
    try {
      frame = Recording.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      differ("the central system sent what is no JSON: " + text);
      return;
    }
    if (Recording.isCall(frame)) {
      answer(frame.get(1), frame.get(2).asText());
    } else if (frame.path(1).asText().equals(outstanding)) {
      judge(recording.calls().get(next - 1), frame, Retold.status(frame));
    }
  }

  private void judge(Call call, @Nullable JsonNode answer, String status) {
    vertx.cancelTimer(timer);
    outstanding = null;
    JsonNode recorded = call.answer();
    if (recorded == null) {
      // The recorded answer is not known; whatever came now is no difference.
      same++;
    } else if (answer != null && Retold.status(recorded).equals(status)) {
      retold.learn(recorded, answer);
      same++;
    } else {
      if (answer != null) {
        retold.learn(recorded, answer);
      }
      differ(
          "#%d %s of %s: recorded %s, now %s"
              .formatted(next, call.action(), call.at(), Retold.status(recorded), status));
    }
    sendWhenDue();
  }

  private void differ(String what) {
    differ++;
    if (differences.size() < MOST_TOLD) {
      differences.add(what);
    }
  }

  private void answer(JsonNode messageId, String action) {
    Queue<Answer> queue = answers.get(action);
    Answer recorded = queue == null ? null : queue.poll();
    if (recorded == null) {
      notSupported++;
      ArrayNode error = Recording.JSON.createArrayNode();
      error.add(4).add(messageId).add("NotSupported").add("the recording has no answer");
      error.addObject();
      write(error);
      return;
    }
    answered++;
    ArrayNode frame = recorded.frame();
    if (frame != null) {
      ArrayNode copy = frame.deepCopy();
      copy.set(1, messageId);
      write(copy);
    }
  }

  private void finish() {
    done.tryComplete(
        new Result(
            version,
            next,
            same,
            differ,
            answered,
            notSupported,
            recording.passed(),
            List.copyOf(differences)));
  }
}
