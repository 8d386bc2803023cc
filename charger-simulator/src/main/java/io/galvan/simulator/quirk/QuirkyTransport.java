package io.galvan.simulator.quirk;

import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A way to the central system on which quirks change what passes. */
final class QuirkyTransport implements Transport {
  private static final String OWN_ID = "quirk-";
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Supplier<Transport> ways;
  private final List<Behaviour> outward;
  private final List<Behaviour> inward;
  private final Supplier<Instant> clock;
  private final Timers timers;
  private final Deque<Message> behind = new ArrayDeque<>();
  private final boolean twice;
  private final Line line = new QuirkLine();
  private Transport way;
  private @Nullable Transport second;
  private Handler<String> onText = text -> {};
  private Runnable silence = () -> {};
  private @Nullable String lastHeard;
  private long ownMessages;

  /**
   * @param ways makes the real way, anew for each connection
   * @param clock the station's
   */
  QuirkyTransport(
      List<Behaviour> behaviours,
      Supplier<Transport> ways,
      Supplier<Instant> clock,
      Timers timers) {
    this.ways = ways;
    this.outward = behaviours;
    this.inward =
        Stream.iterate(behaviours.size() - 1, i -> i >= 0, i -> i - 1)
            .map(behaviours::get)
            .toList();
    this.twice = behaviours.stream().anyMatch(behaviour -> behaviour.times() > 1);
    this.clock = clock;
    this.timers = timers;
    this.way = ways.get();
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    this.onText = onText;
    return first()
        .compose(ready -> real(onClose))
        .recover(
            refused ->
                // Refused because its first connection lives: it closes that and tries once more.
                second == null
                    ? Future.failedFuture(refused)
                    : closeFirst().compose(closed -> real(onClose)))
        .onSuccess(
            open -> {
              lastHeard = null;
              outward.forEach(Behaviour::opened);
            });
  }

  private Future<Void> real(Handler<String> onClose) {
    Transport opening = ways.get();
    way = opening;
    return opening.connect(
        this::heard,
        reason -> {
          silence.run();
          // The refusal may also come once it was open; the first one left alone would live on.
          closeFirst();
          onClose.handle(reason);
        });
  }

  private Future<Void> closeFirst() {
    Transport left = second;
    second = null;
    return left == null ? Future.succeededFuture() : left.close().otherwiseEmpty();
  }

  /** A connection that is left open when the real one comes. */
  private Future<?> first() {
    if (outward.stream().noneMatch(Behaviour::doubles)) {
      return Future.succeededFuture();
    }
    Transport left = ways.get();
    second = left;
    return left.connect(text -> {}, reason -> {}).otherwiseEmpty();
  }

  @Override
  public Future<Void> send(String text) {
    JsonArray frame = parse(text);
    if (frame == null) {
      return way.send(text);
    }
    Future<Void> sent = pass(new Message(frame, false));
    while (!behind.isEmpty()) {
      pass(behind.remove());
    }
    return sent;
  }

  private Future<Void> pass(Message message) {
    outward.forEach(behaviour -> behaviour.sends(message, line));
    if (message.withheld()) {
      return Future.succeededFuture();
    }
    String text = message.frame.encode();
    int times = 1;
    for (Behaviour behaviour : outward) {
      text = behaviour.writes(text);
      times = message.isCall() ? Math.max(times, behaviour.times()) : 1;
    }
    awaitSilence();
    Future<Void> sent = Future.succeededFuture();
    for (int i = 0; i < times; i++) {
      sent = way.send(text);
    }
    return sent;
  }

  private void awaitSilence() {
    silence.run();
    Transport open = way;
    outward.stream()
        .map(Behaviour::patience)
        .filter(java.util.Objects::nonNull)
        .min(Duration::compareTo)
        .ifPresent(most -> silence = timers.after(most, open::close));
  }

  private void heard(String text) {
    JsonArray frame = parse(text);
    if (frame == null) {
      onText.handle(text);
      return;
    }
    Message message = new Message(frame, false);
    // Whoever sends all twice is answered twice, and takes the first answer only.
    if (twice && !message.isCall() && text.equals(lastHeard)) {
      lastHeard = null;
      return;
    }
    lastHeard = text;
    inward.forEach(behaviour -> behaviour.hears(message, line));
    boolean own = !message.isCall() && message.id().startsWith(OWN_ID);
    if (!own && !message.withheld()) {
      onText.handle(message.frame.encode());
    }
    while (!behind.isEmpty()) {
      pass(behind.remove());
    }
  }

  private static @Nullable JsonArray parse(String text) {
    try {
      JsonArray frame = new JsonArray(text);
      return frame.size() >= 3
              && frame.getValue(0) instanceof Integer
              && frame.getValue(1) instanceof String
          ? frame
          : null;
    } catch (DecodeException noJson) {
      return null;
    }
  }

  @Override
  public Future<Void> close() {
    silence.run();
    return closeFirst().compose(closed -> way.close());
  }

  private final class QuirkLine implements Line {
    @Override
    public void call(String action, JsonObject payload) {
      send(2, OWN_ID + ++ownMessages, action, payload);
    }

    @Override
    public void answer(String messageId, JsonObject payload) {
      send(3, messageId, payload);
    }

    @Override
    public void refuse(String messageId, String code) {
      send(4, messageId, code, "a quirk", new JsonObject());
    }

    private void send(Object... elements) {
      behind.add(new Message(new JsonArray(new ArrayList<>(List.of(elements))), true));
    }

    @Override
    public void pretend(String messageId, JsonObject payload) {
      JsonArray frame = new JsonArray().add(3).add(messageId).add(payload);
      timers.after(AT_ONCE, () -> onText.handle(frame.encode()));
    }

    @Override
    public void drop() {
      way.close();
    }

    @Override
    public Instant now() {
      return clock.get();
    }
  }
}
