package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.ChargingState;
import io.galvan.ocpp.v2.ConnectorStatus;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.station2.Authorization.Verdict;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One EVSE: its connectors, its cable, who may charge, and its transaction, which begins and ends
 * at the points the device model names (OCPP 2.x, E01 to E15).
 */
final class Evse {
  private static final Logger LOG = LoggerFactory.getLogger(Evse.class);

  /** Who may charge here now. */
  record Permit(IdToken token, @Nullable Integer remoteStartId, Verdict verdict) {}

  private final Station2 station;
  private final DeviceModel model;
  private final int id;
  private final List<Connector> connectors = new ArrayList<>();
  private final Energy energy;
  private final Sessions sessions;
  private volatile @Nullable Battery vehicle;
  private volatile @Nullable Permit permit;
  private volatile ChargingState state = ChargingState.Idle;
  private int plugged;
  private boolean bayOccupied;
  private boolean operative = true;
  private Timeline.Timer cableWait = Timeline.Timer.NONE;

  Evse(Station2 station, int id, int connectorCount, RandomGenerator random) {
    this.station = station;
    this.model = station.model();
    this.id = id;
    for (int number = 1; number <= connectorCount; number++) {
      connectors.add(new Connector(station, id, number));
    }
    this.energy = new Energy(station, this, random);
    this.sessions = new Sessions(station, this);
  }

  int id() {
    return id;
  }

  List<Connector> connectors() {
    return connectors;
  }

  /** A connector by its number, from 1. */
  Connector connector(int number) {
    return connectors.get(number - 1);
  }

  boolean has(int connector) {
    return connector >= 1 && connector <= connectors.size();
  }

  Energy energy() {
    return energy;
  }

  Sessions sessions() {
    return sessions;
  }

  @Nullable Session session() {
    return sessions.running();
  }

  @Nullable Battery vehicle() {
    return vehicle;
  }

  @Nullable Permit permit() {
    return permit;
  }

  ChargingState state() {
    return state;
  }

  /** The connector whose cable is in; 0 for none. */
  int plugged() {
    return plugged;
  }

  /** Whether somebody may charge and the cable is awaited. */
  boolean awaitsCable() {
    return permit != null && vehicle == null;
  }

  /** Whether it is neither used nor broken; a cable may be in. */
  boolean free() {
    return permit == null
        && operative()
        && connectors.stream()
            .anyMatch(
                each ->
                    each.status() == ConnectorStatus.Available
                        || each.status() == ConnectorStatus.Reserved
                        || each.status() == ConnectorStatus.Occupied);
  }

  boolean operative() {
    return operative && station.operative();
  }

  // What people do.

  /** A vehicle's cable is plugged in. */
  void plugIn(int connector, Battery battery) {
    if (vehicle != null) {
      throw new IllegalStateException("a vehicle is plugged in already at EVSE " + id);
    }
    arrive();
    Set<Fact> before = facts();
    vehicle = battery;
    plugged = connector;
    state = ChargingState.EVConnected;
    cableWait.cancel();
    settle();
    happened(TriggerReason.CablePluggedIn, before);
    energy.flow();
  }

  private void arrive() {
    if (!bayOccupied) {
      Set<Fact> before = facts();
      bayOccupied = true;
      bay(TriggerReason.EVDetected, before);
    }
  }

  /** Only a station that goes by its parking bays has a sensor there. */
  private void bay(TriggerReason trigger, Set<Fact> before) {
    if (points("TxCtrlr.TxStartPoint").contains(Fact.ParkingBayOccupancy)
        || points("TxCtrlr.TxStopPoint").contains(Fact.ParkingBayOccupancy)) {
      happened(trigger, before);
    }
  }

  /** The cable is pulled out and the vehicle leaves; does nothing without one. */
  void unplug() {
    if (vehicle == null) {
      return;
    }
    energy.account();
    Set<Fact> before = facts();
    vehicle = null;
    plugged = 0;
    state = ChargingState.Idle;
    energy.stops();
    if (model.flag("TxCtrlr.StopTxOnEVSideDisconnect")) {
      permit = null;
    }
    reason(Reason.EVDisconnected);
    happened(TriggerReason.EVCommunicationLost, before);
    settle();
    Set<Fact> parked = facts();
    bayOccupied = false;
    bay(TriggerReason.EVDeparted, parked);
  }

  /**
   * A token is shown at this EVSE: begins or ends charging.
   *
   * @return what became of it
   */
  Future<AuthorizationStatus> present(IdToken token) {
    Permit present = permit;
    if (present != null) {
      return station
          .authorization()
          .mayStop(token, present.token())
          .map(
              may -> {
                if (may && permit == present) {
                  stop(TriggerReason.StopAuthorized, Reason.Local, token);
                }
                return may ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid;
              });
    }
    if (!operative() || connectors.stream().allMatch(Connector::faulted)) {
      return Future.succeededFuture(AuthorizationStatus.Blocked);
    }
    return station.authorization().authorize(token).map(verdict -> take(token, verdict));
  }

  /** A vehicle shows its contract (C07). */
  Future<AuthorizationStatus> presentContract(IdToken token, String certificate) {
    return station
        .authorization()
        .authorize(token, certificate, station.certificates().ocspData(certificate))
        .map(verdict -> take(token, verdict));
  }

  private AuthorizationStatus take(IdToken token, Verdict verdict) {
    if (!verdict.accepted()) {
      return verdict.info().status();
    }
    List<Integer> only = verdict.info().evseId();
    if (only != null && !only.isEmpty() && !only.contains(id)) {
      return AuthorizationStatus.NotAtThisLocation;
    }
    boolean taken = permit(new Permit(token, null, verdict), TriggerReason.Authorized);
    return taken ? AuthorizationStatus.Accepted : AuthorizationStatus.Blocked;
  }

