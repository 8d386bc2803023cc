package io.galvan.simulator.station;

import io.galvan.ocpp.v16.Location;
import io.galvan.ocpp.v16.Measurand;
import io.galvan.ocpp.v16.MeterValue;
import io.galvan.ocpp.v16.Phase;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.SampledValue;
import io.galvan.ocpp.v16.UnitOfMeasure;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.behaviour.PowerCurve;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The energy meter of one connector. Its register only ever rises. */
final class Meter {
  private static final List<Phase> TO_NEUTRAL = List.of(Phase.L1N, Phase.L2N, Phase.L3N);
  private static final List<Phase> LINES = List.of(Phase.L1, Phase.L2, Phase.L3);
  private static final int MOST_EARLIER_WH = 500_000;
  private static final double VOLT_NOISE = 1.5;
  private static final double LEAST_AMPERE = 6;

  private final Supplier<PowerCurve> outlet;
  private final RandomGenerator random;
  private volatile double registerWh;
  private volatile double exportedWh;
  private volatile double watt;

  /**
   * @param outlet what it gives at the moment
   */
  Meter(Supplier<PowerCurve> outlet, RandomGenerator random) {
    this.outlet = outlet;
    this.random = random;
    this.registerWh = random.nextInt(MOST_EARLIER_WH);
  }

  private PowerCurve curve() {
    return outlet.get();
  }

  /** The register in whole Wh, as all messages carry it. */
  long registerWh() {
    return (long) registerWh;
  }

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
    double before = registerWh;
    registerWh = before + battery.charge(curve(), offered, time);
    watt = Math.min(offered, curve().watt(battery.socPercent()));
  }

  /** Takes energy back from a battery for a time. The power is below 0 then. */
  void discharge(Battery battery, double wantedWatt, Duration time) {
    double most = Math.min(wantedWatt, curve().maxWatt());
    exportedWh += battery.discharge(most, time);
    watt = battery.spent() ? 0 : -most;
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
      double limitWatt) {
    double soc = battery == null ? 0 : battery.socPercent();
    List<SampledValue> values = new ArrayList<>();
    for (Measurand measurand : measurands) {
      switch (measurand) {
        case EnergyActiveImportRegister ->
            values.add(value(Long.toString(registerWh()), context, measurand, UnitOfMeasure.Wh));
        case PowerActiveImport ->
            values.add(value(text(Math.max(0, watt)), context, measurand, UnitOfMeasure.W));
        case EnergyActiveExportRegister -> {
          if (curve().bidirectional()) {
            values.add(
                value(Long.toString((long) exportedWh), context, measurand, UnitOfMeasure.Wh));
          }
        }
        case PowerActiveExport -> {
          if (curve().bidirectional()) {
            values.add(value(text(Math.max(0, -watt)), context, measurand, UnitOfMeasure.W));
          }
        }
        case PowerOffered ->
            values.add(value(text(offered(limitWatt)), context, measurand, UnitOfMeasure.W));
        case CurrentOffered ->
            values.add(
                value(
                    text(curve().ampere(offered(limitWatt), soc)),
                    context,
                    measurand,
                    UnitOfMeasure.A));
        case CurrentImport ->
            perPhase(
                values,
                LINES,
                curve().ampere(Math.max(0, watt), soc),
                0,
                context,
                measurand,
                UnitOfMeasure.A);
        case Voltage ->
            perPhase(
                values,
                TO_NEUTRAL,
                curve().volt(soc),
                VOLT_NOISE,
                context,
                measurand,
                UnitOfMeasure.V);
        case SoC -> {
          if (battery != null) {
            values.add(
                new SampledValue(
                    Integer.toString((int) soc),
                    context,
                    null,
                    measurand,
                    null,
                    Location.EV,
                    UnitOfMeasure.Percent));
          }
        }
        case Frequency ->
            values.add(new SampledValue("50.00", context, null, measurand, null, null, null));
        case Temperature ->
            values.add(
                value(
                    text(25 + Math.abs(watt) / 10_000), context, measurand, UnitOfMeasure.Celsius));
        default -> {
          // This meter has no such reading.
        }
      }
    }
    if (values.isEmpty()) {
      values.add(
          value(
              Long.toString(registerWh()),
              context,
              Measurand.EnergyActiveImportRegister,
              UnitOfMeasure.Wh));
    }
    return new MeterValue(at, values);
  }

  private double offered(double limitWatt) {
    return Math.min(limitWatt, curve().maxWatt());
  }

  private void perPhase(
      List<SampledValue> values,
      List<Phase> phases,
      double number,
      double noise,
      ReadingContext context,
      Measurand measurand,
      UnitOfMeasure unit) {
    if (curve().direct()) {
      values.add(value(text(number), context, measurand, unit));
      return;
    }
    for (Phase phase : phases.subList(0, curve().phases())) {
      double seen = noise == 0 ? number : number + random.nextDouble(-noise, noise);
      values.add(new SampledValue(text(seen), context, null, measurand, phase, null, unit));
    }
  }

  private static SampledValue value(
      String text, ReadingContext context, Measurand measurand, UnitOfMeasure unit) {
    return SampledValue.of(text, context, measurand, unit);
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
