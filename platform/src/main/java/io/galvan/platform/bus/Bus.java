package io.galvan.platform.bus;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event bus with types: requests at {@link BusAddress}es, failures as {@link GalvanException},
 * events in batches. A request goes to a consumer on this node when there is one, else over the
 * cluster.
 */
public final class Bus {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final String EVENTS = "events";
  private static final String SEPARATOR = "\n";
  private static final long REQUEST_TIMEOUT_MS = 30_000;

  private final EventBus eventBus;
  private final Served served;

  private Bus(EventBus eventBus, Served served) {
    this.eventBus = eventBus;
    this.served = served;
  }

  /** The bus of this Vert.x; cheap, may be called by everyone who needs it. */
  public static Bus of(Vertx vertx) {
    var shared = vertx.sharedData().<String, Served>getLocalMap("galvan.bus");
    return new Bus(
        vertx.eventBus(), shared.computeIfAbsent("served", key -> new Served(vertx.eventBus())));
  }

  /**
   * Answers every request at the address; a failed future reaches the asker as a {@link
   * GalvanException}.
   */
  public <Q extends Record, R extends Record> MessageConsumer<Q> serve(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {
    return serve(address, address.name(), service);
  }

  /**
   * As {@link #serve(BusAddress, Function)} at an address with a suffix of its own, such as a
   * node's id.
   */
  public <Q extends Record, R extends Record> MessageConsumer<Q> serveAt(
      BusAddress<Q, R> address, String suffix, Function<Q, Future<R>> service) {
    return serve(address, address.name() + "." + suffix, service);
  }

  private <Q extends Record, R extends Record> MessageConsumer<Q> serve(
      BusAddress<Q, R> address, String name, Function<Q, Future<R>> service) {
    served.codec(address.request());
    served.codec(address.reply());
    MessageConsumer<Q> consumer = eventBus.consumer(name);
    consumer.handler(
        message -> {
          Future<R> answer;
          try {
            answer = service.apply(message.body());
          } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
          }
          answer.onComplete(
              ok -> message.reply(ok, served.codec(address.reply())),
              failure -> {
                GalvanException fault = asFault(name, failure);
                String field = fault.field();
                message.fail(
                    fault.fault().ordinal(),
                    field == null ? fault.message() : fault.message() + SEPARATOR + field);
              });
        });
    served.here.add(name);
    return consumer;
  }

  private static GalvanException asFault(String name, Throwable failure) {
    if (failure instanceof GalvanException fault) {
      return fault;
    }
    LOG.error("{} failed", name, failure);
    return new GalvanException(Fault.INTERNAL, "internal error", null, failure);
  }

  /** Asks the service at the address; fails with a {@link GalvanException} only. */
  public <Q extends Record, R extends Record> Future<R> request(
      BusAddress<Q, R> address, Q request) {
    return request(address, address.name(), request, REQUEST_TIMEOUT_MS);
  }

  /**
   * As {@link #request(BusAddress, Record)} at an address with a suffix, and with a time-out in
   * milliseconds.
   */
  public <Q extends Record, R extends Record> Future<R> requestAt(
      BusAddress<Q, R> address, String suffix, Q request, long timeoutMs) {
    return request(address, address.name() + "." + suffix, request, timeoutMs);
  }

  private <Q extends Record, R extends Record> Future<R> request(
      BusAddress<Q, R> address, String name, Q request, long timeoutMs) {
    served.codec(address.reply());
    DeliveryOptions options =
        served
            .codec(address.request())
            .setLocalOnly(served.here.contains(name))
            .setSendTimeout(timeoutMs);
    return eventBus
        .<R>request(name, request, options)
        .transform(
            (message, failure) ->
                failure == null
                    ? Future.succeededFuture(message.body())
                    : Future.failedFuture(fromWire(name, failure)));
  }

  private static GalvanException fromWire(String name, Throwable failure) {
    if (!(failure instanceof ReplyException reply)) {
      return new GalvanException(Fault.INTERNAL, "no answer from " + name, null, failure);
    }
    if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return new GalvanException(Fault.UNAVAILABLE, "nobody serves " + name);
    }
    if (reply.failureType() == ReplyFailure.TIMEOUT) {
      return new GalvanException(Fault.TIMEOUT, "no answer in time from " + name);
    }
    Fault[] faults = Fault.values();
    int code = reply.failureCode();
    String text = reply.getMessage() == null ? "" : reply.getMessage();
    int cut = text.indexOf(SEPARATOR);
    return new GalvanException(
        code >= 0 && code < faults.length ? faults[code] : Fault.INTERNAL,
        cut < 0 ? text : text.substring(0, cut),
        cut < 0 ? null : text.substring(cut + 1));
  }

  /** Sends without an answer; lost when nobody serves the address. */
  public <Q extends Record, R extends Record> void send(BusAddress<Q, R> address, Q request) {
    eventBus.send(
        address.name(),
        request,
        served.codec(address.request()).setLocalOnly(served.here.contains(address.name())));
  }

  /** Tells every node's live listeners; for durable consumers see the outbox relay. */
  public void publish(EventBatch events) {
    eventBus.publish(EVENTS, events, served.codec(EventBatch.class));
  }

  /** Hears every event that any node publishes. */
  public MessageConsumer<EventBatch> listen(Consumer<EventBatch> listener) {
    served.codec(EventBatch.class);
    return eventBus.<EventBatch>consumer(EVENTS, message -> listener.accept(message.body()));
  }

  /** What this node serves and which record classes have their codec; one per Vert.x. */
  private static final class Served implements io.vertx.core.shareddata.Shareable {
    private final EventBus eventBus;
    private final Set<String> here = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Class<?>, String> codecs = new ConcurrentHashMap<>();

    Served(EventBus eventBus) {
      this.eventBus = eventBus;
    }

    <T extends Record> DeliveryOptions codec(Class<T> type) {
      String name = codecs.get(type);
      if (name == null) {
        name =
            codecs.computeIfAbsent(
                type,
                key -> {
                  eventBus.registerCodec(new RecordCodec<>(type));
                  return type.getName();
                });
      }
      return new DeliveryOptions().setCodecName(name);
    }
  }
}
