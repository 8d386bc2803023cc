package io.galvan.simulator.station;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.RegistrationStatus;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.quirk.Quirk;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A charging station of OCPP 1.6 that behaves as one: boots, keeps its heartbeat, charges, meters,
 * answers every call, and works on while offline. Its methods may be called from any thread; what
 * fails, such as a connector that does not exist, fails the future.
 */
public final class SimulatedStation implements ChargingStation {
  private final Vertx vertx;
  private final Station station;
  private final Consumer<Set<Quirk>> quirks;
  private volatile @Nullable String deployment;

  /**
   * @param quirks takes those it has from its next connection on
   */
  SimulatedStation(Vertx vertx, Station station, Consumer<Set<Quirk>> quirks) {
    this.vertx = vertx;
    this.station = station;
    this.quirks = quirks;
  }

  /** Begins to make a station. */
  public static StationBuilder builder(Vertx vertx) {
    return new StationBuilder(vertx);
  }

  @Override
  public Future<SimulatedStation> start() {
    return vertx
        .deployVerticle(station)
        .map(
            id -> {
              deployment = id;
              return this;
            });
  }

  @Override
  public Future<Void> stop() {
    String running = deployment;
    deployment = null;
    return running == null ? Future.succeededFuture() : vertx.undeploy(running);
  }

  @Override
  public OcppVersion version() {
    return OcppVersion.V1_6;
  }

  @Override
  public String id() {
    return station.settings().id();
  }

  @Override
  public int connectors() {
    return station.connectors().size();
  }

  @Override
  public Timeline timeline() {
    return station.timeline();
  }

  // What people and the world do.

  @Override
  public Future<Void> plugIn(int connector, Battery battery) {
    return run(() -> station.connector(connector).plugIn(battery));
  }

  @Override
  public Future<Void> unplug(int connector) {
    return run(() -> station.connector(connector).unplug());
  }

  @Override
  public Future<AuthorizationStatus> presentTag(int connector, String tag) {
    return ask(() -> station.connector(connector).presentTag(tag));
  }

  @Override
  public Future<Void> suspendByVehicle(int connector, boolean suspended) {
    return run(() -> station.connector(connector).energy().suspendByVehicle(suspended));
  }

  @Override
  public Future<Void> limitPower(int connector, double watt) {
    return run(() -> station.connector(connector).energy().limitByVehicle(watt));
  }

  @Override
  public Future<Void> fault(int connector) {
    return fault(connector, ChargePointErrorCode.OtherError);
  }

  /** Breaks a connector in a certain way. */
  public Future<Void> fault(int connector, ChargePointErrorCode code) {
    return run(() -> station.connector(connector).fault(code));
  }

  @Override
  public Future<Void> clearFault(int connector) {
    return run(() -> station.connector(connector).clearFault());
  }

  @Override
  public Future<Void> dropConnection() {
    return ask(() -> station.link().drop());
  }

  @Override
  public Future<Void> goOffline() {
    return ask(() -> station.link().disconnect());
  }

  @Override
  public Future<Void> goOnline() {
    return run(() -> station.link().connect());
  }

  @Override
  public Future<Void> reboot() {
    return run(() -> station.reset(Reason.Reboot));
  }

  @Override
  public Future<Void> become(StationModel before, StationModel now) {
    return run(
        () -> {
          quirks.accept(now.quirks());
          station.become(before, now);
        });
  }

  @Override
  public Future<Void> configure(String name, String value) {
    return run(() -> station.configuration().adjust(name, value));
  }

  /** Whether the standard has a configuration key. */
  public static boolean hasKey(String key) {
    return Configuration.isStandard(key);
  }

  /** Why a configuration key cannot be so at first; empty when it can. */
  public static Optional<String> keyFault(String key, String value) {
    return Optional.ofNullable(Configuration.fault(key, value));
  }

  // The wire.

  @Override
  public Future<Void> send(String text) {
    return ask(() -> station.link().send(text));
  }

  /** Calls once those before it are answered; fails with a {@link CallFailure}. */
  public <Q extends Record, R extends Record> Future<R> call(Action<Q, R> action, Q payload) {
    return ask(() -> station.link().call(action, payload));
  }

  @Override
  public SimulatedStation onFrame(Consumer<WireFrame> watcher) {
    station.link().watch(watcher);
    return this;
  }

  @Override
  public SimulatedStation onTransactionEnd(IntConsumer listener) {
    station.onTransactionEnd(listener);
    return this;
  }

  @Override
  public SimulatedStation onEnded(Consumer<EndedTransaction> listener) {
    station.onEnded(listener);
    return this;
  }

  // What can be seen. These read without waiting.

  @Override
  public boolean connected() {
    return station.link().isOpen();
  }

  @Override
  public Optional<String> trouble() {
    return station.link().trouble();
  }

  @Override
  public Optional<RegistrationStatus> registration() {
    return Optional.ofNullable(station.registration().status());
  }

  @Override
  public ChargePointStatus state(int connector) {
    return station.connector(connector).status().now();
  }

  /** The running transaction's id; empty when none runs, or its start is not answered yet. */
  public OptionalLong transactionId(int connector) {
    Transaction running = station.connector(connector).transaction();
    Long id = running == null ? null : running.id;
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  @Override
  public Optional<String> transaction(int connector) {
    OptionalLong id = transactionId(connector);
    return id.isPresent() ? Optional.of(Long.toString(id.getAsLong())) : Optional.empty();
  }

  @Override
  public boolean charging(int connector) {
    return station.connector(connector).transaction() != null;
  }

  @Override
  public boolean awaitsCable(int connector) {
    return station.connector(connector).awaitsCable();
  }

  @Override
  public long registerWh(int connector) {
    return station.connector(connector).energy().registerWh();
  }

  @Override
  public double watt(int connector) {
    return station.connector(connector).energy().watt();
  }

  @Override
  public Optional<String> configuration(String key) {
    return station.configuration().keys().contains(key)
        ? Optional.of(station.configuration().value(key))
        : Optional.empty();
  }

  @Override
  public int queued() {
    return station.queue().size();
  }

  // What is looked up on the station's thread.

  @Override
  public Future<List<String>> queue() {
    return ask(() -> Future.succeededFuture(station.queue().lines()));
  }

  @Override
  public Future<Map<String, String>> configuration() {
    return ask(() -> Future.succeededFuture(station.configuration().readable()));
  }

  @Override
  public Future<List<String>> profiles() {
    return ask(() -> Future.succeededFuture(station.profiles().lines()));
  }

  @Override
  public Future<Void> run(Runnable task) {
    return ask(
        () -> {
          task.run();
          return Future.succeededFuture();
        });
  }

  private <T> Future<T> ask(Supplier<Future<T>> task) {
    Context context = station.context();
    if (context == null) {
      return Future.failedFuture("the station is not started");
    }
    if (Vertx.currentContext() == context) {
      return attempt(task);
    }
    Promise<T> promise = Promise.promise();
    context.runOnContext(ready -> attempt(task).onComplete(promise));
    return promise.future();
  }

  private static <T> Future<T> attempt(Supplier<Future<T>> task) {
    return Future.succeededFuture().compose(ready -> task.get());
  }
}
