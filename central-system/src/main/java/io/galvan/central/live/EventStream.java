package io.galvan.central.live;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Live events as server-sent events. Every listener gets what happens on any node from now on. One
 * that reads too slowly is told {@code overflow} and cut off, so it never fills our memory; it
 * connects again and reads the state anew. A stream lives as long as the session of its reader. For
 * one event loop.
 */
public final class EventStream {
  private static final int MAX_LISTENERS = 1_000;
  private static final int MAX_PENDING_BYTES = 1 << 20;
  private static final long ALIVE_MS = 15_000;

  private final Vertx vertx;
  private final int mostOfAUser;
  private final Set<Listener> listeners = new HashSet<>();
  private final MessageConsumer<EventBatch> consumer;
  private final long timer;

  private record Listener(
      HttpServerResponse response,
      @Nullable String chargerId,
      Reader reader,
      Promise<Void> ended) {}

  /**
   * @param mostOfAUser how many streams one user may have open
   */
  public EventStream(Vertx vertx, int mostOfAUser, MeterRegistry meters) {
    this.vertx = vertx;
    this.mostOfAUser = mostOfAUser;
    this.consumer = Bus.of(vertx).listen(this::publish);
    this.timer = vertx.setPeriodic(ALIVE_MS, id -> keepAlive());
    Gauge.builder("galvan.live.listeners", listeners, Set::size)
        .description("open streams of live events")
        .register(meters);
  }

  /** Whose stream it is, and by which session. */
  public record Reader(String userId, String sessionId) {}

  /**
   * Opens a stream on the response; the future is done when it has ended.
   *
   * @param chargerId only events of this station; null is all
   * @param reader who reads; the stream ends with their session
   */
  public Future<Void> open(HttpServerResponse response, @Nullable String chargerId, Reader reader) {
    if (listeners.size() >= MAX_LISTENERS) {
      throw new GalvanException(Fault.UNAVAILABLE, "too many listen to events already");
    }
    long own =
        listeners.stream().filter(one -> one.reader().userId().equals(reader.userId())).count();
    if (own >= mostOfAUser) {
      throw new GalvanException(
          Fault.TOO_MANY, "you have " + own + " streams of events open; close one first");
    }
    Listener listener = new Listener(response, chargerId, reader, Promise.promise());
    response
        .setChunked(true)
        .setWriteQueueMaxSize(MAX_PENDING_BYTES)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(ignored -> gone(listener));
    response.exceptionHandler(ignored -> gone(listener));
    response.write(": welcome\n\n");
    listeners.add(listener);
    return listener.ended().future();
  }

  private void gone(Listener listener) {
    listeners.remove(listener);
    listener.ended().tryComplete();
  }

  private void publish(EventBatch batch) {
    if (listeners.isEmpty()) {
      return;
    }
    List<Listener> now = List.copyOf(listeners);
    for (Event event : batch.events()) {
      // One line of JSON for all who hear it.
      String text =
          "id: "
              + event.id()
              + "\nevent: "
              + event.type()
              + "\ndata: "
              + Mapper.write(event)
              + "\n\n";
      for (Listener listener : now) {
        if (listener.chargerId() == null || listener.chargerId().equals(event.chargerId())) {
          send(listener, text);
        }
      }
    }
  }

  private void send(Listener listener, String text) {
    if (!listeners.contains(listener)) {
      return;
    }
    if (listener.response().writeQueueFull()) {
      close(listener, "event: overflow\ndata: {}\n\n");
    } else {
      listener.response().write(text);
    }
  }

  private void keepAlive() {
    List.copyOf(listeners).forEach(listener -> send(listener, ": alive\n\n"));
  }

  /** Ends the streams of these sessions. */
  public void endOf(Set<String> sessionIds) {
    for (Listener listener : List.copyOf(listeners)) {
      if (sessionIds.contains(listener.reader().sessionId())) {
        close(listener, "event: ended\ndata: {}\n\n");
      }
    }
  }

  private void close(Listener listener, String last) {
    listener.response().end(last);
    gone(listener);
  }

  /** Ends all streams. */
  public Future<?> close() {
    vertx.cancelTimer(timer);
    List.copyOf(listeners).forEach(listener -> close(listener, ": the node shuts down\n\n"));
    return consumer.unregister();
  }
}
