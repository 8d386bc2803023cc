package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.ACChargingParameters;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ControlMode;
import io.galvan.ocpp.v2.DCChargingParameters;
import io.galvan.ocpp.v2.EnergyTransferMode;
import io.galvan.ocpp.v2.MobilityNeedsMode;
import io.galvan.ocpp.v2.NotifyEVChargingNeedsRequest;
import io.galvan.ocpp.v2.NotifyEVChargingScheduleRequest;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.simulator.behaviour.Battery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What vehicles of ISO 15118 want, and the schedules they choose (OCPP 2.x, K15 to K17). */
final class Needs {
  private static final int MAINS_VOLT = 230;

  /**
   * What a vehicle says of itself.
   *
   * @param bothWays whether it gives energy back
   */
  private record Wish(Instant departure, boolean bothWays) {}

  private final Station2 station;
  private final Map<Integer, Wish> wishes = new HashMap<>();

  Needs(Station2 station) {
    this.station = station;
  }

  /** A vehicle that speaks ISO 15118 is plugged in; null says that one is not. */
  void plugged(int evse, @Nullable Instant departure, boolean bothWays) {
    if (departure == null) {
      wishes.remove(evse);
    } else {
      wishes.put(evse, new Wish(departure, bothWays));
    }
  }

  /** The vehicle is gone. */
  void unplugged(int evse) {
    wishes.remove(evse);
  }

  /** It may charge: it tells what it needs. */
  void permitted(Evse evse) {
    Wish wish = wishes.get(evse.id());
    Battery battery = evse.vehicle();
    if (wish == null || battery == null || !station.model().flag("ISO15118Ctrlr.Enabled")) {
      return;
    }
    boolean v21 = station.settings().version() == OcppVersion.V2_1;
    station.tell(
        SmartChargingActions.NOTIFY_EV_CHARGING_NEEDS,
        new NotifyEVChargingNeedsRequest(
            evse.id(),
            station.model().number("ISO15118Ctrlr.MaxScheduleEntries"),
            needs(wish, battery, v21),
            v21 ? station.timeline().timestamp() : null,
            null));
  }

  private ChargingNeeds needs(Wish wish, Battery battery, boolean v21) {
    boolean direct = station.settings().curve().direct();
    double watt = station.settings().curve().maxWatt();
    BigDecimal wanted =
        BigDecimal.valueOf(Math.round(battery.capacityWh() * (100 - battery.socPercent()) / 100));
    OffsetDateTime departure = wish.departure().atOffset(ZoneOffset.UTC);
    EnergyTransferMode mode =
        direct
            ? v21 && wish.bothWays() ? EnergyTransferMode.DCBPT : EnergyTransferMode.DC
            : v21 && wish.bothWays() ? EnergyTransferMode.ACBPT : EnergyTransferMode.ACthreephase;
    ACChargingParameters alternating =
        direct
            ? null
            : new ACChargingParameters(
                wanted,
                BigDecimal.valueOf(Math.round(station.settings().curve().ampere(watt, 0))),
                BigDecimal.valueOf(MAINS_VOLT),
                BigDecimal.valueOf(6),
                null);
    DCChargingParameters continuous =
        direct
            ? new DCChargingParameters(
                80,
                wanted,
                BigDecimal.valueOf(Math.round(battery.capacityWh())),
                BigDecimal.valueOf(Math.round(station.settings().curve().ampere(watt, 0))),
                BigDecimal.valueOf(Math.round(watt)),
                BigDecimal.valueOf(420),
                100,
                (int) battery.socPercent(),
                null)
            : null;
    return new ChargingNeeds(
        alternating,
        v21 ? List.of(mode) : null,
        v21 ? ControlMode.ScheduledControl : null,
        continuous,
        departure,
        null,
        null,
        v21 ? MobilityNeedsMode.EVCC : null,
        mode,
        null,
        null);
  }

  /** The central system set a profile for its transaction: it tells the schedule it follows. */
  void scheduled(int evse, ChargingProfile profile) {
    if (wishes.containsKey(evse)) {
      station.tell(
          SmartChargingActions.NOTIFY_EV_CHARGING_SCHEDULE,
          new NotifyEVChargingScheduleRequest(
              station.timeline().timestamp(),
              profile.chargingSchedule().get(0),
              evse,
              station.settings().version() == OcppVersion.V2_1
                  ? profile.chargingSchedule().get(0).id()
                  : null,
              null,
              null));
    }
  }
}
