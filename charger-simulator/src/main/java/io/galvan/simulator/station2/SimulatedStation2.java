package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.BootReason;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.NotifyPriorityChargingRequest;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.RegistrationStatus;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.EndedTransaction;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.station.WireFrame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A charging station of OCPP 2.0.1 or 2.1 that behaves as one: boots, keeps its heartbeat, charges,
 * meters, answers every call, and works on while offline. Connectors are counted from 1 through all
 * EVSEs. Its methods may be called from any thread; what fails, such as a connector that does not
 * exist, fails the future.
 */
public final class SimulatedStation2 implements ChargingStation {
  private static final String CARD = "ISO14443";

  private final Vertx vertx;
  private final Station2 station;
  private final OutsideLimit limit;
  private final Consumer<Set<Quirk>> quirks;
  private volatile @Nullable String deployment;

  /**
   * @param quirks takes those it has from its next connection on
   */
  SimulatedStation2(Vertx vertx, Station2 station, Consumer<Set<Quirk>> quirks) {
    this.vertx = vertx;
    this.station = station;
    this.quirks = quirks;
    this.limit = new OutsideLimit(station);
  }

  /** Begins to make a station. */
  public static Station2Builder builder(Vertx vertx, OcppVersion version) {
    return new Station2Builder(vertx, version);
  }

  @Override
  public Future<SimulatedStation2> start() {
    return vertx
        .deployVerticle(station)
        .map(
            id -> {
              deployment = id;
              return this;
            });
  }

  /** Closes the connection and stops all its timers. Running transactions are left as they are. */
  @Override
  public Future<Void> stop() {
    String running = deployment;
    deployment = null;
    return running == null ? Future.succeededFuture() : vertx.undeploy(running);
  }

  @Override
  public String id() {
    return station.settings().id();
  }

  /** The version it speaks. */
  @Override
  public OcppVersion version() {
    return station.settings().version();
  }

  @Override
  public int connectors() {
    return station.settings().evses() * station.settings().connectorsAnEvse();
  }

  /** The EVSE of a connector that is counted through the station. */
  public int evseOf(int connector) {
    if (connector < 1 || connector > connectors()) {
      throw new IllegalArgumentException("no connector " + connector);
    }
    return (connector - 1) / station.settings().connectorsAnEvse() + 1;
  }

  private Evse evse(int connector) {
    return station.evse(evseOf(connector));
  }

  private int within(int connector) {
    return (connector - 1) % station.settings().connectorsAnEvse() + 1;
  }

  @Override
  public Timeline timeline() {
    return station.timeline();
  }

  // What people and the world do.

  @Override
  public Future<Void> plugIn(int connector, Battery battery) {
    return run(
        () -> {
          station.needs().unplugged(evseOf(connector));
          evse(connector).plugIn(within(connector), battery);
        });
  }

  /**
   * Plugs in a vehicle that speaks ISO 15118, and tells what it needs once it may charge.
   *
   * @param bothWays whether it gives energy back
   */
  public Future<Void> plugInSmart(
      int connector, Battery battery, Instant departure, boolean bothWays) {
    return run(
        () -> {
          station.needs().plugged(evseOf(connector), departure, bothWays);
          evse(connector).plugIn(within(connector), battery);
        });
  }

  /** Pulls the cable; a running transaction ends or is suspended, as configured. */
  @Override
  public Future<Void> unplug(int connector) {
    return run(
        () -> {
          Evse evse = evse(connector);
          if (evse.plugged() == within(connector)) {
            evse.unplug();
            station.needs().unplugged(evse.id());
          }
        });
  }

  /** Holds a card to the reader: begins or ends charging. Gives what became of the tag. */
  @Override
  public Future<AuthorizationStatus> presentTag(int connector, String tag) {
    return presentToken(connector, new IdToken(null, tag, CARD, null));
  }

  /** The same with a token of any type. */
  public Future<AuthorizationStatus> presentToken(int connector, IdToken token) {
    return ask(() -> evse(connector).present(token));
  }

  /** A vehicle shows its contract and the certificates for it in PEM (plug and charge). */
  public Future<AuthorizationStatus> presentContract(
      int connector, String emaid, String certificates) {
    IdToken token = new IdToken(null, emaid, "eMAID", null);
    return ask(() -> evse(connector).presentContract(token, certificates));
  }

  /** The vehicle pauses charging, or goes on. */
  @Override
  public Future<Void> suspendByVehicle(int connector, boolean suspended) {
    return run(() -> evse(connector).energy().suspendByVehicle(suspended));
  }

  @Override
  public Future<Void> limitPower(int connector, double watt) {
    return run(() -> evse(connector).energy().limitByVehicle(watt));
  }

  @Override
  public Future<Void> fault(int connector) {
    return fault(connector, Reason.Other);
  }

  /** Breaks a connector; a transaction there ends for the reason. */
  public Future<Void> fault(int connector, Reason reason) {
    return run(() -> evse(connector).fault(within(connector), reason));
  }

  /** Mends a connector. */
  @Override
  public Future<Void> clearFault(int connector) {
    return run(() -> evse(connector).clearFault(within(connector)));
  }

