package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingSchedulePeriod;
import io.galvan.ocpp.v2.ChargingScheduleUpdate;
import io.galvan.ocpp.v2.ClearChargingProfile;
import io.galvan.ocpp.v2.ClearChargingProfileRequest;
import io.galvan.ocpp.v2.CompositeSchedule;
import io.galvan.ocpp.v2.GetCompositeScheduleRequest;
import io.galvan.ocpp.v2.OperationMode;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station2.Installed.Moment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Smart charging: the profiles and what they come to (OCPP 2.x, K; Q for energy back). */
final class Profiles {
  static final int MAX_INSTALLED = 50;
  private static final int LONGEST_COMPOSITE_SECONDS = 7 * 86_400;
  private static final String CSO = "CSO";

  /**
   * What may flow.
   *
   * @param watt the most to the vehicle; below 0 what is taken from it
   * @param mode of the profile that says so; null when it names none
   */
  record Setting(double watt, @Nullable OperationMode mode) {
    static final Setting NONE = new Setting(Double.POSITIVE_INFINITY, null);

    boolean discharges() {
      return watt < 0;
    }

    Setting atMost(double limit) {
      return limit < watt ? new Setting(limit, mode) : this;
    }
  }

  private final Station2 station;
  private final DeviceModel model;
  private final List<Installed> installed = new ArrayList<>();
  private final Map<Integer, ChargingProfile> awaitTransaction = new HashMap<>();
  private int signal;

  Profiles(Station2 station) {
    this.station = station;
    this.model = station.model();
    model
        .find("SmartChargingCtrlr.Entries[ChargingProfiles]")
        .ifPresent(each -> each.shows(() -> Integer.toString(installed.size())));
  }

  private PowerCurve curve() {
    return station.settings().curve();
  }

  /** Why a profile is refused, as a reasonCode; empty when it is installed. */
  Optional<String> set(int evse, ChargingProfile profile) {
    if (!model.flag("SmartChargingCtrlr.Enabled")) {
      return Optional.of("NotEnabled");
    }
    Optional<String> wrong = wrong(evse, profile);
    if (wrong.isPresent()) {
      return wrong;
    }
    boolean rival =
        installed.stream()
            .anyMatch(
                each ->
                    each.profile().id() != profile.id()
                        && each.evse() == evse
                        && each.profile().stackLevel() == profile.stackLevel()
                        && each.profile().chargingProfilePurpose()
                            == profile.chargingProfilePurpose()
                        && overlap(each.profile(), profile));
    if (rival) {
      return Optional.of("DuplicateProfile");
    }
    installed.removeIf(each -> each.profile().id() == profile.id() && each.source().equals(CSO));
    if (installed.size() >= MAX_INSTALLED) {
      return Optional.of("TooManyElements");
    }
    installed.add(new Installed(evse, profile, station.timeline().now(), CSO, null));
    return Optional.empty();
  }

  private static boolean overlap(ChargingProfile one, ChargingProfile other) {
    boolean before =
        one.validTo() != null
            && other.validFrom() != null
            && !one.validTo().isAfter(other.validFrom());
    boolean after =
        other.validTo() != null
            && one.validFrom() != null
            && !other.validTo().isAfter(one.validFrom());
    return !before && !after;
  }

  private Optional<String> wrong(int evse, ChargingProfile profile) {
    if (evse != 0 && !station.has(evse)) {
      return Optional.of("UnknownEvse");
    }
    if (profile.stackLevel() < 0
        || profile.stackLevel() > model.number("SmartChargingCtrlr.ProfileStackLevel")) {
      return Optional.of("InvalidStackLevel");
    }
    boolean recurring = profile.chargingProfileKind() == ChargingProfileKind.Recurring;
    if (recurring && profile.recurrencyKind() == null) {
      return Optional.of("InvalidProfile");
    }
    for (ChargingSchedule schedule : profile.chargingSchedule()) {
      if (recurring && schedule.startSchedule() == null || !wellFormed(schedule)) {
        return Optional.of("InvalidSchedule");
      }
    }
    return switch (profile.chargingProfilePurpose()) {
      case ChargingStationExternalConstraints -> Optional.of("InvalidProfile");
      case ChargingStationMaxProfile, LocalGeneration ->
          evse == 0 && profile.chargingProfileKind() != ChargingProfileKind.Relative
              ? Optional.empty()
              : Optional.of("InvalidProfile");
      case TxDefaultProfile, PriorityCharging -> Optional.empty();
      case TxProfile -> wrongForTransaction(evse, profile);
    };
  }

