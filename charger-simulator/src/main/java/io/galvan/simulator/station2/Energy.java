package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ChargingState;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.OperationMode;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.TransactionLimit;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.station2.Profiles.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What flows at an EVSE: under the limits of the profiles, metered, and told of. */
final class Energy {
  private static final double MILLIS_A_SECOND = 1_000;

  private final Station2 station;
  private final DeviceModel model;
  private final Evse evse;
  private final Meter meter;
  private Setting setting = Setting.NONE;
  private boolean suspendedByVehicle;
  private double vehicleWatt = Double.POSITIVE_INFINITY;
  private boolean paused;
  private long deauthorizeAtWh = Long.MAX_VALUE;
  private Instant accountedUntil = Instant.EPOCH;
  private Instant nextSample = Instant.EPOCH;
  private Instant nextEndSample = Instant.EPOCH;
  private Timeline.Timer tick = Timeline.Timer.NONE;
  private boolean ticking;

  Energy(Station2 station, Evse evse, RandomGenerator random) {
    this.station = station;
    this.model = station.model();
    this.evse = evse;
    this.meter = new Meter(() -> station.settings().curve(), random);
  }

  long registerWh() {
    return meter.registerWh();
  }

  double watt() {
    return meter.watt();
  }

  @Nullable OperationMode operationMode() {
    return setting.mode();
  }

  /** The vehicle pauses, or goes on. */
  void suspendByVehicle(boolean suspended) {
    account();
    suspendedByVehicle = suspended;
    flow();
  }

  /** The vehicle takes no more than so many W from now on. */
  void limitByVehicle(double watt) {
    account();
    vehicleWatt = station.settings().curve().bidirectional() ? watt : Math.max(0, watt);
    flow();
  }

  /** The station pauses until somebody else is permitted. */
  void pause() {
    account();
    paused = true;
    flow();
  }

  /** Somebody is permitted anew. */
  void resume() {
    paused = false;
    suspendedByVehicle = false;
    deauthorizeAtWh = Long.MAX_VALUE;
  }

  /** Lets a refused driver get away, with so much at most. */
  void deauthorizeAfter(int wh) {
    deauthorizeAtWh = registerWh() + wh;
  }

  /** Nothing flows any more. */
  void stops() {
    meter.idle();
  }

  /** Goes on looking while there is something to look at. */
  void watch() {
    if (!ticking && (evse.session() != null || evse.permit() != null)) {
      ticking = true;
      accountedUntil = station.timeline().now();
      nextSample = accountedUntil.plus(interval("SampledDataCtrlr.TxUpdatedInterval"));
      nextEndSample = accountedUntil.plus(interval("SampledDataCtrlr.TxEndedInterval"));
      scheduleTick();
    }
  }

  private void scheduleTick() {
    Duration sample = interval("SampledDataCtrlr.TxUpdatedInterval");
    Duration usual = station.settings().tick();
    tick = station.timeline().after(sample.compareTo(usual) < 0 ? sample : usual, this::tick);
  }

  private void tick() {
    if (evse.session() == null && evse.permit() == null) {
      ticking = false;
      return;
    }
    account();
    flow();
    limits();
    sampleIfDue();
    scheduleTick();
  }

  void close() {
    tick.cancel();
  }

