package io.galvan.platform.service;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.lease.Leases;
import io.galvan.platform.outbox.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Connects the blocks of a service. Each block makes its parts from what it finds here, and adds
 * the addresses that it answers, the events that it hears and its regular jobs; {@link
 * ServiceVerticle} starts all of them together.
 */
public final class Wiring {
  /** An address and who answers it. */
  record Answer<Q extends Record, R extends Record>(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {}

  private final Platform platform;
  private final Vertx vertx;
  private final Pool pool;
  private final Pool keyed;
  private final Writer writer;
  private final Leases leases;
  private final List<Answer<?, ?>> answers = new ArrayList<>();
  private final Map<Subscription, List<Function<EventBatch, Future<?>>>> listeners =
      new LinkedHashMap<>();
  private final List<Sweep.Job> minutely = new ArrayList<>();
  private final List<Sweep.Job> secondly = new ArrayList<>();
  private final List<Supplier<Future<?>>> starting = new ArrayList<>();
  private final List<Supplier<Future<?>>> closing = new ArrayList<>();

  Wiring(Platform platform, Vertx vertx, Pool pool, Pool keyed, Writer writer, Leases leases) {
    this.platform = platform;
    this.vertx = vertx;
    this.pool = pool;
    this.keyed = keyed;
    this.writer = writer;
    this.leases = leases;
  }

  public Platform platform() {
    return platform;
  }

  public Settings settings() {
    return platform.settings();
  }

  public Bus bus() {
    return Bus.of(vertx);
  }

  public Vertx vertx() {
    return vertx;
  }

  /** For what searches and lists. */
  public Pool pool() {
    return pool;
  }

  /** For look-ups of few rows by their key, see {@link Database#keyed}. */
  public Pool keyed() {
    return keyed;
  }

  public Writer writer() {
    return writer;
  }

  /** The leases of this service's schema. */
  public Leases leases() {
    return leases;
  }

  /** Answers the address once all blocks are wired. */
  public <Q extends Record, R extends Record> void serve(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {
    answers.add(new Answer<>(address, service));
  }

  /** Hears the events of the subscription, after those who were added before. */
  public void hear(Subscription subscription, Function<EventBatch, Future<?>> listener) {
    listeners.computeIfAbsent(subscription, key -> new ArrayList<>()).add(listener);
  }

  /** Done at the start, which it must not fail at, and every minute. */
  public void everyMinute(String name, Supplier<Future<?>> work) {
    minutely.add(new Sweep.Job(name, work));
  }

  /** Done at the start, which it must not fail at, and every second. */
  public void everySecond(String name, Supplier<Future<?>> work) {
    secondly.add(new Sweep.Job(name, work));
  }

  /** Done at the start, which it must not fail at, before any job. */
  public void atStart(Supplier<Future<?>> work) {
    starting.add(work);
  }

  /** Done when the service stops, before its connections close. */
  public void atClose(Supplier<Future<?>> work) {
    closing.add(work);
  }

  List<Answer<?, ?>> answers() {
    listeners.forEach(
        (subscription, all) -> serve(subscription.address(), batch -> tell(all, batch)));
    listeners.clear();
    return answers;
  }

  private static Future<Done> tell(
      List<Function<EventBatch, Future<?>>> listeners, EventBatch batch) {
    Future<?> told = Future.succeededFuture();
    for (Function<EventBatch, Future<?>> listener : listeners) {
      told = told.compose(heard -> listener.apply(batch));
    }
    return told.map(Done.DONE);
  }

  List<Sweep.Job> minutely() {
    return minutely;
  }

  List<Sweep.Job> secondly() {
    return secondly;
  }

  Future<?> start() {
    return Future.all(starting.stream().<Future<?>>map(Supplier::get).toList());
  }

  Future<?> close() {
    return Future.join(closing.stream().<Future<?>>map(Supplier::get).toList());
  }
}
