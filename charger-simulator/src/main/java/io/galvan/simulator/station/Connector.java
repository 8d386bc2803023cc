package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.IdTagInfo;
import io.galvan.ocpp.v16.MeterValue;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.StartTransactionRequest;
import io.galvan.ocpp.v16.StartTransactionResponse;
import io.galvan.ocpp.v16.StopTransactionRequest;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connector: its cable, who may charge at it and its transaction. What flows is {@link
 * Energy}'s, what it is said to be {@link ConnectorStatus}'s.
 */
final class Connector {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  /** A tag that may charge here, and waits for a cable. */
  private record Permit(String tag) {}

  private final Station station;
  private final Timeline timeline;
  private final Configuration configuration;
  private final int number;
  private final ConnectorStatus status;
  private final Energy energy;

  private volatile @Nullable Battery vehicle;
  private volatile @Nullable Permit permit;
  private volatile @Nullable Transaction transaction;
  private boolean operative = true;
  private Timeline.Timer cableWait = Timeline.Timer.NONE;

  Connector(Station station, int number, RandomGenerator random) {
    this.station = station;
    this.timeline = station.timeline();
    this.configuration = station.configuration();
    this.number = number;
    this.status = new ConnectorStatus(station, number);
    this.energy = new Energy(station, this, random);
  }

  int number() {
    return number;
  }

  /** What it is said to be. */
  ConnectorStatus status() {
    return status;
  }