  /** Somebody else than the operator limits the whole station, as an energy manager does. */
  public Future<Void> limitFromOutside(double watt) {
    return run(() -> limit.set(watt));
  }

  /** That limit is gone. */
  public Future<Void> clearLimitFromOutside() {
    return run(limit::clear);
  }

  /** The driver asks for priority at the station, or gives it back (2.1). */
  public Future<Void> priority(int connector, boolean wanted) {
    return run(
        () -> {
          Session running = evse(connector).session();
          if (running == null || version() != OcppVersion.V2_1) {
            throw new IllegalStateException("no transaction of 2.1 at connector " + connector);
          }
          running.priority = wanted;
          station.tell(
              SmartChargingActions.NOTIFY_PRIORITY_CHARGING,
              new NotifyPriorityChargingRequest(running.id, wanted, null));
          evse(connector).energy().flow();
        });
  }

  /** Something that matters to security happens, such as TamperDetectionActivated. */
  public Future<Void> securityEvent(String type) {
    return run(() -> station.securityEvent(type, null));
  }

  /** Loses the connection as if the network had failed; it comes back after the back-off. */
  @Override
  public Future<Void> dropConnection() {
    return ask(() -> station.link().drop());
  }

  /** Goes offline until {@link #goOnline}. */
  @Override
  public Future<Void> goOffline() {
    return ask(() -> station.link().disconnect());
  }

  /** Comes back online. */
  @Override
  public Future<Void> goOnline() {
    return run(() -> station.link().connect());
  }

  @Override
  public Future<Void> reboot() {
    return run(() -> station.restarts().restart(BootReason.LocalReset, Reason.Reboot));
  }

  @Override
  public Future<Void> become(StationModel before, StationModel now) {
    return run(
        () -> {
          quirks.accept(now.quirks());
          Product.change(station, before, now);
        });
  }

  @Override
  public Future<Void> configure(String name, String value) {
    return run(() -> station.model().adjust(name, value));
  }

  /** Whether the standard has a variable. */
  public static boolean hasVariable(String path) {
    return Product.isStandard(path);
  }

  /** Why a variable cannot be so at first; empty when it can. */
  public static Optional<String> variableFault(String path, String value) {
    return Product.fault(path, value);
  }

  // The wire.

  /** Sends any text as it is, past every rule. */
  @Override
  public Future<Void> send(String text) {
    return ask(() -> station.link().send(text));
  }

  /** Calls once those before it are answered; fails with a CallFailure. */
  public <Q extends Record, R extends Record> Future<R> call(Action<Q, R> action, Q payload) {
    return ask(() -> station.link().call(action, payload));
  }

  @Override
  public SimulatedStation2 onFrame(Consumer<WireFrame> watcher) {
    station.link().watch(watcher);
    return this;
  }

  /** Is told the first connector of an EVSE when its transaction has ended. */
  @Override
  public SimulatedStation2 onTransactionEnd(IntConsumer listener) {
    int each = station.settings().connectorsAnEvse();
    station.onTransactionEnd(evse -> listener.accept((evse - 1) * each + 1));
    return this;
  }

  @Override
  public SimulatedStation2 onEnded(Consumer<EndedTransaction> listener) {
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

  /** The latest answer to BootNotification; empty while there is none since the last start. */
  @Override
  public Optional<RegistrationStatus> registration() {
    return Optional.ofNullable(station.registration().status());
  }

  /** The status of a connector. */
  @Override
  public ConnectorStatus state(int connector) {
    return evse(connector).connector(within(connector)).status();
  }

  @Override
  public boolean available(int connector) {
    return state(connector) == ConnectorStatus.Available && !awaitsCable(connector);
  }

  /** The running transaction's id; empty when none runs. */
  public Optional<String> transactionId(int connector) {
    Session running = evse(connector).session();
    return running == null ? Optional.empty() : Optional.of(running.id);
  }

  /** Whether a transaction runs in which somebody may charge. */
  @Override
  public boolean charging(int connector) {
    Evse evse = evse(connector);
    return evse.session() != null && evse.permit() != null;
  }

  @Override
  public boolean awaitsCable(int connector) {
    return evse(connector).awaitsCable();
  }

  @Override
  public long registerWh(int connector) {
    return evse(connector).energy().registerWh();
  }

  /** The power that flows, in W; below 0 when it is taken from the vehicle. */
  @Override
  public double watt(int connector) {
    return evse(connector).energy().watt();
  }

  /** What the display last said to a transaction's driver. */
  public Optional<String> shown(String transactionId) {
    return station.display().shown(transactionId);
  }

  /**
   * The value of a variable of the station, such as {@code TxCtrlr.TxStartPoint}; empty for one it
   * does not have.
   */
  @Override
  public Optional<String> configuration(String path) {
    return station.model().find(path).map(ModelVariable::value);
  }

  /** How many variables the device model has. */
  public int variables() {
    return station.model().all().size();
  }

  @Override
  public Optional<String> transaction(int connector) {
    return transactionId(connector);
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
    return ask(() -> Future.succeededFuture(station.model().readable()));
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
