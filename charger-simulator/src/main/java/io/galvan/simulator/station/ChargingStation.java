package io.galvan.simulator.station;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A charging station of any version, as people at it, vehicles and scripts see it. What the
 * standards name differently, such as statuses, is an enum whose constants are the words on the
 * wire. Connectors are numbered from 1; a station of OCPP 2 has an EVSE of that number. The methods
 * may be called from any thread; what fails, fails the future.
 */
public interface ChargingStation {
  /** A usual vehicle's battery, in Wh. */
  double TYPICAL_CAPACITY_WH = 60_000;

  /** What a usual vehicle comes with, in percent. */
  double TYPICAL_SOC_PERCENT = 30;

  /** The version it speaks. */
  OcppVersion version();

  /** The identity. */
  String id();

  /** How many connectors there are. */
  int connectors();

  /** The time the station lives in. */
  Timeline timeline();

  /** Starts it; succeeds when it runs, connected or not. */
  Future<? extends ChargingStation> start();

  /** Closes the connection and stops all its timers. Running transactions are left as they are. */
  Future<Void> stop();

  // What people and the world do.

  /** Plugs in a vehicle of 60 kWh at 30 %; fails when one is plugged in. */
  default Future<Void> plugIn(int connector) {
    return plugIn(connector, new Battery(TYPICAL_CAPACITY_WH, TYPICAL_SOC_PERCENT));
  }

  /** Plugs in a vehicle; fails when one is plugged in. */
  Future<Void> plugIn(int connector, Battery battery);

  /** Pulls the cable; a running transaction ends or is suspended, as configured. */
  Future<Void> unplug(int connector);

  /** Holds a tag to the reader: begins or ends charging. Gives what became of the tag. */
  Future<? extends Enum<?>> presentTag(int connector, String tag);

  /** The vehicle pauses charging, or goes on. */
  Future<Void> suspendByVehicle(int connector, boolean suspended);

  /** The vehicle takes no more than so many W, from now on and whoever is plugged in. */
  Future<Void> limitPower(int connector, double watt);

  /** Breaks a connector. */
  Future<Void> fault(int connector);

  /** Mends a connector. */
  Future<Void> clearFault(int connector);

  /** Loses the connection as if the network had failed; it comes back after the back-off. */
  Future<Void> dropConnection();

  /** Goes offline until {@link #goOnline}. */
  Future<Void> goOffline();

  /** Comes back online. */
  Future<Void> goOnline();

  /** Is switched off and on: transactions end, the connection closes, and it boots again. */
  Future<Void> reboot();

  /**
   * Becomes another product while it runs. The curve and what differs in keys or variables count at
   * once; another name, firmware or quirks take a reboot, which it makes. Numbers of connectors and
   * signed readings stay as they are.
   *
   * @param before what it has been
   */
  Future<Void> become(StationModel before, StationModel now);

  /**
   * Gives a configuration key or a variable another value, as a fitter at the station would, also
   * one that cannot be written from afar; fails for one that it does not have and for a value that
   * it cannot have.
   */
  Future<Void> configure(String name, String value);

  // The wire.

  /** Sends any text as it is, past every rule. */
  Future<Void> send(String text);

  /** Watches every frame from now on, sent and received, on the station's thread. */
  ChargingStation onFrame(Consumer<WireFrame> watcher);

  /** Is told a connector's number when its transaction has ended, on the station's thread. */
  ChargingStation onTransactionEnd(IntConsumer listener);

  /** Is told every transaction that has ended, on the station's thread. */
  ChargingStation onEnded(Consumer<EndedTransaction> listener);

  // What can be seen. These read without waiting.

  /** Whether there is a connection. */
  boolean connected();

  /** Why the latest try to connect failed, as a sentence; empty when it did not. */
  Optional<String> trouble();

  /** The latest answer to BootNotification; empty while there is none since the last start. */
  Optional<? extends Enum<?>> registration();

  /** Whether the central system has accepted it. */
  default boolean accepted() {
    return registration().map(status -> status.name().equals("Accepted")).orElse(false);
  }

  /** The status of a connector. */
  Enum<?> state(int connector);

  /** Whether a connector is Available. */
  default boolean available(int connector) {
    return state(connector).name().equals("Available");
  }

  /** The id of the running transaction; empty when none runs or its id is not known yet. */
  Optional<String> transaction(int connector);

  /** Whether a transaction runs. */
  boolean charging(int connector);

  /** Whether someone may charge here and the cable is awaited, as after a remote start. */
  boolean awaitsCable(int connector);

  /** The register of a connector's meter, in Wh. */
  long registerWh(int connector);

  /** The power that flows, in W. */
  double watt(int connector);

  /** How many messages of transactions wait to be delivered. */
  int queued();

  /** A configuration key's value, or a variable's; empty for one the station does not have. */
  Optional<String> configuration(String key);

  // What is looked up on the station's thread.

  /** The messages of transactions that wait to be delivered, the first first, one line each. */
  Future<List<String>> queue();

  /** Everything that can be configured and read, by name. */
  Future<Map<String, String>> configuration();

  /** The charging profiles it holds, one line each. */
  Future<List<String>> profiles();

  /** Runs a task on the station's thread. */
  Future<Void> run(Runnable task);

  /** Runs a task on the station's thread after a time of the station. */
  default Future<Void> after(Duration delay, Runnable task) {
    return run(() -> timeline().after(delay, task));
  }
}
