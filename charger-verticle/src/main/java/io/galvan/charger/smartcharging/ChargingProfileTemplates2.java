package io.galvan.charger.smartcharging;

import io.galvan.charger.smartcharging.ChargingProfileTemplates.Times;
import io.galvan.contract.smartcharging.ChargingProfiles.Assign;
import io.galvan.contract.smartcharging.ChargingProfiles.Period;
import io.galvan.contract.smartcharging.ChargingProfiles.Purpose;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingSchedulePeriod;
import io.galvan.ocpp.v2.RecurrencyKind;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import java.time.Instant;
import java.util.List;

/** The profile of 2.x that comes of a template (2.0.1 part 2, K01). */
final class ChargingProfileTemplates2 {
  private ChargingProfileTemplates2() {}

  /** What 2.x calls the purpose. */
  static ChargingProfilePurpose purpose(Purpose purpose) {
    return switch (purpose) {
      case ChargePointMaxProfile -> ChargingProfilePurpose.ChargingStationMaxProfile;
      case TxDefaultProfile -> ChargingProfilePurpose.TxDefaultProfile;
      case TxProfile -> ChargingProfilePurpose.TxProfile;
    };
  }

  /** SetChargingProfile with the template as a profile that begins now, as JSON. */
  static String apply(Template template, Assign assign, int profileId, Instant now) {
    Times times = ChargingProfileTemplates.times(template, now);
    ChargingSchedule schedule =
        new ChargingSchedule(
            null,
            ChargingRateUnit.valueOf(template.chargingRateUnit().name()),
            template.periods().stream().map(ChargingProfileTemplates2::period).toList(),
            null,
            template.durationS(),
            profileId,
            null,
            template.minChargingRate(),
            null,
            null,
            null,
            null,
            null,
            times.start(),
            null,
            null);
    ChargingProfile profile =
        new ChargingProfile(
            ChargingProfileKind.valueOf(template.kind().name()),
            purpose(template.purpose()),
            List.of(schedule),
            null,
            null,
            profileId,
            null,
            null,
            null,
            template.recurrencyKind() == null
                ? null
                : RecurrencyKind.valueOf(template.recurrencyKind().name()),
            template.stackLevel(),
            assign.stationTransactionId(),
            times.validFrom(),
            times.validTo(),
            null);
    SetChargingProfileRequest request =
        new SetChargingProfileRequest(assign.connectorId(), profile, null);
    Shape<SetChargingProfileRequest> shape =
        Shape.of(SetChargingProfileRequest.class, assign.version());
    shape.check(request);
    return shape.write(request);
  }

  private static ChargingSchedulePeriod period(Period period) {
    return new ChargingSchedulePeriod(
        null,
        null,
        null,
        null,
        period.limit(),
        null,
        null,
        period.numberPhases(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        period.startPeriod(),
        null,
        null,
        null,
        null);
  }
}
