package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
          Map.entry("MW", new Scaled("W", 6)),
          Map.entry("kVA", new Scaled("VA", 3)),
          Map.entry("kvar", new Scaled("var", 3)),
          Map.entry("mA", new Scaled("A", -3)),
          Map.entry("mV", new Scaled("V", -3)));

  /** A number as stations write it: in quotes, with decimal or thousands commas, with its unit. */
  private static final Pattern TOLD =
      Pattern.compile("\"?\\s*([+-]?[0-9.,]+(?:[eE][+-]?[0-9]{1,3})?)\\s*([A-Za-z]{0,5})\\s*\"?");

  static Normal of(Sample sample) {
    Matcher told = TOLD.matcher(sample.value().strip());
    boolean readable =
        !sample.format().equals("SignedData")
            && sample.value().length() <= MAX_DIGITS
            && told.matches();
    String unit = readable && !told.group(2).isEmpty() ? told.group(2) : sample.unit();
    BigDecimal number = readable ? number(told.group(1), unit) : null;
    String phase = phase(sample);
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
    Matcher told = TOLD.matcher(text.strip());
    return text.length() <= MAX_DIGITS && told.matches() ? number(told.group(1), "") : null;
  }

  private static @Nullable BigDecimal number(String digits, String unit) {
    try {
      BigDecimal number = new BigDecimal(withoutCommas(digits, unit));
      boolean meant =
          Math.abs((long) number.scale()) <= MAX_DIGITS && number.abs().compareTo(ABSURD) < 0;
      return meant ? number : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A comma before three digits of a small unit stands between thousands: 1,400 Wh. */
  private static String withoutCommas(String digits, String unit) {
    int comma = digits.indexOf(',');
    if (comma < 0) {
      return digits;
    }
    boolean thousands =
        digits.indexOf('.') > comma
            || digits.indexOf(',', comma + 1) > 0
            || (digits.length() - comma == 4 && !UNITS.containsKey(unit));
    return thousands ? digits.replace(",", "") : digits.replace(',', '.');
  }
}
