package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.Location;
import io.galvan.ocpp.v2.Measurand;
import io.galvan.ocpp.v2.MeterValue;
import io.galvan.ocpp.v2.Phase;
import io.galvan.ocpp.v2.ReadingContext;
import io.galvan.ocpp.v2.SampledValue;
import io.galvan.ocpp.v2.SignedMeterValue;
import io.galvan.ocpp.v2.UnitOfMeasure;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.behaviour.PowerCurve;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The energy meter of one EVSE. Its registers only ever rise. */
final class Meter {
  private static final List<Phase> TO_NEUTRAL = List.of(Phase.L1N, Phase.L2N, Phase.L3N);
  private static final List<Phase> LINES = List.of(Phase.L1, Phase.L2, Phase.L3);
  private static final int MOST_EARLIER_WH = 500_000;
  private static final double VOLT_NOISE = 1.5;
  private static final double LEAST_AMPERE = 6;

  private final Supplier<PowerCurve> outlet;
  private final RandomGenerator random;
  private volatile double importWh;
  private volatile double exportWh;
  private volatile double watt;

  /**
   * @param outlet what it gives at the moment
   */
  Meter(Supplier<PowerCurve> outlet, RandomGenerator random) {
    this.outlet = outlet;
    this.random = random;
    this.importWh = random.nextInt(MOST_EARLIER_WH);
  }

  private PowerCurve curve() {
    return outlet.get();
  }

  /** The import register in whole Wh, as all messages carry it. */
  long registerWh() {
    return (long) importWh;
  }

  /** What flows to the vehicle, in W; below 0 from it. */
  double watt() {
    return watt;
  }

  /** Whether a limit in W is too low to charge with; 6 A are the least of a vehicle on AC. */
  boolean tooLittle(double limitWatt) {
    double least = curve().direct() ? 1 : LEAST_AMPERE * curve().volt(0);
    return limitWatt < least;
  }

  /** Charges a battery for a time under a limit in W. */
  void charge(Battery battery, double limitWatt, Duration time) {
    double offered = tooLittle(limitWatt) ? 0 : limitWatt;
    double before = importWh;
    importWh = before + battery.charge(curve(), offered, time);
    watt = Math.min(offered, curve().watt(battery.socPercent()));
  }

  /** Takes from a battery for a time, at most what the outlet can. */
  void discharge(Battery battery, double wanted, Duration time) {
    double taken = Math.min(wanted, curve().maxWatt());
    double before = exportWh;
    double given = battery.discharge(taken, time);
    exportWh = before + given;
    watt = battery.spent() ? 0 : -taken;
  }

  /** Nothing flows. */
  void idle() {
    watt = 0;
  }

  /** A sample of these measurands; those the meter does not have are left out. */
  MeterValue sample(
      OffsetDateTime at,
      ReadingContext context,
      List<Measurand> measurands,
      @Nullable Battery battery,
      double limitWatt,
      boolean signed) {
    double soc = battery == null ? 0 : battery.socPercent();
    double offered = Math.min(limitWatt, curve().maxWatt());
    List<SampledValue> values = new ArrayList<>();
    for (Measurand measurand : measurands) {
      switch (measurand) {
        case EnergyActiveImportRegister ->
            values.add(register(importWh, context, measurand, signed));
        case EnergyActiveExportRegister ->
            values.add(register(exportWh, context, measurand, signed));
        case PowerActiveImport -> values.add(value(Math.max(0, watt), context, measurand, "W"));
        case PowerActiveExport -> values.add(value(Math.max(0, -watt), context, measurand, "W"));
        case PowerOffered -> values.add(value(offered, context, measurand, "W"));
        case CurrentOffered ->
            values.add(value(curve().ampere(offered, soc), context, measurand, "A"));
        case CurrentImport ->
            perPhase(
                values, LINES, curve().ampere(Math.max(0, watt), soc), 0, context, measurand, "A");
        case Voltage ->
            perPhase(values, TO_NEUTRAL, curve().volt(soc), VOLT_NOISE, context, measurand, "V");
        case Frequency -> values.add(value(50, context, measurand, "Hertz"));
        case SoC -> {
          if (battery != null) {
            values.add(
                new SampledValue(
                    context,
                    Location.EV,
                    measurand,
                    null,
                    null,
                    new UnitOfMeasure(null, "Percent", null),
                    BigDecimal.valueOf((int) soc),
                    null));
          }
        }
        default -> {
          // This meter has no such reading.
        }
      }
    }
    if (values.isEmpty()) {
      values.add(register(importWh, context, Measurand.EnergyActiveImportRegister, signed));
    }
    return new MeterValue(values, at, null);
  }

  /** The signature is of the sort that only its form is right: there is no meter with a key. */
  private static SampledValue register(
      double wh, ReadingContext context, Measurand measurand, boolean signed) {
    SignedMeterValue signature =
        signed
            ? new SignedMeterValue(
                "OCMF",
                "",
                Base64.getEncoder()
                    .encodeToString(("OCMF|" + (long) wh + "|").getBytes(StandardCharsets.UTF_8)),
                "ECDSA-secp256r1-SHA256",
                null)
            : null;
    return new SampledValue(
        context,
        null,
        measurand,
        null,
        signature,
        new UnitOfMeasure(null, "Wh", null),
        BigDecimal.valueOf((long) wh),
        null);
  }

  private void perPhase(
      List<SampledValue> values,
      List<Phase> phases,
      double number,
      double noise,
      ReadingContext context,
      Measurand measurand,
      String unit) {
    if (curve().direct()) {
      values.add(value(number, context, measurand, unit));
      return;
    }
    for (Phase phase : phases.subList(0, curve().phases())) {
      double seen = noise == 0 ? number : number + random.nextDouble(-noise, noise);
      values.add(
          new SampledValue(
              context,
              null,
              measurand,
              phase,
              null,
              new UnitOfMeasure(null, unit, null),
              decimal(seen),
              null));
    }
  }

  private static SampledValue value(
      double number, ReadingContext context, Measurand measurand, String unit) {
    return new SampledValue(
        context,
        null,
        measurand,
        null,
        null,
        new UnitOfMeasure(null, unit, null),
        decimal(number),
        null);
  }

  private static BigDecimal decimal(double number) {
    return BigDecimal.valueOf(number).setScale(1, RoundingMode.HALF_UP);
  }
}
