package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.IdTagInfo;
import io.galvan.ocpp.v16.Location;
import io.galvan.ocpp.v16.Measurand;
import io.galvan.ocpp.v16.MeterValue;
import io.galvan.ocpp.v16.MeterValuesRequest;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.SampledValue;
import io.galvan.ocpp.v16.StartTransactionRequest;
import io.galvan.ocpp.v16.StartTransactionResponse;
import io.galvan.ocpp.v16.StatusNotificationRequest;
import io.galvan.ocpp.v16.StopTransactionRequest;
import io.galvan.ocpp.v16.UnitOfMeasure;
import io.galvan.ocpp.v16.ValueFormat;
import io.galvan.simulator.behaviour.Battery;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connector: its status, its cable, its meter and its transaction. */
final class Connector {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  /** A tag that may charge here, and waits for a cable. */
  private record Permit(String tag) {}

  private final Station station;
  private final Timeline timeline;
  private final Configuration configuration;
  private final int number;
  private final Meter meter;

  private volatile ChargePointStatus status = ChargePointStatus.Available;
  private ChargePointErrorCode errorCode = ChargePointErrorCode.NoError;
  private @Nullable ChargePointStatus reported;
  private volatile @Nullable Battery vehicle;
  private volatile @Nullable Permit permit;
  private volatile @Nullable Transaction transaction;
  private boolean operative = true;
  private boolean suspendedByVehicle;
  private double vehicleLimitWatt = Double.MAX_VALUE;
  private Instant chargedUntil = Instant.EPOCH;
  private Instant nextSample = Instant.EPOCH;
  private Timeline.Timer tick = Timeline.Timer.NONE;
  private Timeline.Timer cableWait = Timeline.Timer.NONE;

  Connector(Station station, int number, RandomGenerator random) {
    this.station = station;
    this.timeline = station.timeline();
    this.configuration = station.configuration();
    this.number = number;
    this.meter = new Meter(station.settings().curve(), random);
  }

  int number() {
    return number;
  }

  ChargePointStatus status() {
    return status;
  }

  @Nullable Transaction transaction() {
    return transaction;
  }

  long registerWh() {
    return meter.registerWh();
  }

  double watt() {
    return meter.watt();
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
    return status == ChargePointStatus.Available
        || status == ChargePointStatus.Preparing && permit == null;
  }

  // What people do.

