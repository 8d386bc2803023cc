package io.galvan.simulator.station;

import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.ChargingProfileKindType;
import io.galvan.ocpp.v16.ChargingProfilePurposeType;
import io.galvan.ocpp.v16.ChargingProfileStatus;
import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedule;
import io.galvan.ocpp.v16.ChargingSchedulePeriod;
import io.galvan.ocpp.v16.ClearChargingProfileRequest;
import io.galvan.ocpp.v16.ClearChargingProfileStatus;
import io.galvan.ocpp.v16.GetCompositeScheduleRequest;
import io.galvan.ocpp.v16.GetCompositeScheduleResponse;
import io.galvan.ocpp.v16.GetCompositeScheduleStatus;
import io.galvan.ocpp.v16.RecurrencyKindType;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.simulator.behaviour.PowerCurve;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Smart charging: the profiles and the limit they make (OCPP 1.6, section 3.13). */
final class ChargingProfiles {
  private static final int LONGEST_COMPOSITE_SECONDS = 86_400;
  private static final int DAY_SECONDS = 86_400;
  private static final int WEEK_SECONDS = 7 * DAY_SECONDS;
  private static final int DEFAULT_PHASES = 3;

  private record Installed(int connector, ChargingProfile profile, Instant at) {}

  private final Configuration configuration;
  private final Supplier<PowerCurve> outlet;
  private final List<Installed> installed = new ArrayList<>();

  ChargingProfiles(Configuration configuration, Supplier<PowerCurve> outlet) {
    this.configuration = configuration;
    this.outlet = outlet;
  }

  /** SetChargingProfile, and the profile of a remote start. */
  ChargingProfileStatus set(
      SetChargingProfileRequest request, @Nullable Transaction running, Instant now) {
    ChargingProfile profile = request.csChargingProfiles();
    int connector = request.connectorId();
    if (!wellFormed(profile) || !fits(profile, connector, running)) {
      return ChargingProfileStatus.Rejected;
    }
    installed.removeIf(
        each ->
            each.profile().chargingProfileId() == profile.chargingProfileId()
                || each.connector() == connector
                    && each.profile().stackLevel() == profile.stackLevel()
                    && each.profile().chargingProfilePurpose() == profile.chargingProfilePurpose());
    if (installed.size() >= configuration.number(Configuration.MAX_CHARGING_PROFILES_INSTALLED)) {
      return ChargingProfileStatus.Rejected;
    }
    installed.add(new Installed(connector, profile, now));
    return ChargingProfileStatus.Accepted;
  }

  private boolean wellFormed(ChargingProfile profile) {
    List<ChargingSchedulePeriod> periods = profile.chargingSchedule().chargingSchedulePeriod();
    boolean recurring = profile.chargingProfileKind() == ChargingProfileKindType.Recurring;
    if (periods.isEmpty()
        || periods.get(0).startPeriod() != 0
        || periods.size() > configuration.number(Configuration.CHARGING_SCHEDULE_MAX_PERIODS)
        || profile.stackLevel() < 0
        || profile.stackLevel() > configuration.number(Configuration.CHARGE_PROFILE_MAX_STACK_LEVEL)
        || recurring && profile.recurrencyKind() == null
        || recurring && profile.chargingSchedule().startSchedule() == null) {
      return false;
    }
    for (int i = 1; i < periods.size(); i++) {
      if (periods.get(i).startPeriod() <= periods.get(i - 1).startPeriod()) {
        return false;
      }
    }
    return periods.stream().allMatch(period -> period.limit().signum() >= 0);
  }

  private static boolean fits(
      ChargingProfile profile, int connector, @Nullable Transaction running) {
    return switch (profile.chargingProfilePurpose()) {
      case ChargePointMaxProfile ->
          connector == 0 && profile.chargingProfileKind() != ChargingProfileKindType.Relative;
      case TxDefaultProfile -> true;
      case TxProfile ->
          connector > 0
              && running != null
              && (profile.transactionId() == null
                  || profile.transactionId() == running.idOrUnknown());
    };
  }

  /** ClearChargingProfile: an id alone, or all that match what is given. */
  ClearChargingProfileStatus clear(ClearChargingProfileRequest request) {
    boolean removed =
        installed.removeIf(
            each ->
                request.id() != null
                    ? each.profile().chargingProfileId() == request.id()
                    : (request.connectorId() == null || each.connector() == request.connectorId())
                        && (request.chargingProfilePurpose() == null
                            || each.profile().chargingProfilePurpose()
                                == request.chargingProfilePurpose())
                        && (request.stackLevel() == null
                            || each.profile().stackLevel() == request.stackLevel()));
    return removed ? ClearChargingProfileStatus.Accepted : ClearChargingProfileStatus.Unknown;
  }

  /** A TxProfile lives as long as its transaction. */
  void transactionEnded(int connector) {
    installed.removeIf(
        each ->
            each.connector() == connector
                && each.profile().chargingProfilePurpose() == ChargingProfilePurposeType.TxProfile);
  }

  /** What is installed, as people read it. */
  List<String> lines() {
    return installed.stream()
        .map(each -> "connector " + each.connector() + ": " + each.profile())
        .toList();
  }

