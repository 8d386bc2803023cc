package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A station's way as a scenario sees it: it remembers every message until a step has taken it,
 * answers CALLs in the station's place when it is told to, and makes CALLs of the scenario's own.
 */
final class Wire implements Transport {
  private static final String OWN_ID = "scenario-";
  private static final int MOST = 20_000;
  private static final int CALL = 2;
  private static final int RESULT = 3;

  /** What a message is to the station. */
  enum Kind {
    /** A CALL of the station. */
    SENDS,
    /** The answer it got to one. */
    ANSWERED,
    /** A CALL of the central system. */
    RECEIVES,
    /** The station's answer to one. */
    ANSWERS
  }

  /**
   * One message.
   *
   * @param action of an answer, that of its CALL
   * @param error the code of a CALLERROR; null for others
   */
  record Seen(Kind kind, String id, String action, JsonNode payload, @Nullable String error) {
    @Override
    public String toString() {
      return kind.name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + action
          + (error == null ? " " + payload : " with error " + error);
    }
  }

  /**
   * An answer instead of the station's.
   *
   * @param result null for an error or silence
   * @param error null for a result or silence
   */
  record Reply(String action, @Nullable JsonNode result, @Nullable String error) {}

  private final List<Seen> seen = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Map<String, String> actions = new HashMap<>();
  private @Nullable Transport way;
  private Handler<String> onText = text -> {};
  private volatile boolean open;
  private int ownCalls;

  /** Puts this wire on the station's way. */
  Transport over(Transport real) {
    way = real;
    return this;
  }

  /** From now on the station may connect. */
  void open() {
    open = true;
  }

  private Transport way() {
    Transport real = way;
    if (real == null) {
      throw new IllegalStateException("the wire is on no way");
    }
    return real;
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    if (!open) {
      return Future.failedFuture("no step has connected it yet");
    }
    this.onText = onText;
    return way().connect(this::heard, onClose);
  }

  @Override
  public Future<Void> send(String text) {
    remember(text, true);
    return way().send(text);
  }

  @Override
  public Future<Void> close() {
    return way().close();
  }

  private void heard(String text) {
    Seen message = remember(text, false);
    Reply reply = message == null || message.kind() != Kind.RECEIVES ? null : reply(message);
    if (reply != null && message != null) {
      answer(message, reply);
    } else if (message == null || !message.id().startsWith(OWN_ID)) {
      onText.handle(text);
    }
  }

  private void answer(Seen call, Reply reply) {
    ArrayNode frame = Json.MAPPER.createArrayNode();
    if (reply.result() != null) {
      send(frame.add(RESULT).add(call.id()).add(reply.result()).toString());
    } else if (reply.error() != null) {
      frame.add(4).add(call.id()).add(reply.error()).add("as the scenario says").addObject();
      send(frame.toString());
    }
  }

  /** Makes a CALL; gives its id, by which its answer is known. */
  synchronized String nextId() {
    return OWN_ID + ++ownCalls;
  }

  /** The text of a CALL. */
  static String call(String id, String action, JsonNode payload) {
    return Json.MAPPER.createArrayNode().add(CALL).add(id).add(action).add(payload).toString();
  }

  /** Answers the next CALL of an action in the station's place. */
  synchronized void reply(Reply reply) {
    replies.add(reply);
  }

  private synchronized @Nullable Reply reply(Seen call) {
    for (Reply each : replies) {
      if (each.action().equals(call.action())) {
        replies.remove(each);
        return each;
      }
    }
    return null;
  }

  private synchronized @Nullable Seen remember(String text, boolean sent) {
    JsonNode frame = Json.parse(text);
    if (!frame.isArray() || frame.size() < 3 || !frame.get(0).isInt()) {
      return null;
    }
    String id = frame.get(1).asText();
    Seen message;
    if (frame.get(0).asInt() == CALL) {
      String action = frame.get(2).asText();
      actions.put((sent ? ">" : "<") + id, action);
      message = new Seen(sent ? Kind.SENDS : Kind.RECEIVES, id, action, frame.path(3), null);
    } else {
      String action = actions.getOrDefault((sent ? "<" : ">") + id, "?");
      boolean result = frame.get(0).asInt() == RESULT;
      message =
          new Seen(
              sent ? Kind.ANSWERS : Kind.ANSWERED,
              id,
              action,
              result ? frame.get(2) : frame.path(4),
              result ? null : frame.get(2).asText());
    }
    if (seen.size() >= MOST) {
      seen.remove(0);
    }
    seen.add(message);
    notifyAll();
    return message;
  }

  /** Takes the first message that fits, waiting for it; null when it does not come in time. */
  synchronized @Nullable Seen take(Predicate<Seen> fits, Duration most)
      throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (true) {
      for (Seen each : seen) {
        if (fits.test(each)) {
          seen.remove(each);
          return each;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** The messages that no step has taken, the latest last. */
  synchronized List<Seen> untaken() {
    return List.copyOf(seen);
  }
}