  /** A vehicle's cable is plugged in. */
  void plugIn(Battery battery) {
    if (vehicle != null) {
      throw new IllegalStateException("a vehicle is plugged in already at connector " + number);
    }
    vehicle = battery;
    Permit waiting = permit;
    if (status == ChargePointStatus.Available) {
      move(ChargePointStatus.Preparing);
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
      charge();
      if (configuration.flag(Configuration.STOP_TRANSACTION_ON_EV_SIDE_DISCONNECT)) {
        vehicle = null;
        stop(Reason.EVDisconnected, null);
      } else {
        vehicle = null;
        meter.idle();
        move(ChargePointStatus.SuspendedEV);
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
    if (status == ChargePointStatus.Faulted || status == ChargePointStatus.Unavailable) {
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
        || status == ChargePointStatus.Faulted
        || status == ChargePointStatus.Unavailable
        || station.reservations().refuses(number, tag, parentTag)) {
      return false;
    }
    permit = new Permit(tag);
    if (vehicle != null) {
      start(tag);
      return true;
    }
    if (status != ChargePointStatus.Preparing) {
      move(ChargePointStatus.Preparing);
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
    errorCode = code;
    if (transaction != null) {
      stop(Reason.Other, null);
    }
    move(ChargePointStatus.Faulted);
  }

  /** It works again. */
  void clearFault() {
    if (status == ChargePointStatus.Faulted) {
      errorCode = ChargePointErrorCode.NoError;
      settle();
    }
  }

  // The transaction.

  private void start(String tag) {
    permit = null;
    Instant now = timeline.now();
    Transaction started = new Transaction(tag, now, meter.registerWh());
    transaction = started;
    suspendedByVehicle = false;
    chargedUntil = now;
    nextSample = chargedUntil.plus(sampleInterval());
    Reservation used = station.reservations().use(number, tag);
    StartTransactionRequest request =
        new StartTransactionRequest(
            number,
            tag,
            started.meterStartWh,
            used == null ? null : used.id(),
            now.atOffset(ZoneOffset.UTC));
    keepForStop(started, ReadingContext.TransactionBegin);
    station
        .queue()
        .add(Actions16.START_TRANSACTION, () -> request, answer -> started(started, answer));
    if (!ConnectorStates.allows(status, ChargePointStatus.Charging)) {
      move(ChargePointStatus.Preparing);
    }
    charge();
    scheduleTick();
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
    charge();
    tick.cancel();
    meter.idle();
    ending.ended = true;
    keepForStop(ending, ReadingContext.TransactionEnd);
    transaction = null;
    long meterStop = meter.registerWh();
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
    if (status != ChargePointStatus.Faulted) {
      settle();
    }
    LOG.info("{}/{}: stopped, {}", station.settings().id(), number, reason);
    station.tellEnded(
        new EndedTransaction(
            station.settings().id(),
            number,
            ending.idTag,
            ending.startedAt,
            at.toInstant(),
            ending.meterStartWh,
            meterStop));
  }

  private void keepForStop(Transaction of, ReadingContext context) {
    List<Measurand> wanted = configuration.measurands(Configuration.STOP_TXN_SAMPLED_DATA);
    SignedMeter signing = station.signedMeter(number);
    if (signing != null) {
      of.stopData.add(signed(signing, of, context));
    }
    if (!wanted.isEmpty()) {
      of.stopData.add(sample(context, wanted));
    }
  }

  private MeterValue signed(SignedMeter signing, Transaction of, ReadingContext context) {
    char kind = context == ReadingContext.TransactionBegin ? 'B' : 'E';
    OffsetDateTime at = timeline.timestamp();
    String text = signing.sign(at.toInstant(), kind, of.idTag, meter.registerWh());
    return new MeterValue(
        at,
        List.of(
            new SampledValue(
                text,
                context,
                ValueFormat.SignedData,
                Measurand.EnergyActiveImportRegister,
                null,
                Location.Outlet,
                UnitOfMeasure.Wh)));
  }

  private void scheduleTick() {
    Duration untilSample = Duration.between(timeline.now(), nextSample);
    Duration usual = station.settings().tick();
    Duration next = untilSample.compareTo(usual) < 0 ? untilSample : usual;
    tick =
        timeline.after(
            next,
            () -> {
              if (transaction != null) {
                charge();
                sampleIfDue();
                scheduleTick();
              }
            });
  }

  /** An interval of 0 means no samples (section 9.1.14). */
  private Duration sampleInterval() {
    int seconds = configuration.number(Configuration.METER_VALUE_SAMPLE_INTERVAL);
    return seconds == 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds);
  }

  /** Brings battery, meter and status to the present. */
  private void charge() {
    Instant now = timeline.now();
    Duration time = Duration.between(chargedUntil, now);
    chargedUntil = now;
    Battery battery = vehicle;
    if (battery == null || suspendedByVehicle) {
      meter.idle();
      return;
    }
    double limit = limitWatt();
    Duration passed = time.isNegative() ? Duration.ZERO : time;
    if (vehicleLimitWatt < 0) {
      meter.discharge(battery, -vehicleLimitWatt, passed);
      move(battery.spent() ? ChargePointStatus.SuspendedEV : ChargePointStatus.Charging);
      return;
    }
    meter.charge(battery, Math.min(limit, vehicleLimitWatt), passed);
    if (meter.tooLittle(limit)) {
      move(ChargePointStatus.SuspendedEVSE);
    } else {
      boolean takesNone = battery.full() || meter.tooLittle(vehicleLimitWatt);
      move(takesNone ? ChargePointStatus.SuspendedEV : ChargePointStatus.Charging);
    }
  }

  /** The vehicle pauses, or goes on. */
  void suspendByVehicle(boolean suspended) {
    if (transaction == null) {
      return;
    }
    charge();
    suspendedByVehicle = suspended;
    if (suspended) {
      meter.idle();
      move(ChargePointStatus.SuspendedEV);
    } else {
      charge();
    }
  }

  /** The vehicle takes no more than this, or gives as much if it is below 0. */
  void limitByVehicle(double watt) {
    boolean gives = station.settings().curve().bidirectional();
    if (Double.isNaN(watt) || watt < 0 && !gives) {
      throw new IllegalArgumentException("this outlet can only give power, not " + watt + " W");
    }
    if (transaction != null) {
      charge();
    }
    vehicleLimitWatt = watt;
    if (transaction != null) {
      charge();
    }
  }

  private double limitWatt() {
    int sharing =
        (int) station.connectors().stream().filter(each -> each.transaction() != null).count();
    return station.profiles().limitWatt(number, transaction, timeline.now(), sharing);
  }

  private void sampleIfDue() {
    Transaction running = transaction;
    if (running == null || timeline.now().isBefore(nextSample)) {
      return;
    }
    Instant planned = nextSample.plus(sampleInterval());
    nextSample = planned.isAfter(timeline.now()) ? planned : timeline.now().plus(sampleInterval());
    sendSample(
        ReadingContext.SamplePeriodic,
        configuration.measurands(Configuration.METER_VALUES_SAMPLED_DATA));
  }

  /** Sends a sample: through the queue when it belongs to a transaction. */
  void sendSample(ReadingContext context, List<Measurand> measurands) {
    if (transaction != null) {
      charge();
    }
    Transaction running = transaction;
    List<MeterValue> values = new ArrayList<>(1);
    values.add(sample(context, measurands));
    if (running == null) {
      station.tell(Actions16.METER_VALUES, new MeterValuesRequest(number, null, values));
    } else {
      station
          .queue()
          .add(
              Actions16.METER_VALUES,
              () -> new MeterValuesRequest(number, running.id, values),
              answer -> {});
    }
  }

  private MeterValue sample(ReadingContext context, List<Measurand> measurands) {
    return meter.sample(timeline.timestamp(), context, measurands, vehicle, limitWatt());
  }

  // The status.

  /** ChangeAvailability; the caller knows that no transaction runs. */
  void makeOperative(boolean wanted) {
    operative = wanted;
    if (transaction == null && status != ChargePointStatus.Faulted) {
      settle();
    }
  }

  /** Goes to the status that fits when nothing is charged. */
  void settle() {
    if (!operative) {
      moveOverAvailable(ChargePointStatus.Unavailable);
    } else if (vehicle != null) {
      boolean afterwards =
          switch (status) {
            case Charging, SuspendedEV, SuspendedEVSE, Finishing -> true;
            default -> false;
          };
      move(afterwards ? ChargePointStatus.Finishing : ChargePointStatus.Preparing);
    } else if (station.reservations().holds(number)) {
      moveOverAvailable(ChargePointStatus.Reserved);
    } else {
      move(ChargePointStatus.Available);
    }
  }

  /** Some moves the standard has only in two steps, such as Finishing to Reserved. */
  private void moveOverAvailable(ChargePointStatus to) {
    if (to != status && !ConnectorStates.allows(status, to)) {
      move(ChargePointStatus.Available);
    }
    move(to);
  }

  private void move(ChargePointStatus to) {
    if (to == status) {
      return;
    }
    if (!ConnectorStates.allows(status, to)) {
      throw new IllegalStateException("connector " + number + ": " + status + " to " + to);
    }
    status = to;
    report();
  }

  /** After a boot the central system knows nothing. */
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
    station.tell(
        Actions16.STATUS_NOTIFICATION,
        StatusNotificationRequest.of(number, status, errorCode, timeline.timestamp()));
  }
}
