package io.galvan.transaction;

import io.galvan.platform.contract.Transactions.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sample as a number in a unit without prefix: Wh, W, A, V, Celsius and so on. What the station
 * sent stays stored as it came.
 *
 * @param value null for a text that is no number a meter can mean, and for signed data
 * @param phase without the neutral, except for a voltage, which lies between two conductors
 */
record Normal(@Nullable BigDecimal value, String unit, @Nullable String phase) {
  private static final BigDecimal ABSURD = BigDecimal.valueOf(1_000_000_000_000L);
  private static final int MAX_DIGITS = 40;
  private static final BigDecimal ZERO_CELSIUS_IN_K = new BigDecimal("273.15");
  private static final BigDecimal ZERO_CELSIUS_IN_F = BigDecimal.valueOf(32);

  /** A unit with a prefix: its unit without, and how far the decimal point moves. */
  private record Scaled(String unit, int power) {}

  private static final Map<String, Scaled> UNITS =
      Map.ofEntries(
          Map.entry("kWh", new Scaled("Wh", 3)),
          Map.entry("MWh", new Scaled("Wh", 6)),
          Map.entry("kvarh", new Scaled("varh", 3)),
          Map.entry("kW", new Scaled("W", 3)),
          Map.entry("kVA", new Scaled("VA", 3)),
          Map.entry("kvar", new Scaled("var", 3)),
          Map.entry("mA", new Scaled("A", -3)),
          Map.entry("mV", new Scaled("V", -3)));

  static Normal of(Sample sample) {
    BigDecimal number = sample.format().equals("SignedData") ? null : number(sample.value());
    String phase = phase(sample);
    String unit = sample.unit();
    Scaled scaled = UNITS.get(unit);
    if (scaled != null) {
      return new Normal(shifted(number, scaled.power), scaled.unit, phase);
    }
    return switch (unit) {
      case "Celcius" -> new Normal(number, "Celsius", phase);
      case "K" ->
          new Normal(number == null ? null : number.subtract(ZERO_CELSIUS_IN_K), "Celsius", phase);
      case "Fahrenheit" -> new Normal(fromFahrenheit(number), "Celsius", phase);
      default -> new Normal(number, unit, phase);
    };
  }

  private static @Nullable BigDecimal shifted(@Nullable BigDecimal number, int power) {
    if (number == null) {
      return null;
    }
    return power > 0 ? number.movePointRight(power) : number.movePointLeft(-power);
  }

  private static @Nullable BigDecimal fromFahrenheit(@Nullable BigDecimal number) {
    return number == null
        ? null
        : number
            .subtract(ZERO_CELSIUS_IN_F)
            .multiply(BigDecimal.valueOf(5))
            .divide(BigDecimal.valueOf(9), 2, RoundingMode.HALF_UP);
  }

  private static @Nullable String phase(Sample sample) {
    String phase = sample.phase();
    if (phase == null || sample.measurand().equals("Voltage") || !phase.endsWith("-N")) {
      return phase;
    }
    return phase.substring(0, phase.length() - 2);
  }

  /** What the station sent, with its unit where that was changed; null when the value says it. */
  @Nullable String raw(Sample sample) {
    if (!unit.equals(sample.unit())) {
      return sample.value() + " " + sample.unit();
    }
    boolean same = value != null && value.toPlainString().equals(sample.value());
    return same ? null : sample.value();
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