  /** An interval of 0 means no samples. */
  private Duration interval(String path) {
    int seconds = model.number(path);
    return seconds == 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds);
  }

  /**
   * Brings battery and meter to the present, with what was set until now.
   *
   * @return the time that the register stands for
   */
  Instant account() {
    Instant now = station.timeline().now();
    Duration time = Duration.between(accountedUntil, now);
    accountedUntil = now;
    Battery battery = evse.vehicle();
    if (battery == null || evse.state() != ChargingState.Charging || time.isNegative()) {
      return now;
    }
    Session session = evse.session();
    if (session != null) {
      session.chargedSeconds += time.toMillis() / MILLIS_A_SECOND;
    }
    if (setting.discharges()) {
      meter.discharge(battery, -setting.watt(), time);
    } else {
      meter.charge(battery, setting.watt(), time);
    }
    return now;
  }

  /** Sets what may flow from now on, by vehicle, permission and profiles. */
  void flow() {
    Battery battery = evse.vehicle();
    if (battery == null || evse.permit() == null) {
      meter.idle();
      return;
    }
    OperationMode before = setting.mode();
    setting = station.profiles().setting(evse, station.timeline().now());
    boolean tooLittle = !setting.discharges() && meter.tooLittle(setting.watt());
    setting = setting.atMost(vehicleWatt);
    ChargingState next;
    if (paused || tooLittle) {
      next = ChargingState.SuspendedEVSE;
    } else if (suspendedByVehicle
        || !setting.discharges() && (battery.full() || meter.tooLittle(setting.watt()))
        || setting.discharges() && battery.spent()) {
      next = ChargingState.SuspendedEV;
    } else {
      next = ChargingState.Charging;
    }
    if (next != ChargingState.Charging) {
      meter.idle();
    } else if (setting.discharges()) {
      meter.discharge(battery, -setting.watt(), Duration.ZERO);
    } else {
      meter.charge(battery, setting.watt(), Duration.ZERO);
    }
    evse.become(next);
    if (before != setting.mode() && before != null && setting.mode() != null) {
      evse.sessions().update(TriggerReason.OperationModeChanged);
    }
  }

  /** What the central system or the station bounds a transaction with (E05, E16). */
  private void limits() {
    Session session = evse.session();
    if (session == null || evse.permit() == null) {
      return;
    }
    if (registerWh() >= deauthorizeAtWh) {
      evse.stop(TriggerReason.Deauthorized, Reason.DeAuthorized, null);
      return;
    }
    TransactionLimit limit = session.limit;
    Battery battery = evse.vehicle();
    if (limit == null || paused) {
      return;
    }
    long seconds = Duration.between(session.startedAt, station.timeline().now()).toSeconds();
    if (limit.maxEnergy() != null
        && registerWh() - session.startWh >= limit.maxEnergy().doubleValue()) {
      reached(TriggerReason.EnergyLimitReached);
    } else if (limit.maxTime() != null && seconds >= limit.maxTime()) {
      reached(TriggerReason.TimeLimitReached);
    } else if (limit.maxSoC() != null
        && battery != null
        && battery.socPercent() >= limit.maxSoC()) {
      reached(TriggerReason.SoCLimitReached);
    } else if (limit.maxCost() != null
        && session.totalCost != null
        && session.totalCost.compareTo(limit.maxCost()) >= 0) {
      reached(TriggerReason.CostLimitReached);
    }
  }

  private void reached(TriggerReason trigger) {
    evse.sessions().update(trigger);
    pause();
  }

  private void sampleIfDue() {
    Session session = evse.session();
    Instant now = station.timeline().now();
    if (session == null || !model.flag("SampledDataCtrlr.Enabled")) {
      return;
    }
    if (!now.isBefore(nextSample)) {
      nextSample = now.plus(interval("SampledDataCtrlr.TxUpdatedInterval"));
      List<Measurand> wanted = model.measurands("SampledDataCtrlr.TxUpdatedMeasurands");
      if (!wanted.isEmpty()) {
        evse.sessions()
            .update(
                TriggerReason.MeterValuePeriodic,
                List.of(sample(ReadingContext.SamplePeriodic, wanted)));
      }
    }
    if (!now.isBefore(nextEndSample)) {
      nextEndSample = now.plus(interval("SampledDataCtrlr.TxEndedInterval"));
      List<Measurand> wanted = model.measurands("SampledDataCtrlr.TxEndedMeasurands");
      if (!wanted.isEmpty()) {
        session.keep(sample(ReadingContext.SamplePeriodic, wanted));
      }
    }
  }

  /** A reading of the meter now. */
  MeterValue sample(ReadingContext context, List<Measurand> measurands) {
    return reading(account(), context, measurands);
  }

  /** What the meter shows, at the time that it was brought up to. */
  MeterValue reading(Instant at, ReadingContext context, List<Measurand> measurands) {
    double limit = station.profiles().setting(evse, at).watt();
    return meter.sample(
        at.atOffset(ZoneOffset.UTC),
        context,
        measurands,
        evse.vehicle(),
        Math.max(0, limit),
        model.flag("SampledDataCtrlr.SignReadings"));
  }
}
