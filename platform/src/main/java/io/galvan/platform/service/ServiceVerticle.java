package io.galvan.platform.service;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.lease.Leases;
import io.galvan.platform.outbox.OutboxRelay;
import io.galvan.platform.outbox.OutboxService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service with a schema of its own: brings the schema up to date, opens its connections, has the
 * service wired, carries its outbox, and stops it all in order.
 */
public abstract class ServiceVerticle extends VerticleBase {
  private static final long DRAIN_S = 10;
  private static final Duration SECOND = Duration.ofSeconds(1);

  protected final Platform platform;
  private final Schema schema;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final List<Sweep> sweeps = new ArrayList<>();
  private final Set<Future<?>> underWay = new HashSet<>();
  private @Nullable Pool pool;
  private @Nullable Pool keyed;
  private @Nullable OutboxRelay relay;
  private @Nullable Wiring wiring;
  private @Nullable Leases leases;

  protected ServiceVerticle(Platform platform, Schema schema) {
    this.platform = platform;
    this.schema = schema;
  }

  /**
   * Wires the service: makes its parts and serves its addresses. Events flow once this has
   * succeeded.
   *
   * @param pool for what searches and lists
   * @param writer takes rows by their key, see {@link Database#keyed}
   */
  protected abstract Future<?> open(Pool pool, Writer writer);

  /** For look-ups of few rows by their key; there from {@link #open} on. */
  protected final Pool keyed() {
    return Objects.requireNonNull(keyed);
  }

  /** The leases of this service's schema; there from {@link #open} on. */
  protected final Leases leases() {
    return Objects.requireNonNull(leases);
  }

  /** What blocks are wired with; for {@link #open}. */
  protected final Wiring wiring(Pool searching, Writer writer) {
    Wiring made = new Wiring(platform, vertx, searching, keyed(), writer, leases());
    wiring = made;
    return made;
  }

  /**
   * Does all jobs once, which must succeed, and then regularly, and answers the addresses.
   *
   * @param minute how often the jobs of every minute are done; shorter in tests
   */
  protected final Future<?> start(Wiring wired, Duration minute) {
    Duration second = minute.compareTo(SECOND) < 0 ? minute : SECOND;
    return wired
        .start()
        .compose(started -> sweep(minute, wired.minutely()))
        .compose(swept -> sweep(second, wired.secondly()))
        .onSuccess(swept -> wired.answers().forEach(this::serve));
  }

  private <Q extends Record, R extends Record> void serve(Wiring.Answer<Q, R> answer) {
    serve(answer.address(), answer.service());
  }

  /** Closes what {@link #open} made beyond addresses and sweeps, before the connections close. */
  protected Future<?> close() {
    return Future.succeededFuture();
  }

  @Override
  public final Future<?> start() {
    return vertx
        .executeBlocking(
            () -> {
              platform.database().migrate(schema);
              return schema;
            })
        .compose(migrated -> connect())
        .recover(failure -> stop().transform(ignored -> Future.failedFuture(failure)));
  }

  private Future<?> connect() {
    Pool searching = platform.database().pool(vertx, schema);
    Pool byKey = platform.database().keyed(vertx, schema);
    OutboxRelay outbox =
        new OutboxRelay(
            vertx,
            () -> platform.database().connect(vertx, schema),
            schema,
            platform.clock(),
            platform.meters());
    consumers.addAll(new OutboxService(vertx, byKey, schema, platform.clock(), outbox).serve());
    pool = searching;
    keyed = byKey;
    relay = outbox;
    leases =
        new Leases(
            () -> platform.database().connect(vertx, schema),
            platform.settings().cluster().lease());
    return open(searching, new Writer(byKey, platform.clock(), outbox::carryOn))
        .onSuccess(opened -> outbox.start());
  }

  /** Answers an address; what is under way when the verticle stops is waited for. */
  protected final <Q extends Record, R extends Record> void serve(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {
    consumers.add(
        Bus.of(vertx)
            .serve(
                address,
                request ->
                    finish(
                        service
                            .apply(request)
                            .recover(failure -> Future.failedFuture(Writer.translate(failure))))));
  }

  private <R> Future<R> finish(Future<R> work) {
    if (!work.isComplete()) {
      underWay.add(work);
      work.onComplete(ignored -> underWay.remove(work));
    }
    return work;
  }

  /** Does these jobs now, which must succeed, and then at every interval. */
  protected final Future<?> sweep(Duration interval, List<Sweep.Job> jobs) {
    Sweep sweep = new Sweep(vertx, interval, jobs);
    sweeps.add(sweep);
    return sweep.start();
  }

  /** No new requests, then what is under way, then the outbox, then the connections. */
  @Override
  public final Future<?> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(ignored -> Future.join(sweeps.stream().map(Sweep::stop).toList()))
        .transform(ignored -> Future.join(List.copyOf(underWay)).timeout(DRAIN_S, TimeUnit.SECONDS))
        .transform(ignored -> relay == null ? Future.succeededFuture() : relay.stop())
        .transform(ignored -> close())
        .transform(ignored -> wiring == null ? Future.succeededFuture() : wiring.close())
        .transform(ignored -> leases == null ? Future.succeededFuture() : leases.close())
        .transform(ignored -> keyed == null ? Future.succeededFuture() : keyed.close())
        .transform(ignored -> pool == null ? Future.succeededFuture() : pool.close());
  }
}