  /** What flows. */
  Energy energy() {
    return energy;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  @Nullable Battery vehicle() {
    return vehicle;
  }

  boolean operative() {
    return operative;
  }

  /** Whether somebody may charge and the cable is awaited. */
  boolean awaitsCable() {
    return permit != null && vehicle == null;
  }

  /** Whether it is neither used nor kept nor broken. */
  boolean free() {
    return status.is(ChargePointStatus.Available)
        || status.is(ChargePointStatus.Preparing) && permit == null;
  }

  // What people do.

  /** A vehicle's cable is plugged in. */
  void plugIn(Battery battery) {
    if (vehicle != null) {
      throw new IllegalStateException("a vehicle is plugged in already at connector " + number);
    }
    vehicle = battery;
    Permit waiting = permit;
    if (status.is(ChargePointStatus.Available)) {
      status.move(ChargePointStatus.Preparing);
    }
    if (waiting != null) {
      cableWait.cancel();
      start(waiting.tag());
    }
  }

  /** The cable is pulled out; does nothing without one. */
  void unplug() {
    if (vehicle == null) {
      return;
    }
    Transaction running = transaction;
    if (running != null) {
      energy.charge();
      if (configuration.flag(Configuration.STOP_TRANSACTION_ON_EV_SIDE_DISCONNECT)) {
        vehicle = null;
        stop(Reason.EVDisconnected, null);
      } else {
        vehicle = null;
        energy.idle();
        status.move(ChargePointStatus.SuspendedEV);
      }
      return;
    }
    vehicle = null;
    permit = null;
    settle();
  }

  /**
   * A tag is held to the reader of this connector: begins or ends charging.
   *
   * @return what became of the tag
   */
  Future<AuthorizationStatus> presentTag(String tag) {
    Transaction running = transaction;
    if (running != null) {
      return stopWith(tag, running);
    }
    if (status.is(ChargePointStatus.Faulted) || status.is(ChargePointStatus.Unavailable)) {
      return Future.succeededFuture(AuthorizationStatus.Blocked);
    }
    return station
        .authorization()
        .authorize(tag)
        .map(
            info -> {
              if (info.status() == AuthorizationStatus.Accepted
                  && !permit(tag, info.parentIdTag())) {
                return AuthorizationStatus.Blocked;
              }
              return info.status();
            });
  }

  private Future<AuthorizationStatus> stopWith(String tag, Transaction running) {
    if (tag.equalsIgnoreCase(running.idTag)) {
      stop(Reason.Local, tag);
      return Future.succeededFuture(AuthorizationStatus.Accepted);
    }
    // Another tag of the same group may end it too.
    Future<IdTagInfo> other = station.authorization().authorize(tag);
    Future<IdTagInfo> own = station.authorization().authorize(running.idTag);
    return other.compose(
        info ->
            own.map(
                started -> {
                  boolean same =
                      info.parentIdTag() != null
                          && info.parentIdTag().equalsIgnoreCase(started.parentIdTag());
                  if (same && transaction == running) {
                    stop(Reason.Local, tag);
                    return info.status();
                  }
                  return AuthorizationStatus.Invalid;
                }));
  }

  /** Lets a tag charge: at once when the cable is in, else when it comes in time. */
  boolean permit(String tag, @Nullable String parentTag) {
    if (transaction != null
        || status.is(ChargePointStatus.Faulted)
        || status.is(ChargePointStatus.Unavailable)
        || station.reservations().refuses(number, tag, parentTag)) {
      return false;
    }
    permit = new Permit(tag);
    if (vehicle != null) {
      start(tag);
      return true;
    }
    if (!status.is(ChargePointStatus.Preparing)) {
      status.move(ChargePointStatus.Preparing);
    }
    cableWait.cancel();
    Duration wait = Duration.ofSeconds(configuration.number(Configuration.CONNECTION_TIME_OUT));
    if (!wait.isZero()) {
      cableWait = timeline.after(wait, this::revokePermit);
    }
    return true;
  }

  private void revokePermit() {
    permit = null;
    if (transaction == null) {
      settle();
    }
  }

  /** Something breaks: a transaction ends. */
  void fault(ChargePointErrorCode code) {
    status.error(code);
    if (transaction != null) {
      stop(Reason.Other, null);
    }
    status.move(ChargePointStatus.Faulted);
  }

  /** It works again. */
  void clearFault() {
    if (status.is(ChargePointStatus.Faulted)) {
      status.error(ChargePointErrorCode.NoError);
      settle();
    }
  }

  // The transaction.

  private void start(String tag) {
    permit = null;
    Instant now = timeline.now();
    Transaction started = new Transaction(tag, now, energy.registerWh());
    transaction = started;
    energy.begin(now);
    Reservation used = station.reservations().use(number, tag);
    StartTransactionRequest request =
        new StartTransactionRequest(
            number,
            tag,
            started.meterStartWh,
            used == null ? null : used.id(),
            now.atOffset(ZoneOffset.UTC));
    energy.keepForStop(started, ReadingContext.TransactionBegin);
    station
        .queue()
        .add(Actions16.START_TRANSACTION, () -> request, answer -> started(started, answer));
    if (!status.mayMove(ChargePointStatus.Charging)) {
      status.move(ChargePointStatus.Preparing);
    }
    energy.charge();
    energy.watch();
    LOG.info("{}/{}: charging for {}", station.settings().id(), number, tag);
  }

  private void started(Transaction started, StartTransactionResponse answer) {
    started.id = answer.transactionId();
    station.authorization().remember(started.idTag, answer.idTagInfo());
    if (answer.idTagInfo().status() != AuthorizationStatus.Accepted
        && !started.ended
        && configuration.flag(Configuration.STOP_TRANSACTION_ON_INVALID_ID)) {
      stop(Reason.DeAuthorized, null);
    }
  }

  /** Ends the transaction, if there is one. */
  void stop(Reason reason, @Nullable String tag) {
    Transaction ending = transaction;
    if (ending == null) {
      return;
    }
    energy.end();
    ending.ended = true;
    energy.keepForStop(ending, ReadingContext.TransactionEnd);
    transaction = null;
    long meterStop = energy.registerWh();
    OffsetDateTime at = timeline.timestamp();
    List<MeterValue> data = ending.stopData.isEmpty() ? null : List.copyOf(ending.stopData);
    station
        .queue()
        .add(
            Actions16.STOP_TRANSACTION,
            () ->
                new StopTransactionRequest(tag, meterStop, at, ending.idOrUnknown(), reason, data),
            answer -> {});
    station.profiles().transactionEnded(number);
    if (!status.is(ChargePointStatus.Faulted)) {
      settle();
    }
    LOG.info("{}/{}: stopped, {}", station.settings().id(), number, reason);
    station.tellEnded(
        new EndedTransaction(
            station.settings().id(),
            number,
            number,
            ending.idTag,
            ending.startedAt,
            at.toInstant(),
            ending.meterStartWh,
            meterStop));
  }

  // The status.

  /** ChangeAvailability; the caller knows that no transaction runs. */
  void makeOperative(boolean wanted) {
    operative = wanted;
    if (transaction == null && !status.is(ChargePointStatus.Faulted)) {
      settle();
    }
  }

  /** Goes to the status that fits when nothing is charged. */
  void settle() {
    if (!operative) {
      status.moveOverAvailable(ChargePointStatus.Unavailable);
    } else if (vehicle != null) {
      boolean afterwards =
          switch (status.now()) {
            case Charging, SuspendedEV, SuspendedEVSE, Finishing -> true;
            default -> false;
          };
      status.move(afterwards ? ChargePointStatus.Finishing : ChargePointStatus.Preparing);
    } else if (station.reservations().holds(number)) {
      status.moveOverAvailable(ChargePointStatus.Reserved);
    } else {
      status.move(ChargePointStatus.Available);
    }
  }
}