  /** The limit in W of one connector alone at a moment; infinite where no profile limits. */
  double limitWatt(int connector, @Nullable Transaction running, Instant at) {
    return limitWatt(connector, running, at, 1);
  }

  /**
   * The limit in W at a moment; infinite where no profile limits.
   *
   * @param sharing how many connectors share what the whole station may take
   */
  double limitWatt(int connector, @Nullable Transaction running, Instant at, int sharing) {
    OptionalDouble station = top(ChargingProfilePurposeType.ChargePointMaxProfile, 0, running, at);
    OptionalDouble own = OptionalDouble.empty();
    if (running != null) {
      own = top(ChargingProfilePurposeType.TxProfile, connector, running, at);
    }
    if (own.isEmpty()) {
      own = top(ChargingProfilePurposeType.TxDefaultProfile, connector, running, at);
    }
    if (own.isEmpty()) {
      own = top(ChargingProfilePurposeType.TxDefaultProfile, 0, running, at);
    }
    return Math.min(
        station.orElse(Double.POSITIVE_INFINITY) / Math.max(1, sharing),
        own.orElse(Double.POSITIVE_INFINITY));
  }

  /** The limit of the highest stack level that has one now. */
  private OptionalDouble top(
      ChargingProfilePurposeType purpose,
      int connector,
      @Nullable Transaction running,
      Instant at) {
    int level = -1;
    OptionalDouble limit = OptionalDouble.empty();
    for (Installed each : installed) {
      ChargingProfile profile = each.profile();
      if (profile.chargingProfilePurpose() == purpose
          && each.connector() == connector
          && profile.stackLevel() > level) {
        OptionalDouble own = limit(each, running, at);
        if (own.isPresent()) {
          level = profile.stackLevel();
          limit = own;
        }
      }
    }
    return limit;
  }

  private OptionalDouble limit(Installed each, @Nullable Transaction running, Instant at) {
    ChargingProfile profile = each.profile();
    if (profile.validFrom() != null && at.isBefore(profile.validFrom().toInstant())
        || profile.validTo() != null && !at.isBefore(profile.validTo().toInstant())) {
      return OptionalDouble.empty();
    }
    ChargingSchedule schedule = profile.chargingSchedule();
    long second = at.getEpochSecond() - start(each, running).getEpochSecond();
    if (profile.chargingProfileKind() == ChargingProfileKindType.Recurring && second >= 0) {
      second %= profile.recurrencyKind() == RecurrencyKindType.Weekly ? WEEK_SECONDS : DAY_SECONDS;
    }
    if (second < 0 || schedule.duration() != null && second >= schedule.duration()) {
      return OptionalDouble.empty();
    }
    ChargingSchedulePeriod current = schedule.chargingSchedulePeriod().get(0);
    for (ChargingSchedulePeriod period : schedule.chargingSchedulePeriod()) {
      if (period.startPeriod() <= second) {
        current = period;
      }
    }
    return OptionalDouble.of(watt(current, schedule.chargingRateUnit()));
  }

  private static Instant start(Installed each, @Nullable Transaction running) {
    OffsetDateTime given = each.profile().chargingSchedule().startSchedule();
    if (each.profile().chargingProfileKind() == ChargingProfileKindType.Relative) {
      return running == null ? each.at() : running.startedAt;
    }
    return given == null ? each.at() : given.toInstant();
  }

  private double watt(ChargingSchedulePeriod period, ChargingRateUnitType unit) {
    double limit = period.limit().doubleValue();
    int phases = period.numberPhases() == null ? DEFAULT_PHASES : period.numberPhases();
    return unit == ChargingRateUnitType.W ? limit : outlet.get().wattOf(limit, phases, 0);
  }

  /** GetCompositeSchedule: what the profiles come to, for at most a day. */
  GetCompositeScheduleResponse composite(
      GetCompositeScheduleRequest request, @Nullable Transaction running, Instant now) {
    ChargingRateUnitType unit =
        request.chargingRateUnit() == null ? ChargingRateUnitType.W : request.chargingRateUnit();
    int seconds = Math.min(request.duration(), LONGEST_COMPOSITE_SECONDS);
    List<ChargingSchedulePeriod> periods = new ArrayList<>();
    double last = Double.NaN;
    for (int second = 0; second < Math.max(1, seconds); second++) {
      double limit =
          Math.min(
              outlet.get().maxWatt(),
              limitWatt(request.connectorId(), running, now.plusSeconds(second)));
      if (limit != last) {
        periods.add(new ChargingSchedulePeriod(second, inUnit(limit, unit), null));
        last = limit;
      }
    }
    OffsetDateTime start = now.atOffset(ZoneOffset.UTC);
    return new GetCompositeScheduleResponse(
        GetCompositeScheduleStatus.Accepted,
        request.connectorId(),
        start,
        new ChargingSchedule(seconds, start, unit, periods, null));
  }

  private BigDecimal inUnit(double watt, ChargingRateUnitType unit) {
    double value = unit == ChargingRateUnitType.W ? watt : outlet.get().ampere(watt, 0);
    return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
  }
}
