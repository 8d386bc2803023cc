package io.galvan.transaction;

import io.galvan.platform.contract.Transactions.Reading;
import io.galvan.platform.contract.Transactions.Sample;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What some readings say of a transaction now: its meter register, power and state of charge, each
 * from the newest reading that has it. Units are made Wh, W and percent. A value that is no number,
 * or an absurd one, says nothing.
 *
 * @param registerWh the highest import register seen, since a register only grows
 * @param wentBack a later reading had a lower register than an earlier one
 */
record Snapshot(
    Instant at,
    @Nullable BigDecimal registerWh,
    boolean wentBack,
    @Nullable BigDecimal powerW,
    @Nullable BigDecimal socPercent) {
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final BigDecimal ABSURD = BigDecimal.valueOf(1_000_000_000_000L);
  private static final int MAX_DIGITS = 40;
  private static final String REGISTER = "Energy.Active.Import.Register";
  private static final String POWER = "Power.Active.Import";
  private static final String SOC = "SoC";
  private static final Set<String> PHASES = Set.of("L1", "L2", "L3", "L1-N", "L2-N", "L3-N");

  /** Empty when the readings are. */
  static Optional<Snapshot> of(List<Reading> readings) {
    Snapshot sum = null;
    for (Reading reading :
        readings.stream().sorted(java.util.Comparator.comparing(Reading::at)).toList()) {
      Snapshot one =
          new Snapshot(
              reading.at(),
              value(reading, REGISTER, "Wh", "kWh"),
              false,
              value(reading, POWER, "W", "kW"),
              soc(reading));
      sum = sum == null ? one : sum.then(one);
    }
    return Optional.ofNullable(sum);
  }

  /** This snapshot and a later one together. */
  Snapshot then(Snapshot later) {
    boolean back =
        registerWh != null
            && later.registerWh != null
            && later.registerWh.compareTo(registerWh) < 0;
    return new Snapshot(
        later.at.isAfter(at) ? later.at : at,
        highest(registerWh, later.registerWh),
        wentBack || later.wentBack || back,
        later.powerW == null ? powerW : later.powerW,
        later.socPercent == null ? socPercent : later.socPercent);
  }

  private static @Nullable BigDecimal highest(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    return a == null ? b : b == null ? a : a.max(b);
  }

  /** The total where it is told, else the sum of its phases. */
  private static @Nullable BigDecimal value(
      Reading reading, String measurand, String unit, String kiloUnit) {
    BigDecimal total = sum(reading, measurand, unit, kiloUnit, sample -> sample.phase() == null);
    return total != null
        ? total
        : sum(
            reading,
            measurand,
            unit,
            kiloUnit,
            sample -> sample.phase() != null && PHASES.contains(sample.phase()));
  }

  private static @Nullable BigDecimal sum(
      Reading reading, String measurand, String unit, String kiloUnit, Predicate<Sample> which) {
    BigDecimal sum = null;
    String location = null;
    for (Sample sample : reading.samples()) {
      if (!sample.measurand().equals(measurand) || !which.test(sample)) {
        continue;
      }
      // The same energy may be told at the inlet and at the outlet; it must not count twice.
      if (location != null && !location.equals(sample.location())) {
        continue;
      }
      BigDecimal number = number(sample.value());
      if (number == null) {
        continue;
      }
      if (sample.unit().equals(kiloUnit)) {
        number = number.multiply(THOUSAND);
      } else if (!sample.unit().equals(unit)) {
        continue;
      }
      boolean total = sample.phase() == null;
      sum = sum == null || total ? number : sum.add(number);
      location = sample.location();
    }
    return sum;
  }

  private static @Nullable BigDecimal soc(Reading reading) {
    for (Sample sample : reading.samples()) {
      if (sample.measurand().equals(SOC)) {
        return number(sample.value());
      }
    }
    return null;
  }

  /** The number that a value's text is; null when it is none that a meter can mean. */
  static @Nullable BigDecimal number(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > MAX_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(trimmed);
      boolean meant =
          Math.abs((long) number.scale()) <= MAX_DIGITS && number.abs().compareTo(ABSURD) < 0;
      return meant ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