  /** Lets a token charge: at once when the cable is in, else when it comes in time. */
  boolean permit(Permit given, TriggerReason trigger) {
    IdTokenInfo info = given.verdict().info();
    if (permit != null
        || !operative()
        || station.reservations().refuses(id, given.token(), info.groupIdToken())) {
      return false;
    }
    Set<Fact> before = facts();
    permit = given;
    energy.resume();
    Integer reservation = station.reservations().use(id, given.token(), info.groupIdToken());
    sessions.authorized(given, reservation);
    happened(trigger, before);
    settle();
    cableWait.cancel();
    if (vehicle != null) {
      station.needs().permitted(this);
      energy.flow();
    } else {
      int seconds = model.number("TxCtrlr.EVConnectionTimeOut");
      if (seconds > 0) {
        cableWait = station.timeline().after(Duration.ofSeconds(seconds), this::noCableCame);
      }
    }
    return true;
  }

  private void noCableCame() {
    if (awaitsCable()) {
      stop(TriggerReason.EVConnectTimeout, Reason.Timeout, null);
    }
  }

  /** Takes the permission to charge; the transaction ends if that is a point to end at. */
  void stop(TriggerReason trigger, Reason reason, @Nullable IdToken token) {
    energy.account();
    Set<Fact> before = facts();
    permit = null;
    cableWait.cancel();
    energy.stops();
    if (vehicle != null) {
      state = ChargingState.EVConnected;
    }
    reason(reason);
    sessions.stoppedBy(token);
    happened(trigger, before);
    settle();
  }

  /** Ends the transaction whatever the points say, as a reset or a fault does. */
  void abort(TriggerReason trigger, Reason reason) {
    energy.account();
    permit = null;
    cableWait.cancel();
    energy.stops();
    if (vehicle != null) {
      state = ChargingState.EVConnected;
    }
    if (session() != null) {
      reason(reason);
      end(trigger);
    }
    settle();
  }

  private void reason(Reason reason) {
    Session running = session();
    if (running != null && running.stoppedReason == null) {
      running.stoppedReason = reason;
    }
  }

  /** A connector breaks: a transaction ends. */
  void fault(int connector, Reason reason) {
    connector(connector).fault(true);
    if (plugged == connector || plugged == 0) {
      abort(TriggerReason.AbnormalCondition, reason);
    }
    settle();
    station.monitors().touch();
  }

  /** It works again. */
  void clearFault(int connector) {
    connector(connector).fault(false);
    settle();
    station.monitors().touch();
  }

  // What follows from it.

  private Set<Fact> points(String path) {
    return Fact.of(model.list(path));
  }

  private Set<Fact> facts() {
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    if (bayOccupied) {
      facts.add(Fact.ParkingBayOccupancy);
    }
    if (vehicle != null) {
      facts.add(Fact.EVConnected);
    }
    if (permit != null) {
      facts.add(Fact.Authorized);
      if (vehicle != null) {
        facts.add(Fact.PowerPathClosed);
      }
    }
    if (state == ChargingState.Charging) {
      facts.add(Fact.EnergyTransfer);
    }
    return facts;
  }

  /** Something happened: a transaction begins, goes on or ends by the facts that changed. */
  private void happened(TriggerReason trigger, Set<Fact> before) {
    Set<Fact> now = facts();
    if (session() == null) {
      boolean begins =
          points("TxCtrlr.TxStartPoint").stream()
              .anyMatch(fact -> now.contains(fact) && !before.contains(fact));
      if (begins && operative()) {
        sessions.begin(trigger);
        LOG.info("{}/{}: a transaction begins, {}", station.settings().id(), id, trigger);
      }
    } else if (points("TxCtrlr.TxStopPoint").stream()
        .anyMatch(fact -> before.contains(fact) && !now.contains(fact))) {
      end(trigger);
    } else {
      sessions.update(trigger);
    }
    energy.watch();
  }

  private void end(TriggerReason trigger) {
    permit = null;
    energy.stops();
    sessions.end(trigger);
    if (vehicle != null) {
      state = ChargingState.EVConnected;
    }
    LOG.info("{}/{}: the transaction ends, {}", station.settings().id(), id, trigger);
    settle();
    station.ended(this);
  }

  /** Energy flows, pauses or stops. */
  void become(ChargingState now) {
    if (now != state) {
      Set<Fact> before = facts();
      state = now;
      happened(TriggerReason.ChargingStateChanged, before);
    }
  }

  // Availability.

  /** ChangeAvailability of the EVSE; the caller knows that no transaction runs. */
  void makeOperative(boolean wanted) {
    operative = wanted;
    settle();
  }

  /** Whether the EVSE itself is meant to be used. */
  boolean ownOperative() {
    return operative;
  }

  /** Each connector shows the status that fits. */
  void settle() {
    connectors.forEach(connector -> connector.become(fitting(connector)));
    station.monitors().touch();
  }

  private ConnectorStatus fitting(Connector connector) {
    if (connector.faulted()) {
      return ConnectorStatus.Faulted;
    } else if (!operative() || !connector.operative()) {
      return ConnectorStatus.Unavailable;
    } else if (plugged != 0) {
      return plugged == connector.number() ? ConnectorStatus.Occupied : ConnectorStatus.Unavailable;
    }
    return station.reservations().holds(id, connectors.size())
        ? ConnectorStatus.Reserved
        : ConnectorStatus.Available;
  }
}
