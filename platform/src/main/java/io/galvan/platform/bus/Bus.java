package io.galvan.platform.bus;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.Published;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
  private static final int WIRE_PARTS = 3;
  private static final Map<String, Fault> FAULTS =
      Arrays.stream(Fault.values()).collect(Collectors.toMap(Fault::name, fault -> fault));
  private static final long REQUEST_TIMEOUT_MS = 30_000;

  private final Vertx vertx;
  private final EventBus eventBus;
  private final Served served;

  private Bus(Vertx vertx, Served served) {
    this.vertx = vertx;
    this.eventBus = vertx.eventBus();
    this.served = served;
  }

  /** The bus of this Vert.x; cheap, may be called by everyone who needs it. */
  public static Bus of(Vertx vertx) {
    var shared = vertx.sharedData().<String, Served>getLocalMap("galvan.bus");
    return new Bus(vertx, shared.computeIfAbsent("served", key -> new Served(vertx.eventBus())));
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
    Here<Q, R> here = new Here<>(name, vertx.getOrCreateContext(), service, new LongAdder());
    consumer.handler(
        message ->
            here.answer(message.body())
                .onComplete(
                    ok -> message.reply(ok, served.codec(address.reply())),
                    failure -> {
                      GalvanException fault = asFault(name, failure);
                      message.fail(fault.fault().httpStatus(), toWire(fault));
                    }));
    consumer.endHandler(ended -> served.remove(here));
    served.add(here);
    return consumer;
  }

  /** A service on this node: it is asked on its own context, without a message. */
  private record Here<Q, R>(
      String name, Context context, Function<Q, Future<R>> service, LongAdder asked) {
    Future<R> answer(Q request) {
      asked.increment();
      try {
        return service.apply(request);
      } catch (RuntimeException e) {
        return Future.failedFuture(e);
      }
    }

    Future<R> ask(Context asker, Q request) {
      Promise<R> promise = Promise.promise();
      context.runOnContext(
          ignored ->
              answer(request)
                  .onComplete(
                      (answer, failure) ->
                          asker.runOnContext(
                              back -> {
                                if (failure == null) {
                                  promise.complete(answer);
                                } else {
                                  promise.fail(asFault(name, failure));
                                }
                              })));
      return promise.future();
    }
  }

  private static GalvanException asFault(String name, Throwable failure) {
    if (failure instanceof GalvanException fault) {
      return fault;
    }
    LOG.error("{} failed", name, failure);
    return new GalvanException(Fault.INTERNAL, "internal error", null, failure);
  }

  /**
   * Asks the service at the address, on this node when there is one; fails with a {@link
   * GalvanException} only. A service on this node bounds its time itself.
   */
  public <Q extends Record, R extends Record> Future<R> request(
      BusAddress<Q, R> address, Q request) {
    Here<Q, R> here = served.here(address.name());
    return here == null
        ? request(address, address.name(), request, REQUEST_TIMEOUT_MS)
        : here.ask(vertx.getOrCreateContext(), request);
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
            .setLocalOnly(served.here(name) != null)
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
    String[] parts = String.valueOf(reply.getMessage()).split(SEPARATOR, WIRE_PARTS);
    if (parts.length < WIRE_PARTS) {
      return new GalvanException(Fault.INTERNAL, "no answer from " + name, null, failure);
    }
    return new GalvanException(
        FAULTS.getOrDefault(parts[0], Fault.INTERNAL),
        parts[2],
        parts[1].isEmpty() ? null : parts[1]);
  }

  /**
   * The fault's name, the field and the message: a node of another version may know more faults.
   */
  private static String toWire(GalvanException fault) {
    String field = fault.field() == null ? "" : fault.field();
    return String.join(SEPARATOR, fault.fault().name(), field, fault.message());
  }

  /** How often the services of this node at the address were asked. */
  public long asked(BusAddress<?, ?> address) {
    return served.here.getOrDefault(address.name(), List.of()).stream()
        .mapToLong(here -> here.asked.sum())
        .sum();
  }

  /** Sends without an answer; lost when nobody serves the address. */
  public <Q extends Record, R extends Record> void send(BusAddress<Q, R> address, Q request) {
    eventBus.send(
        address.name(),
        request,
        served.codec(address.request()).setLocalOnly(served.here(address.name()) != null));
  }

  /** Tells every node's live listeners; for durable consumers see the outbox relay. */
  public void publish(Published events) {
    eventBus.publish(EVENTS, events, served.codec(Published.class));
  }

  /** Tells every node's listeners at the address; lost where there is none. */
  public <Q extends Record, R extends Record> void publish(BusAddress<Q, R> address, Q told) {
    eventBus.publish(address.name(), told, served.codec(address.request()));
  }

  /** Hears what any node publishes at the address. */
  public <Q extends Record, R extends Record> MessageConsumer<Q> listen(
      BusAddress<Q, R> address, Consumer<Q> listener) {
    served.codec(address.request());
    return eventBus.<Q>consumer(address.name(), message -> listener.accept(message.body()));
  }

  /** Hears every event that any node publishes. */
  public MessageConsumer<Published> listen(Consumer<EventBatch> listener) {
    return listenPlaced(published -> listener.accept(new EventBatch(published.events())));
  }

  /** As {@link #listen(Consumer)}, with the place of the events in their outbox. */
  public MessageConsumer<Published> listenPlaced(Consumer<Published> listener) {
    served.codec(Published.class);
    return eventBus.<Published>consumer(EVENTS, message -> listener.accept(message.body()));
  }

  /** What this node serves and which record classes have their codec; one per Vert.x. */
  private static final class Served implements io.vertx.core.shareddata.Shareable {
    private final EventBus eventBus;
    private final ConcurrentHashMap<String, List<Here<?, ?>>> here = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Class<?>, String> codecs = new ConcurrentHashMap<>();

    Served(EventBus eventBus) {
      this.eventBus = eventBus;
    }

    void add(Here<?, ?> service) {
      here.compute(
          service.name,
          (name, others) -> {
            List<Here<?, ?>> all = new ArrayList<>(others == null ? List.of() : others);
            all.add(service);
            return List.copyOf(all);
          });
    }

    void remove(Here<?, ?> service) {
      here.computeIfPresent(
          service.name,
          (name, all) -> {
            List<Here<?, ?>> others = all.stream().filter(one -> one != service).toList();
            return others.isEmpty() ? null : others;
          });
    }

    /** One of the services at the address on this node; each address has one type of them. */
    @SuppressWarnings("unchecked")
    <Q, R> @Nullable Here<Q, R> here(String name) {
      List<Here<?, ?>> all = here.get(name);
      if (all == null) {
        return null;
      }
      int one = all.size() == 1 ? 0 : ThreadLocalRandom.current().nextInt(all.size());
      return (Here<Q, R>) all.get(one);
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
