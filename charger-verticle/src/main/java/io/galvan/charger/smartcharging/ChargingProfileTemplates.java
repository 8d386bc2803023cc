package io.galvan.charger.smartcharging;

import io.galvan.contract.smartcharging.ChargingProfiles.Assign;
import io.galvan.contract.smartcharging.ChargingProfiles.Kind;
import io.galvan.contract.smartcharging.ChargingProfiles.Period;
import io.galvan.contract.smartcharging.ChargingProfiles.Purpose;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateData;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.ChargingProfileKindType;
import io.galvan.ocpp.v16.ChargingProfilePurposeType;
import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedule;
import io.galvan.ocpp.v16.ChargingSchedulePeriod;
import io.galvan.ocpp.v16.RecurrencyKindType;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.platform.error.GalvanException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template may say (1.6 part 2, 3.13 and 7.8), and the profile of 1.6 that comes of it. */
final class ChargingProfileTemplates {
  private static final int NAME_LENGTH = 200;
  private static final int MAX_PERIODS = 1_000;
  private static final int MAX_STACK_LEVEL = 1_000;
  private static final int MAX_CONNECTOR_ID = 1_000;
  private static final int MAX_PHASES = 3;

  private ChargingProfileTemplates() {}

  /** Throws INVALID that names the field. */
  static void check(TemplateData data) {
    require(
        !data.name().isBlank()
            && data.name().length() <= NAME_LENGTH
            && data.name().indexOf('\0') < 0,
        "name",
        "must have 1 to " + NAME_LENGTH + " characters, and no U+0000");
    require(
        data.stackLevel() >= 0 && data.stackLevel() <= MAX_STACK_LEVEL,
        "stackLevel",
        "must be from 0 to " + MAX_STACK_LEVEL);
    require(
        (data.kind() == Kind.Recurring) == (data.recurrencyKind() != null),
        "recurrencyKind",
        "must be given for a Recurring profile, and only for one");
    require(
        data.kind() != Kind.Recurring || data.startSchedule() != null,
        "startSchedule",
        "must be given for a Recurring profile");
    require(
        data.kind() != Kind.Relative || data.startSchedule() == null,
        "startSchedule",
        "must be left out for a Relative profile, which starts with charging");
    require(
        data.kind() != Kind.Relative || data.purpose() != Purpose.ChargePointMaxProfile,
        "kind",
        "must not be Relative for a ChargePointMaxProfile, which belongs to no charging");
    Instant from = data.validFrom();
    require(
        data.validTo() == null || from == null || data.validTo().isAfter(from),
        "validTo",
        "must be after validFrom");
    require(data.durationS() == null || data.durationS() > 0, "durationS", "must be more than 0");
    require(
        data.minChargingRate() == null || isRate(data.minChargingRate()),
        "minChargingRate",
        "must be 0 or more, with one decimal at most");
    checkPeriods(data.periods());
  }

  private static void checkPeriods(List<Period> periods) {
    require(
        !periods.isEmpty() && periods.size() <= MAX_PERIODS,
        "periods",
        "must be 1 to " + MAX_PERIODS);
    for (int i = 0; i < periods.size(); i++) {
      Period period = periods.get(i);
      String at = "periods/" + i;
      require(
          i == 0
              ? period.startPeriod() == 0
              : period.startPeriod() > periods.get(i - 1).startPeriod(),
          at + "/startPeriod",
          "must be 0 in the first period, and more than the one before in all others");
      require(isRate(period.limit()), at + "/limit", "must be 0 or more, with one decimal at most");
      Integer phases = period.numberPhases();
      require(
          phases == null || (phases >= 1 && phases <= MAX_PHASES),
          at + "/numberPhases",
          "must be from 1 to " + MAX_PHASES);
    }
  }

  private static boolean isRate(BigDecimal rate) {
    return rate.signum() >= 0 && rate.stripTrailingZeros().scale() <= 1 && rate.precision() <= 20;
  }

  private static void require(boolean met, String field, String message) {
    if (!met) {
      throw GalvanException.invalid(field, field + " " + message);
    }
  }

  /** Throws INVALID where the template cannot be applied so (1.6 part 2, 3.13.1 and 5.16). */
  static void check(Template template, Assign assign) {
    boolean first = assign.version() == OcppVersion.V1_6;
    String place = first ? "connectorId" : "evseId";
    int connectorId = assign.connectorId();
    require(
        connectorId >= 0 && connectorId <= MAX_CONNECTOR_ID,
        place,
        "must be from 0 to " + MAX_CONNECTOR_ID);
    require(
        template.purpose() != Purpose.ChargePointMaxProfile || connectorId == 0,
        place,
        "must be 0 for a ChargePointMaxProfile");
    require(
        template.purpose() != Purpose.TxProfile || connectorId > 0,
        place,
        "must be more than 0 for a TxProfile");
    require(
        assign.transactionId() == null || template.purpose() == Purpose.TxProfile,
        "transactionId",
        "must be left out unless the profile is a TxProfile");
    // 2.0.1 part 2, K01.FR.03.
    require(
        first || template.purpose() != Purpose.TxProfile || assign.stationTransactionId() != null,
        "transactionId",
        "must be given for a TxProfile of OCPP 2.x");
  }

  /** When a profile that is made now begins and ends. */
  record Times(
      @Nullable OffsetDateTime start,
      @Nullable OffsetDateTime validFrom,
      @Nullable OffsetDateTime validTo) {}

  /**
   * An Absolute profile needs its times: where the template leaves them open it starts now, and
   * ends with its schedule.
   */
  static Times times(Template template, Instant now) {
    boolean absolute = template.kind() == Kind.Absolute;
    Instant start = template.startSchedule();
    if (absolute && start == null) {
      start = now.truncatedTo(ChronoUnit.SECONDS);
    }
    Instant validFrom = template.validFrom();
    if (absolute && validFrom == null) {
      validFrom = start;
    }
    Instant validTo = template.validTo();
    if (absolute && validTo == null && start != null && template.durationS() != null) {
      validTo = start.plusSeconds(template.durationS());
    }
    return new Times(time(start), time(validFrom), time(validTo));
  }

  /** The template as a profile of 1.6 that begins now. */
  static SetChargingProfileRequest apply(
      Template template, Assign assign, int profileId, Instant now) {
    Times times = times(template, now);
    ChargingSchedule schedule =
        new ChargingSchedule(
            template.durationS(),
            times.start(),
            ChargingRateUnitType.valueOf(template.chargingRateUnit().name()),
            template.periods().stream()
                .map(p -> new ChargingSchedulePeriod(p.startPeriod(), p.limit(), p.numberPhases()))
                .toList(),
            template.minChargingRate());
    return new SetChargingProfileRequest(
        assign.connectorId(),
        new ChargingProfile(
            profileId,
            assign.transactionId(),
            template.stackLevel(),
            ChargingProfilePurposeType.valueOf(template.purpose().name()),
            ChargingProfileKindType.valueOf(template.kind().name()),
            template.recurrencyKind() == null
                ? null
                : RecurrencyKindType.valueOf(template.recurrencyKind().name()),
            times.validFrom(),
            times.validTo(),
            schedule));
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
