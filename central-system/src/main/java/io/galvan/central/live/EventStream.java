package io.galvan.central.live;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.Published;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.outbox.Outboxes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live events as server-sent events. Every listener gets what happens on any node from now on, or
 * from where an earlier stream was cut off; an event may come twice then. One that reads too slowly
 * is told {@code overflow} and cut off, so it never fills our memory; it connects again and reads
 * the state anew. A stream lives as long as the session of its reader. For one event loop.
 */
public final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int MAX_LISTENERS = 1_000;
  private static final int MAX_PENDING_BYTES = 1 << 20;
  private static final long ALIVE_MS = 15_000;
  private static final int MAX_CATCHING_UP = 100;

  /** Each reads to the end; more happens meanwhile, but not for ever. */
  private static final int MAX_ROUNDS = 50;

  /** The relay stores the place of a closed gap up to 100 ms late; the rounds last longer. */
  private static final long ROUND_PAUSE_MS = 20;

  private static final long PLACE_TIMEOUT_MS = 5_000;
  private static final long PLACE_PAUSE_MS = 1_000;

  private final Vertx vertx;
  private final int mostOfAUser;
  private final Set<Listener> listeners = new HashSet<>();
  private final MessageConsumer<?> consumer;
  private final long timer;
  private final Bus bus;
  private final EventReplay replay;

  /** How far all that are not catching up have been told. */
  private final Places places = new Places();

  /** Listeners that read what they missed, and what they are to be told of it. */
  private final Set<Listener> catchingUp = new HashSet<>();

  private boolean closed;

  private record Listener(
      HttpServerResponse response, @Nullable String chargerId, Reader reader, Promise<Void> ended) {
    boolean hears(Event event) {
      return chargerId == null || chargerId.equals(event.chargerId());
    }
  }

  /**
   * @param mostOfAUser how many streams one user may have open
   */
  public EventStream(Vertx vertx, int mostOfAUser, MeterRegistry meters) {
    this.vertx = vertx;
    this.mostOfAUser = mostOfAUser;
    this.bus = Bus.of(vertx);
    this.replay = new EventReplay(bus);
    this.consumer = bus.listenPlaced(this::publish);
    for (Schema schema : Outboxes.SOURCES) {
      findPlace(schema);
    }
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
   * @param lastEventId where an earlier stream was cut off: what came since is told first; null
   *     tells what happens from now on
   */
  public Future<Void> open(
      HttpServerResponse response,
      @Nullable String chargerId,
      Reader reader,
      @Nullable String lastEventId) {
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
    listeners.add(listener);
    if (lastEventId == null) {
      response.write(": welcome\n" + idLine(places) + "\n");
    } else {
      response.write(": welcome\n\n");
      Places from = Places.parse(lastEventId);
      if (from == null) {
        reset(listener);
      } else {
        catchUp(listener, from);
      }
    }
    return listener.ended().future();
  }

  /** The place of a service that was not asked for it yet; it is asked until it answers. */
  private void findPlace(Schema schema) {
    bus.requestAt(Outboxes.HEAD, schema.name(), new Outboxes.Ask(), PLACE_TIMEOUT_MS)
        .onSuccess(
            head -> {
              if (places.get(schema) == null) {
                places.put(schema, head.place());
              }
            })
        .onFailure(
            failure -> {
              if (!closed && places.get(schema) == null) {
                vertx.setTimer(PLACE_PAUSE_MS, id -> findPlace(schema));
              }
            });
  }

  // ---- what a listener missed

  private void catchUp(Listener listener, Places from) {
    if (catchingUp.size() >= MAX_CATCHING_UP) {
      reset(listener);
      return;
    }
    catchingUp.add(listener);
    goOn(listener, from, 1);
  }

  private void goOn(Listener listener, Places at, int round) {
    replay
        .run(at, (events, before, after) -> tell(listener, events, before, after))
        .onComplete(
            (whole, failure) -> {
              if (!listeners.contains(listener)) {
                catchingUp.remove(listener);
              } else if (failure != null || !whole || round > MAX_ROUNDS) {
                catchingUp.remove(listener);
                reset(listener);
              } else if (at.covers(places)) {
                // What is told to all from now on comes after what this one has read.
                catchingUp.remove(listener);
              } else {
                vertx.setTimer(ROUND_PAUSE_MS, id -> goOn(listener, at, round + 1));
              }
            });
  }

  private Future<Void> tell(Listener listener, List<Event> events, Places before, Places after) {
    if (!listeners.contains(listener)) {
      return Future.failedFuture("the listener is gone");
    }
    HttpServerResponse response = listener.response();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (listener.hears(event)) {
        response.write(text(event, i == events.size() - 1 ? after : before));
      }
    }
    if (!response.writeQueueFull()) {
      return Future.succeededFuture();
    }
    Promise<Void> drained = Promise.promise();
    response.drainHandler(ignored -> drained.tryComplete());
    listener.ended().future().onComplete(ended -> drained.tryComplete());
    return drained.future();
  }

  /** Some of what it missed is gone: it is to read the state anew. */
  private void reset(Listener listener) {
    if (listeners.contains(listener)) {
      listener.response().write("event: reset\n" + idLine(places) + "data: {}\n\n");
    }
  }

  // ---- what happens now

  private void gone(Listener listener) {
    listeners.remove(listener);
    listener.ended().tryComplete();
  }

  private void publish(Published published) {
    Schema schema = Places.schema(published.schema());
    if (schema == null || places.covers(schema, published.after())) {
      // Another node took over and tells once more what it cannot know to be told.
      return;
    }
    Places before = places.copy();
    places.put(schema, published.after());
    if (before.get(schema) != null && !before.covers(schema, published.before())) {
      missed(before, published.before());
    }
    List<Listener> now = listeners.stream().filter(one -> !catchingUp.contains(one)).toList();
    if (now.isEmpty()) {
      return;
    }
    List<Event> events = published.events();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      // One line of JSON for all who hear it.
      String text = text(event, i == events.size() - 1 ? places : before);
      for (Listener listener : now) {
        if (listener.hears(event)) {
          send(listener, text);
        }
      }
    }
  }

  /** The event bus lost some: all read what lies between, and these events too. */
  private void missed(Places from, String before) {
    LOG.warn("events before {} were not told here; listeners read them", before);
    for (Listener listener : List.copyOf(listeners)) {
      if (!catchingUp.contains(listener)) {
        catchUp(listener, from.copy());
      }
    }
  }

  /** The id is the place after the event, or before it if more of its transaction follows. */
  private static String text(Event event, Places place) {
    return idLine(place) + "event: " + event.type() + "\ndata: " + Mapper.write(event) + "\n\n";
  }

  private static String idLine(Places place) {
    String id = place.text();
    return id == null ? "" : "id: " + id + "\n";
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
    for (Listener listener : List.copyOf(listeners)) {
      // With its place, which moves on though nothing of its station happens.
      send(listener, ": alive\n" + (catchingUp.contains(listener) ? "" : idLine(places)) + "\n");
    }
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
    closed = true;
    vertx.cancelTimer(timer);
    List.copyOf(listeners).forEach(listener -> close(listener, ": the node shuts down\n\n"));
    return consumer.unregister();
  }
}
