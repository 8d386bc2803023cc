package io.galvan.central.smart;

import io.galvan.ocpp.v2.ACChargingParameters;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingRateUnit;
import io.galvan.ocpp.v2.ControlMode;
import io.galvan.ocpp.v2.DCChargingParameters;
import io.galvan.ocpp.v2.EnergyTransferMode;
import io.galvan.ocpp.v2.V2XChargingParameters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How fast a vehicle shall charge: as fast as it and the limits allow, unless it says when it
 * leaves and how much it needs. Then as slowly as will do with a fifth to spare, which leaves the
 * most for others, but never below its least current.
 *
 * <p>A vehicle under dynamic control (ISO 15118-20) leaves the course to us and gets a setpoint in
 * place of a limit.
 */
final class ChargingPolicy {
  private static final BigDecimal MARGIN = new BigDecimal("1.2");
  private static final BigDecimal HOUR_S = new BigDecimal(3_600);
  private static final BigDecimal AC_VOLTAGE = new BigDecimal(230);
  private static final int SCALE = 1;

  /** The modes that tell by how many phases the energy comes. */
  private static final Map<EnergyTransferMode, Integer> PHASES =
      Map.of(
          EnergyTransferMode.ACsinglephase, 1,
          EnergyTransferMode.ACtwophase, 2,
          EnergyTransferMode.ACthreephase, 3);

  private ChargingPolicy() {}

  /** A limit that holds where the vehicle charges. */
  record Limit(ChargingRateUnit unit, BigDecimal value) {}

  /**
   * @param numberPhases of alternating current; null for direct current, and where the vehicle did
   *     not tell it
   * @param setpoint to be followed, not to be kept below
   */
  record Rate(
      ChargingRateUnit unit, BigDecimal limit, @Nullable Integer numberPhases, boolean setpoint) {}

  /** What the vehicle can take and wants; in watts, energy in watt-hours. */
  private record Wish(
      @Nullable BigDecimal most,
      BigDecimal least,
      @Nullable BigDecimal energy,
      BigDecimal voltage,
      int phases) {}

  /** The rate for a vehicle; null when neither it nor a limit says how much is possible. */
  static @Nullable Rate rate(ChargingNeeds needs, @Nullable Limit limit, Instant now) {
    boolean direct = needs.requestedEnergyTransfer().name().startsWith("DC");
    Wish wish = wish(needs, direct);
    BigDecimal perAmpere = wish.voltage().multiply(BigDecimal.valueOf(wish.phases()));
    BigDecimal allowed =
        limit == null
            ? null
            : limit.unit() == ChargingRateUnit.W
                ? limit.value()
                : limit.value().multiply(perAmpere);
    BigDecimal most = least(wish.most(), allowed);
    if (most == null) {
      return null;
    }
    BigDecimal watts = most.min(enough(needs, wish, now, most).max(wish.least()));
    boolean dynamic = needs.controlMode() == ControlMode.DynamicControl;
    return dynamic || !PHASES.containsKey(needs.requestedEnergyTransfer())
        ? new Rate(ChargingRateUnit.W, watts.setScale(SCALE, RoundingMode.DOWN), null, dynamic)
        : new Rate(
            ChargingRateUnit.A,
            watts.divide(perAmpere, SCALE, RoundingMode.DOWN),
            wish.phases(),
            false);
  }

  private static @Nullable BigDecimal least(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null ? b : b == null ? a : a.min(b);
  }

  /** The power that brings the energy by the departure; all there is when either is not told. */
  private static BigDecimal enough(ChargingNeeds needs, Wish wish, Instant now, BigDecimal most) {
    if (needs.departureTime() == null || wish.energy() == null) {
      return most;
    }
    long left = Duration.between(now, needs.departureTime().toInstant()).toSeconds();
    return left <= 0
        ? most
        : wish.energy()
            .multiply(HOUR_S)
            .multiply(MARGIN)
            .divide(BigDecimal.valueOf(left), SCALE, RoundingMode.UP);
  }

  private static Wish wish(ChargingNeeds needs, boolean direct) {
    V2XChargingParameters v2x = needs.v2xChargingParameters();
    DCChargingParameters dc = needs.dcChargingParameters();
    ACChargingParameters ac = needs.acChargingParameters();
    if (direct && dc != null) {
      BigDecimal byCurrent = dc.evMaxCurrent().multiply(dc.evMaxVoltage());
      return new Wish(
          dc.evMaxPower() == null ? byCurrent : byCurrent.min(dc.evMaxPower()),
          BigDecimal.ZERO,
          energy(dc),
          dc.evMaxVoltage(),
          1);
    }
    int phases = PHASES.getOrDefault(needs.requestedEnergyTransfer(), 1);
    if (ac != null) {
      // A vehicle tells the voltage between a phase and neutral, or a nonsense one of 0.
      BigDecimal voltage = ac.evMaxVoltage().signum() > 0 ? ac.evMaxVoltage() : AC_VOLTAGE;
      BigDecimal perAmpere = voltage.multiply(BigDecimal.valueOf(phases));
      return new Wish(
          ac.evMaxCurrent().multiply(perAmpere),
          ac.evMinCurrent().multiply(perAmpere),
          ac.energyAmount(),
          voltage,
          phases);
    }
    return v2x == null
        ? new Wish(null, BigDecimal.ZERO, null, AC_VOLTAGE, phases)
        : new Wish(
            power(v2x.maxChargePower(), v2x.maxChargeCurrent(), v2x),
            v2x.minChargePower() == null ? BigDecimal.ZERO : v2x.minChargePower(),
            v2x.evTargetEnergyRequest(),
            AC_VOLTAGE,
            phases);
  }

  /** As told, or what is missing to the state of charge that counts as full. */
  private static @Nullable BigDecimal energy(DCChargingParameters dc) {
    if (dc.energyAmount() != null) {
      return dc.energyAmount();
    }
    return dc.evEnergyCapacity() == null || dc.stateOfCharge() == null
        ? null
        : dc.evEnergyCapacity()
            .multiply(
                BigDecimal.valueOf(
                    Math.max(0, (dc.fullSoC() == null ? 100 : dc.fullSoC()) - dc.stateOfCharge())))
            .movePointLeft(2);
  }

  /** The power as told, or that of the current. */
  private static @Nullable BigDecimal power(
      @Nullable BigDecimal power, @Nullable BigDecimal current, V2XChargingParameters v2x) {
    return power != null || current == null
        ? power
        : current.multiply(v2x.maxVoltage() == null ? AC_VOLTAGE : v2x.maxVoltage());
  }
}
