package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.StatusNotificationRequest;
import org.jspecify.annotations.Nullable;

/** One connector of an EVSE: its status, and what the central system knows of it. */
final class Connector {
  private final Station2 station;
  private final int evse;
  private final int number;
  private volatile ConnectorStatus status = ConnectorStatus.Available;
  private @Nullable ConnectorStatus reported;
  private boolean faulted;
  private boolean operative = true;

  Connector(Station2 station, int evse, int number) {
    this.station = station;
    this.evse = evse;
    this.number = number;
  }

  int number() {
    return number;
  }

  ConnectorStatus status() {
    return status;
  }

  boolean faulted() {
    return faulted;
  }

  void fault(boolean broken) {
    faulted = broken;
  }

  boolean operative() {
    return operative;
  }

  void makeOperative(boolean wanted) {
    operative = wanted;
  }

  /** Goes to a status, and tells it. */
  void become(ConnectorStatus now) {
    status = now;
    report();
  }

  /** After a boot, or a long time offline, the central system is told again. */
  void forgetReported() {
    reported = null;
  }

  /** Tells the central system the status unless it knows it. */
  void report() {
    if (status != reported && station.mayTell()) {
      reported = status;
      sendStatus();
    }
  }

  /** Tells the status, known or not. */
  void sendStatus() {
    station.report(
        ProvisioningActions.STATUS_NOTIFICATION,
        new StatusNotificationRequest(station.timeline().timestamp(), status, evse, number, null));
  }
}
