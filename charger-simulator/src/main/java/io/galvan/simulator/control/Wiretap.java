package io.galvan.simulator.control;

import io.galvan.simulator.control.Frame.Fate;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One station's wire: what goes over it is remembered, and held where it is told to. Frames pass on
 * the station's context, which is also where {@link #release} and {@link #discard} belong.
 */
final class Wiretap {
  private static final int MOST_RULES = 20;
  private static final int MOST_HELD = 100;
  private static final int MOST_HELD_CHARACTERS = 4_000_000;
  private static final int MOST_OPEN = 1_000;
  private static final int CALL = 2;
  private static final int SEND = 6;

  /**
   * Which frames are held.
   *
   * @param sent null for both directions
   * @param action {@code *} for any
   * @param left how many more
   */
  record Rule(@Nullable Boolean sent, String action, long left) {
    boolean fits(boolean out, String of) {
      return (sent == null || sent == out) && (action.equals("*") || action.equals(of));
    }

    JsonObject json() {
      return new JsonObject()
          .put("direction", sent == null ? "both" : sent ? "out" : "in")
          .put("action", action)
          .put("left", left);
    }
  }

  private record Held(
      boolean sent,
      String action,
      String text,
      Function<String, Future<Void>> way,
      Promise<Void> promise) {}

  private final Clock clock;
  private final AtomicLong numbers;
  private final FrameHistory history;
  private final Consumer<Frame> onFrame;
  private final List<Rule> rules = new ArrayList<>();
  private final Map<Long, Held> held = new LinkedHashMap<>();
  private int heldCharacters;
  private final Map<String, String> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_OPEN;
        }
      };

  /**
   * @param numbers of all frames of the program
   * @param onFrame is told each frame
   */
  Wiretap(Clock clock, AtomicLong numbers, FrameHistory history, Consumer<Frame> onFrame) {
    this.clock = clock;
    this.numbers = numbers;
    this.history = history;
    this.onFrame = onFrame;
  }

  FrameHistory history() {
    return history;
  }

  /** Puts this tap on a way of the station. */
  Transport over(Transport way) {
    return new Transport() {
      @Override
      public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
        return way.connect(
            text ->
                pass(
                    text,
                    false,
                    other -> {
                      onText.handle(other);
                      return Future.succeededFuture();
                    }),
            onClose);
      }

      @Override
      public Future<Void> send(String text) {
        return pass(text, true, way::send);
      }

      @Override
      public Future<Void> close() {
        return way.close();
      }
    };
  }

  private Future<Void> pass(String text, boolean sent, Function<String, Future<Void>> way) {
    String action = action(text, sent);
    Promise<Void> promise = holds(text, sent, action, way);
    return promise == null ? way.apply(text) : promise.future();
  }

  private synchronized @Nullable Promise<Void> holds(
      String text, boolean sent, String action, Function<String, Future<Void>> way) {
    Rule rule = rules.stream().filter(each -> each.fits(sent, action)).findFirst().orElse(null);
    boolean room =
        held.size() < MOST_HELD && heldCharacters + text.length() <= MOST_HELD_CHARACTERS;
    if (rule == null || !room) {
      tell(sent, action, text, Fate.PASSED);
      return null;
    }
    rules.remove(rule);
    if (rule.left() > 1) {
      rules.add(0, new Rule(rule.sent(), rule.action(), rule.left() - 1));
    }
    Promise<Void> promise = Promise.promise();
    held.put(tell(sent, action, text, Fate.HELD), new Held(sent, action, text, way, promise));
    heldCharacters += text.length();
    return promise;
  }

  private long tell(boolean sent, String action, String text, Fate fate) {
    String shown =
        text.length() <= Frame.LONGEST_SHOWN ? text : text.substring(0, Frame.LONGEST_SHOWN);
    Frame frame =
        new Frame(
            numbers.incrementAndGet(), clock.instant(), sent, action, shown, text.length(), fate);
    history.add(frame);
    onFrame.accept(frame);
    return frame.number();
  }

  /** The action of a CALL, or of the CALL that is answered; empty for anything else. */
  private synchronized String action(String text, boolean sent) {
    try {
      JsonArray frame = new JsonArray(text);
      if (frame.size() < 3 || !(frame.getValue(0) instanceof Integer type)) {
        return "";
      }
      String id = String.valueOf(frame.getValue(1));
      if (type == CALL || type == SEND) {
        String action = cut(String.valueOf(frame.getValue(2)));
        open.put((sent ? "out " : "in ") + cut(id), action);
        return action;
      }
      String action = open.remove((sent ? "in " : "out ") + cut(id));
      return action == null ? "" : action;
    } catch (DecodeException | ClassCastException noFrame) {
      return "";
    }
  }

  private static String cut(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }

  /** Holds the next frames that fit. */
  synchronized void hold(Rule rule) {
    if (rules.size() >= MOST_RULES) {
      throw new Refusal(409, "at most " + MOST_RULES + " holds at a station");
    }
    rules.add(rule);
  }

  /** Nothing more is held; what is held stays so. */
  synchronized void unhold() {
    rules.clear();
  }

  synchronized JsonArray rules() {
    JsonArray list = new JsonArray();
    rules.forEach(rule -> list.add(rule.json()));
    return list;
  }

  /** What is held, with whole texts. */
  synchronized JsonArray held() {
    JsonArray list = new JsonArray();
    held.forEach(
        (number, each) ->
            list.add(
                new JsonObject()
                    .put("held", number)
                    .put("direction", each.sent() ? "out" : "in")
                    .put("action", each.action())
                    .put("text", each.text())));
    return list;
  }

  /** Lets a frame go on, as another text if one is given. */
  Future<Void> release(long number, @Nullable String other) {
    Held frame = take(number);
    String text = other == null ? frame.text() : other;
    synchronized (this) {
      tell(frame.sent(), frame.action(), text, other == null ? Fate.RELEASED : Fate.EDITED);
    }
    return frame.way().apply(text).onComplete(frame.promise());
  }

  /** The frame is lost on its way; whoever sent it believes that it went. */
  void discard(long number) {
    Held frame = take(number);
    synchronized (this) {
      tell(frame.sent(), frame.action(), frame.text(), Fate.DISCARDED);
    }
    frame.promise().complete();
  }

  private synchronized Held take(long number) {
    Held frame = held.remove(number);
    if (frame == null) {
      throw new Refusal(404, "no frame " + number + " is held");
    }
    heldCharacters -= frame.text().length();
    return frame;
  }
}