  private Optional<String> wrongForTransaction(int evse, ChargingProfile profile) {
    Session running = evse == 0 ? null : station.evse(evse).session();
    return running != null && running.id.equals(profile.transactionId())
        ? Optional.empty()
        : Optional.of("TxNotFound");
  }

  private boolean wellFormed(ChargingSchedule schedule) {
    List<ChargingSchedulePeriod> periods = schedule.chargingSchedulePeriod();
    if (periods.isEmpty()
        || periods.get(0).startPeriod() != 0
        || periods.size() > model.number("SmartChargingCtrlr.PeriodsPerSchedule")) {
      return false;
    }
    for (int i = 1; i < periods.size(); i++) {
      if (periods.get(i).startPeriod() <= periods.get(i - 1).startPeriod()) {
        return false;
      }
    }
    return periods.stream()
        .allMatch(period -> period.limit() == null || period.limit().signum() >= 0);
  }

  /** The profile that came with a remote start counts from the transaction's begin (F01). */
  void await(int evse, ChargingProfile profile) {
    awaitTransaction.put(evse, profile);
  }

  /** A transaction begins. */
  void begun(int evse, String transactionId) {
    ChargingProfile profile = awaitTransaction.remove(evse);
    if (profile != null) {
      installed.removeIf(each -> each.profile().id() == profile.id());
      installed.add(new Installed(evse, profile, station.timeline().now(), CSO, null));
    }
  }

  /** A TxProfile lives as long as its transaction. */
  void transactionEnded(int evse) {
    awaitTransaction.remove(evse);
    installed.removeIf(
        each ->
            each.evse() == evse
                && each.profile().chargingProfilePurpose() == ChargingProfilePurpose.TxProfile);
  }

  /** ClearChargingProfile: an id alone, or all that match; never what others than the CSO set. */
  boolean clear(ClearChargingProfileRequest request) {
    ClearChargingProfile criteria = request.chargingProfileCriteria();
    return installed.removeIf(
        each ->
            each.source().equals(CSO)
                && (request.chargingProfileId() != null
                    ? each.profile().id() == request.chargingProfileId()
                    : criteria == null || matches(each, criteria)));
  }

  private static boolean matches(Installed each, ClearChargingProfile criteria) {
    return (criteria.evseId() == null || each.evse() == criteria.evseId())
        && (criteria.chargingProfilePurpose() == null
            || each.profile().chargingProfilePurpose() == criteria.chargingProfilePurpose())
        && (criteria.stackLevel() == null || each.profile().stackLevel() == criteria.stackLevel());
  }

  /** All there are, one line each. */
  List<String> lines() {
    return installed.stream()
        .map(
            each ->
                "EVSE %d: %s %d, level %d, by %s"
                    .formatted(
                        each.evse(),
                        each.profile().chargingProfilePurpose(),
                        each.profile().id(),
                        each.profile().stackLevel(),
                        each.source()))
        .toList();
  }

  /** All there are. */
  List<Installed> all() {
    return List.copyOf(installed);
  }

  /** The installed profile of an id, if there is one. */
  Optional<Installed> byId(int id) {
    return installed.stream().filter(each -> each.profile().id() == id).findFirst();
  }

  /** Somebody else than the CSO limits the station: a profile of their own takes the place. */
  void constrain(Installed external) {
    unconstrain(external.source());
    installed.add(external);
  }

  /** That limit is gone; false when there was none. */
  boolean unconstrain(String source) {
    return installed.removeIf(each -> each.source().equals(source) && !source.equals(CSO));
  }

  /** UpdateDynamicSchedule, and the answer to PullDynamicScheduleUpdate; false if unknown. */
  boolean update(int id, ChargingScheduleUpdate by) {
    Optional<Installed> meant =
        byId(id)
            .filter(each -> each.profile().chargingProfileKind() == ChargingProfileKind.Dynamic);
    meant.ifPresent(each -> installed.set(installed.indexOf(each), each.updated(by)));
    return meant.isPresent();
  }

  /** AFRRSignal: the regulation signal of the grid. */
  void signal(int value) {
    signal = value;
  }

  /** Whether a profile for priority is there for an EVSE. */
  boolean hasPriority(int evse) {
    return installed.stream()
        .anyMatch(
            each ->
                each.profile().chargingProfilePurpose() == ChargingProfilePurpose.PriorityCharging
                    && (each.evse() == evse || each.evse() == 0));
  }

  /** What may flow at an EVSE at a time. */
  Setting setting(Evse evse, Instant time) {
    Setting own = own(evse, time);
    if (own.discharges() && !curve().bidirectional()) {
      own = new Setting(0, own.mode());
    }
    double shared = stationWatt(time) / Math.max(1, station.charging());
    return own.atMost(Math.min(shared, evseWatt(evse, time)));
  }

