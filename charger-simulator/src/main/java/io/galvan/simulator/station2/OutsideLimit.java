package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.ChargingLimit;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ClearedChargingLimitRequest;
import io.galvan.ocpp.v2.NotifyChargingLimitRequest;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.ocpp.v2.TriggerReason;
import java.math.BigDecimal;
import java.util.List;

/** A limit that an energy manager on site sets, and tells of (OCPP 2.x, K11 to K13). */
final class OutsideLimit {
  private static final String SOURCE = "EMS";
  private static final int ID = -1;

  private final Station2 station;

  OutsideLimit(Station2 station) {
    this.station = station;
  }

  void set(double watt) {
    ChargingSchedule schedule = schedule(BigDecimal.valueOf(Math.round(watt)));
    station.evses().forEach(evse -> evse.energy().account());
    station
        .profiles()
        .constrain(new Installed(0, profile(schedule), station.timeline().now(), SOURCE, null));
    boolean v21 = station.settings().version() == OcppVersion.V2_1;
    boolean withSchedule =
        station.model().flag("SmartChargingCtrlr.NotifyChargingLimitWithSchedules");
    station.tell(
        SmartChargingActions.NOTIFY_CHARGING_LIMIT,
        new NotifyChargingLimitRequest(
            withSchedule ? List.of(schedule) : null,
            null,
            new ChargingLimit(SOURCE, false, v21 ? false : null, null),
            null));
    obey();
  }

  void clear() {
    station.evses().forEach(evse -> evse.energy().account());
    if (station.profiles().unconstrain(SOURCE)) {
      station.tell(
          SmartChargingActions.CLEARED_CHARGING_LIMIT,
          new ClearedChargingLimitRequest(SOURCE, null, null));
      obey();
    }
  }

  private void obey() {
    for (Evse evse : station.evses()) {
      evse.energy().flow();
      if (evse.permit() != null) {
        evse.sessions().update(TriggerReason.ChargingRateChanged);
      }
    }
  }

  private static ChargingProfile profile(ChargingSchedule schedule) {
    return new ChargingProfile(
        ChargingProfileKind.Absolute,
        ChargingProfilePurpose.ChargingStationExternalConstraints,
        List.of(schedule),
        null,
        null,
        ID,
        null,
        null,
        null,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  private static ChargingSchedule schedule(BigDecimal watt) {
    return new ChargingSchedule(
        null,
        ChargingRateUnit.W,
        List.of(Profiles.period(0, watt)),
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
