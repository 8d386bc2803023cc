package io.galvan.central.neutral;

import io.galvan.central.neutral.Order.Rate;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ChargingSchedule;
import io.galvan.ocpp.v2.ChargingSchedulePeriod;
import io.galvan.ocpp.v2.OperationMode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging profiles of OCPP 2.x with the fields that both versions have. */
public final class Profiles2 {
  private Profiles2() {}

  /** A profile of one schedule. */
  public static ChargingProfile profile(
      int id,
      int stackLevel,
      ChargingProfilePurpose purpose,
      ChargingProfileKind kind,
      @Nullable String transactionId,
      @Nullable OffsetDateTime validTo,
      ChargingSchedule schedule) {
    return new ChargingProfile(
        kind,
        purpose,
        List.of(schedule),
        null,
        null,
        id,
        null,
        null,
        null,
        null,
        stackLevel,
        transactionId,
        null,
        validTo,
        null);
  }

  static ChargingSchedule schedule(Rate rate, @Nullable Instant from) {
    return schedule(
        rate.profileId(),
        rate.unit().name().equals("W") ? ChargingRateUnit.W : ChargingRateUnit.A,
        rate.durationS(),
        from,
        List.of(period(0, rate.limit(), rate.numberPhases())));
  }

  /** A schedule of these periods. */
  public static ChargingSchedule schedule(
      int id,
      ChargingRateUnit unit,
      @Nullable Integer durationS,
      @Nullable Instant from,
      List<ChargingSchedulePeriod> periods) {
    return new ChargingSchedule(
        null,
        unit,
        periods,
        null,
        durationS,
        id,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        from == null ? null : from.atOffset(ZoneOffset.UTC),
        null,
        null);
  }

  /** From so many seconds after the schedule's start on, the limit holds. */
  public static ChargingSchedulePeriod period(
      int startPeriod, BigDecimal limit, @Nullable Integer numberPhases) {
    return period(startPeriod, limit, numberPhases, null, null);
  }

  /** From the schedule's start on, the vehicle is to follow the setpoint (2.1). */
  public static ChargingSchedulePeriod setpoint(BigDecimal setpoint) {
    return period(0, null, null, OperationMode.CentralSetpoint, setpoint);
  }

  private static ChargingSchedulePeriod period(
      int startPeriod,
      @Nullable BigDecimal limit,
      @Nullable Integer numberPhases,
      @Nullable OperationMode operationMode,
      @Nullable BigDecimal setpoint) {
    return new ChargingSchedulePeriod(
        null,
        null,
        null,
        null,
        limit,
        null,
        null,
        numberPhases,
        operationMode,
        null,
        null,
        setpoint,
        null,
        null,
        null,
        null,
        null,
        startPeriod,
        null,
        null,
        null,
        null);
  }
}