  private Setting own(Evse evse, Instant time) {
    Session running = evse.session();
    if (running != null && running.priority) {
      Optional<Setting> first = top(ChargingProfilePurpose.PriorityCharging, evse.id(), evse, time);
      Optional<Setting> any = top(ChargingProfilePurpose.PriorityCharging, 0, evse, time);
      if (first.isPresent() || any.isPresent()) {
        return first.or(() -> any).orElse(Setting.NONE);
      }
    }
    return (running == null
            ? Optional.<Setting>empty()
            : top(ChargingProfilePurpose.TxProfile, evse.id(), evse, time))
        .or(() -> top(ChargingProfilePurpose.TxDefaultProfile, evse.id(), evse, time))
        .or(() -> top(ChargingProfilePurpose.TxDefaultProfile, 0, evse, time))
        .orElse(Setting.NONE);
  }

  /** What the whole station may take; local generation comes on top (K28). */
  private double stationWatt(Instant time) {
    double most = watt(ChargingProfilePurpose.ChargingStationMaxProfile, 0, time);
    double outside = watt(ChargingProfilePurpose.ChargingStationExternalConstraints, 0, time);
    double added = watt(ChargingProfilePurpose.LocalGeneration, 0, time);
    double limit = Math.min(most, outside);
    return Double.isInfinite(added) ? limit : limit + added;
  }

  private double evseWatt(Evse evse, Instant time) {
    return watt(ChargingProfilePurpose.ChargingStationExternalConstraints, evse.id(), time);
  }

  private double watt(ChargingProfilePurpose purpose, int evse, Instant time) {
    return top(purpose, evse, null, time).map(Setting::watt).orElse(Double.POSITIVE_INFINITY);
  }

  /** What the highest stack level sets that has something to say now. */
  private Optional<Setting> top(
      ChargingProfilePurpose purpose, int evse, @Nullable Evse running, Instant time) {
    Moment moment = moment(running);
    int level = -1;
    Optional<Setting> found = Optional.empty();
    for (Installed each : installed) {
      if (each.profile().chargingProfilePurpose() == purpose
          && each.evse() == evse
          && each.profile().stackLevel() > level) {
        Optional<Setting> own = each.setting(time, moment, curve(), station.offlineFor());
        if (own.isPresent()) {
          level = each.profile().stackLevel();
          found = own;
        }
      }
    }
    return found;
  }

  private Moment moment(@Nullable Evse evse) {
    Session running = evse == null ? null : evse.session();
    Battery battery = evse == null ? null : evse.vehicle();
    return new Moment(
        running == null ? null : running.startedAt,
        battery == null ? 0 : battery.socPercent(),
        signal);
  }

  /** GetCompositeSchedule: what the profiles come to; of EVSE 0 what the station may take. */
  CompositeSchedule composite(GetCompositeScheduleRequest request) {
    ChargingRateUnit unit =
        request.chargingRateUnit() == null ? ChargingRateUnit.W : request.chargingRateUnit();
    int seconds = Math.min(request.duration(), LONGEST_COMPOSITE_SECONDS);
    Instant now = station.timeline().now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    Evse evse = request.evseId() == 0 ? null : station.evse(request.evseId());
    TreeSet<Integer> changes = new TreeSet<>(List.of(0));
    installed.forEach(each -> changes.addAll(each.changes(now, seconds, moment(evse))));
    List<ChargingSchedulePeriod> periods = new ArrayList<>();
    double last = Double.NaN;
    for (int second : changes) {
      double limit = compositeWatt(evse, now.plus(Duration.ofSeconds(second)));
      if (limit != last) {
        periods.add(period(second, inUnit(limit, unit)));
        last = limit;
      }
    }
    return new CompositeSchedule(
        unit, periods, seconds, request.evseId(), now.atOffset(ZoneOffset.UTC), null);
  }

  private double compositeWatt(@Nullable Evse evse, Instant time) {
    return evse == null
        ? Math.min(curve().maxWatt() * station.evses().size(), stationWatt(time))
        : Math.max(0, setting(evse, time).atMost(curve().maxWatt()).watt());
  }

  private BigDecimal inUnit(double watt, ChargingRateUnit unit) {
    double value = unit == ChargingRateUnit.W ? watt : curve().ampere(watt, 0);
    return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
  }

  /** A period with nothing but a limit. */
  static ChargingSchedulePeriod period(int start, BigDecimal limit) {
    return new ChargingSchedulePeriod(
        null, null, null, null, limit, null, null, null, null, null, null, null, null, null, null,
        null, null, start, null, null, null, null);
  }
}
