package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingSchedulePeriod;
import io.galvan.ocpp.v2.ChargingScheduleUpdate;
import io.galvan.ocpp.v2.RecurrencyKind;
import io.galvan.ocpp.v2.V2XFreqWattPoint;
import io.galvan.ocpp.v2.V2XSignalWattPoint;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station2.Profiles.Setting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A charging profile in a station.
 *
 * @param at when it came
 * @param source who made it: CSO, SO, EMS or Other
 * @param update what UpdateDynamicSchedule made of it
 */
record Installed(
    int evse,
    ChargingProfile profile,
    Instant at,
    String source,
    @Nullable ChargingScheduleUpdate update) {
  private static final int DAY_SECONDS = 86_400;
  private static final int WEEK_SECONDS = 7 * DAY_SECONDS;
  private static final int DEFAULT_PHASES = 3;
  private static final double MAINS_HERTZ = 50;

  /** What a limit in force depends on beside the time. */
  record Moment(@Nullable Instant transactionStart, double socPercent, int signal) {}

  Installed updated(ChargingScheduleUpdate by) {
    return new Installed(evse, profile, at, source, by);
  }

  private ChargingSchedule schedule() {
    return profile.chargingSchedule().get(0);
  }

  private Instant start(Moment moment) {
    if (profile.chargingProfileKind() == ChargingProfileKind.Relative) {
      return moment.transactionStart() == null ? at : moment.transactionStart();
    }
    return schedule().startSchedule() == null ? at : schedule().startSchedule().toInstant();
  }

  private int cycle() {
    if (profile.chargingProfileKind() != ChargingProfileKind.Recurring) {
      return 0;
    }
    return profile.recurrencyKind() == RecurrencyKind.Weekly ? WEEK_SECONDS : DAY_SECONDS;
  }

  /** What it sets at a time; empty when it has nothing to say then. */
  Optional<Setting> setting(Instant time, Moment moment, PowerCurve curve, Duration offline) {
    if (profile.validFrom() != null && time.isBefore(profile.validFrom().toInstant())
        || profile.validTo() != null && !time.isBefore(profile.validTo().toInstant())
        || profile.maxOfflineDuration() != null
            && offline.toSeconds() > profile.maxOfflineDuration()) {
      return Optional.empty();
    }
    long second = time.getEpochSecond() - start(moment).getEpochSecond();
    if (cycle() > 0 && second >= 0) {
      second %= cycle();
    }
    if (second < 0 || schedule().duration() != null && second >= schedule().duration()) {
      return Optional.empty();
    }
    ChargingSchedulePeriod current = schedule().chargingSchedulePeriod().get(0);
    for (ChargingSchedulePeriod period : schedule().chargingSchedulePeriod()) {
      if (period.startPeriod() <= second) {
        current = period;
      }
    }
    return Optional.of(of(current, moment, curve));
  }

  private Setting of(ChargingSchedulePeriod period, Moment moment, PowerCurve curve) {
    ChargingScheduleUpdate by = update;
    BigDecimal limit = by == null || by.limit() == null ? period.limit() : by.limit();
    BigDecimal setpoint = by == null || by.setpoint() == null ? period.setpoint() : by.setpoint();
    BigDecimal discharge =
        by == null || by.dischargeLimit() == null ? period.dischargeLimit() : by.dischargeLimit();
    int phases = period.numberPhases() == null ? DEFAULT_PHASES : period.numberPhases();
    double most = limit == null ? Double.POSITIVE_INFINITY : watt(limit, phases, curve);
    if (schedule().limitAtSoC() != null && moment.socPercent() >= schedule().limitAtSoC().soc()) {
      most = Math.min(most, watt(schedule().limitAtSoC().limit(), phases, curve));
    }
    double least = discharge == null ? Double.NEGATIVE_INFINITY : watt(discharge, phases, curve);
    if (period.operationMode() == null) {
      return new Setting(most, null);
    }
    double wanted =
        switch (period.operationMode()) {
          case Idle -> 0;
          case CentralSetpoint, ExternalSetpoint ->
              setpoint == null ? most : watt(setpoint, phases, curve);
          case CentralFrequency -> signalled(period, moment.signal(), most);
          case LocalFrequency -> byFrequency(period, most);
          case ChargingOnly, ExternalLimits, LocalLoadBalancing -> most;
        };
    return new Setting(Math.max(least, Math.min(most, wanted)), period.operationMode());
  }

  /** The power a regulation signal asks for: the last point at or below it (Q07). */
  private static double signalled(ChargingSchedulePeriod period, int signal, double otherwise) {
    List<V2XSignalWattPoint> curve = period.v2xSignalWattCurve();
    double base = period.v2xBaseline() == null ? 0 : period.v2xBaseline().doubleValue();
    double watt = otherwise;
    for (V2XSignalWattPoint point : curve == null ? List.<V2XSignalWattPoint>of() : curve) {
      if (point.signal() <= signal) {
        watt = base + point.power().doubleValue();
      }
    }
    return watt;
  }

  private static double byFrequency(ChargingSchedulePeriod period, double otherwise) {
    List<V2XFreqWattPoint> curve = period.v2xFreqWattCurve();
    double base = period.v2xBaseline() == null ? 0 : period.v2xBaseline().doubleValue();
    double watt = otherwise;
    for (V2XFreqWattPoint point : curve == null ? List.<V2XFreqWattPoint>of() : curve) {
      if (point.frequency().doubleValue() <= MAINS_HERTZ) {
        watt = base + point.power().doubleValue();
      }
    }
    return watt;
  }

  private double watt(BigDecimal value, int phases, PowerCurve curve) {
    return schedule().chargingRateUnit() == ChargingRateUnit.W
        ? value.doubleValue()
        : curve.wattOf(value.doubleValue(), phases, 0);
  }

  /** The seconds after a time at which it may change, up to a length. */
  List<Integer> changes(Instant from, int seconds, Moment moment) {
    List<Integer> changes = new ArrayList<>();
    for (Instant bound : boundsOfValidity()) {
      changes.add(seconds(from, bound));
    }
    int cycle = cycle();
    long first = start(moment).getEpochSecond() - from.getEpochSecond();
    if (cycle > 0 && first < -cycle) {
      first += (-first / cycle) * cycle;
    }
    for (long begin = first; begin < seconds; begin += cycle) {
      for (ChargingSchedulePeriod period : schedule().chargingSchedulePeriod()) {
        changes.add(bounded(begin + period.startPeriod()));
      }
      if (schedule().duration() != null) {
        changes.add(bounded(begin + schedule().duration()));
      }
      if (cycle == 0) {
        break;
      }
    }
    changes.removeIf(second -> second <= 0 || second >= seconds);
    return changes;
  }

  private List<Instant> boundsOfValidity() {
    return java.util.stream.Stream.of(profile.validFrom(), profile.validTo())
        .filter(Objects::nonNull)
        .map(time -> time.toInstant())
        .toList();
  }

  private static int seconds(Instant from, Instant to) {
    return bounded(to.getEpochSecond() - from.getEpochSecond());
  }

  private static int bounded(long seconds) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, seconds));
  }
}
