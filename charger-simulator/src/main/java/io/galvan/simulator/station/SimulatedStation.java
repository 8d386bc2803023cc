package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.RegistrationStatus;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A charging station of OCPP 1.6 that behaves as one: boots, keeps its heartbeat, charges, meters,
 * answers every call, and works on while offline. Its methods may be called from any thread; what
 * fails, such as a connector that does not exist, fails the future.
 */
public final class SimulatedStation {
  private static final double TYPICAL_CAPACITY_WH = 60_000;
  private static final double TYPICAL_SOC_PERCENT = 30;

  private final Vertx vertx;
  private final Station station;
  private volatile @Nullable String deployment;

  SimulatedStation(Vertx vertx, Station station) {
    this.vertx = vertx;
    this.station = station;
  }

  /** Begins to make a station. */
  public static StationBuilder builder(Vertx vertx) {
    return new StationBuilder(vertx);
  }

  /** Starts it; succeeds when it runs, connected or not. */
  public Future<SimulatedStation> start() {
    return vertx
        .deployVerticle(station)
        .map(
            id -> {
              deployment = id;
              return this;
            });
  }

  /** Closes the connection and stops all its timers. Running transactions are left as they are. */
  public Future<Void> stop() {
    String running = deployment;
    deployment = null;
    return running == null ? Future.succeededFuture() : vertx.undeploy(running);
  }

  /** The identity. */
  public String id() {
    return station.settings().id();
  }

  /** How many connectors there are. */
  public int connectors() {
    return station.connectors().size();
  }

  /** The time the station lives in. */
  public Timeline timeline() {
    return station.timeline();
  }

  // What people and the world do.

  /** Plugs in a vehicle of 60 kWh at 30 %; fails when one is plugged in. */
  public Future<Void> plugIn(int connector) {
    return plugIn(connector, new Battery(TYPICAL_CAPACITY_WH, TYPICAL_SOC_PERCENT));
  }

  /** Plugs in a vehicle; fails when one is plugged in. */
  public Future<Void> plugIn(int connector, Battery battery) {
    return run(() -> station.connector(connector).plugIn(battery));
  }

  /** Pulls the cable; a running transaction ends or is suspended, as configured. */
  public Future<Void> unplug(int connector) {
    return run(() -> station.connector(connector).unplug());
  }

  /** Holds a tag to the reader: begins or ends charging. Gives what became of the tag. */
  public Future<AuthorizationStatus> presentTag(int connector, String tag) {
    return ask(() -> station.connector(connector).presentTag(tag));
  }

  /** The vehicle pauses charging, or goes on. */
  public Future<Void> suspendByVehicle(int connector, boolean suspended) {
    return run(() -> station.connector(connector).suspendByVehicle(suspended));
  }

  /** Breaks a connector. */
  public Future<Void> fault(int connector, ChargePointErrorCode code) {
    return run(() -> station.connector(connector).fault(code));
  }

  /** Mends a connector. */
  public Future<Void> clearFault(int connector) {
    return run(() -> station.connector(connector).clearFault());
  }

  /** Loses the connection as if the network had failed; it comes back after the back-off. */
  public Future<Void> dropConnection() {
    return ask(() -> station.link().drop());
  }

  /** Goes offline until {@link #goOnline}. */
  public Future<Void> goOffline() {
    return ask(() -> station.link().disconnect());
  }

  /** Comes back online. */
  public Future<Void> goOnline() {
    return run(() -> station.link().connect());
  }

  // The wire.

  /** Sends any text as it is, past every rule. */
  public Future<Void> send(String text) {
    return ask(() -> station.link().send(text));
  }

  /** Calls once those before it are answered; fails with a {@link CallFailure}. */
  public <Q extends Record, R extends Record> Future<R> call(Action<Q, R> action, Q payload) {
    return ask(() -> station.link().call(action, payload));
  }

  /** Watches every frame from now on, sent and received, on the station's thread. */
  public SimulatedStation onFrame(Consumer<WireFrame> watcher) {
    station.link().watch(watcher);
    return this;
  }

  /** Is told a connector's number when its transaction has ended, on the station's thread. */
  public SimulatedStation onTransactionEnd(IntConsumer listener) {
    station.onTransactionEnd(listener);
    return this;
  }

  // What can be seen. These read without waiting.

  /** Whether there is a connection. */
  public boolean connected() {
    return station.link().isOpen();
  }

  /** The latest answer to BootNotification; empty while there is none since the last start. */
  public Optional<RegistrationStatus> registration() {
    return Optional.ofNullable(station.registration().status());
  }

  /** The status of a connector. */
  public ChargePointStatus state(int connector) {
    return station.connector(connector).status();
  }

  /** The running transaction's id; empty when none runs, or its start is not answered yet. */
  public OptionalLong transactionId(int connector) {
    Transaction running = station.connector(connector).transaction();
    Long id = running == null ? null : running.id;
    return id == null ? OptionalLong.empty() : OptionalLong.of(id);
  }

  /** Whether a transaction runs. */
  public boolean charging(int connector) {
    return station.connector(connector).transaction() != null;
  }

  /** Whether someone may charge here and the cable is awaited, as after a remote start. */
  public boolean awaitsCable(int connector) {
    return station.connector(connector).awaitsCable();
  }

  /** The register of a connector's meter, in Wh. */
  public long registerWh(int connector) {
    return station.connector(connector).registerWh();
  }

  /** The power that flows, in W. */
  public double watt(int connector) {
    return station.connector(connector).watt();
  }

  /** The value of a configuration key; empty for a key the station does not have. */
  public Optional<String> configuration(String key) {
    return station.configuration().keys().contains(key)
        ? Optional.of(station.configuration().value(key))
        : Optional.empty();
  }

  /** Runs a task on the station's thread. */
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
