package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reading says of a transaction, in Wh, W and percent. A value that is no number, or an
 * absurd one, says nothing. What it tells of the begin of the transaction, again and again by some
 * stations, is not how things stand.
 *
 * @param registers import registers, the ones nearest to the vehicle first
 * @param begins the same at the begin of the transaction
 * @param ofBegin it tells of the begin only
 * @param ofEnd it tells of the end only
 * @param interval energy since the reading before
 */
record Observation(
    Instant at,
    List<Amount> registers,
    List<Amount> begins,
    boolean ofBegin,
    boolean ofEnd,
    @Nullable Amount interval,
    @Nullable BigDecimal powerW,
    @Nullable BigDecimal socPercent) {
  static final String REGISTER = "Energy.Active.Import.Register";
  private static final String INTERVAL = "Energy.Active.Import.Interval";
  private static final String POWER = "Power.Active.Import";
  private static final String SOC = "SoC";
  private static final String BEGIN = "Transaction.Begin";
  private static final String END = "Transaction.End";
  private static final Set<String> PHASES = Set.of("L1", "L2", "L3");

  /** The outlet is what the driver gets; the other places come after it. */
  private static final List<String> LOCATIONS = List.of("Outlet", "Body", "Inlet", "Cable", "EV");

  /**
   * One quantity at one place.
   *
   * @param phases how many phases were added up; 0 when the whole was told
   */
  record Amount(String location, String context, int phases, BigDecimal value) {
    Place place() {
      return new Place(location, phases);
    }
  }

  /** Where a quantity is told, and of how many phases. */
  record Place(String location, int phases) {}

  /** The samples of one quantity at one place. */
  private static final class Parts {
    private String context = "";
    private @Nullable BigDecimal whole;
    private @Nullable BigDecimal neutral;
    private final Map<String, BigDecimal> phases = new LinkedHashMap<>();

    void add(Sample sample, Normal normal, BigDecimal value) {
      context = sample.context();
      String phase = normal.phase();
      if (phase == null) {
        whole = value;
      } else if (PHASES.contains(phase)) {
        phases.putIfAbsent(phase, value);
      } else if (phase.equals("N")) {
        neutral = value;
      }
    }

    /** The whole where it is told, else the sum of the phases, else what some call N. */
    @Nullable Amount amount(String location) {
      if (whole == null && !phases.isEmpty()) {
        BigDecimal sum = phases.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Amount(location, context, phases.size(), sum);
      }
      BigDecimal value = whole == null ? neutral : whole;
      return value == null ? null : new Amount(location, context, 0, value);
    }
  }

  static Observation of(Reading reading) {
    List<Sample> begins = in(BEGIN, reading);
    boolean ofBegin = !begins.isEmpty() && begins.size() == reading.samples().size();
    List<Sample> current =
        begins.isEmpty() ? reading.samples() : new ArrayList<>(reading.samples());
    if (!begins.isEmpty()) {
      current.removeAll(begins);
    }
    // What is told of the begin alone is how things stood then.
    List<Sample> beside = ofBegin ? begins : current;
    List<Amount> intervals = amounts(beside, INTERVAL, "Wh");
    List<Amount> powers = amounts(beside, POWER, "W");
    return new Observation(
        reading.time(),
        amounts(current, REGISTER, "Wh"),
        amounts(begins, REGISTER, "Wh"),
        ofBegin,
        !current.isEmpty() && in(END, reading).size() == current.size(),
        intervals.isEmpty() ? null : intervals.get(0),
        powers.isEmpty() ? null : powers.get(0).value(),
        soc(beside));
  }

  private static List<Sample> in(String context, Reading reading) {
    List<Sample> found = new ArrayList<>();
    for (Sample sample : reading.samples()) {
      if (sample.context().equals(context)) {
        found.add(sample);
      }
    }
    return found;
  }

  /** The same as if it had been read then. */
  Observation at(Instant time) {
    return new Observation(time, registers, begins, ofBegin, ofEnd, interval, powerW, socPercent);
  }

  /** The place that told a register most often; of two the one that is nearer to the vehicle. */
  static @Nullable Place mostTold(List<Observation> observations) {
    Map<Place, Integer> told = new HashMap<>();
    for (Observation observation : observations) {
      for (Amount amount : observation.registers()) {
        told.merge(amount.place(), 1, Integer::sum);
      }
    }
    return told.entrySet().stream()
        .min(
            Map.Entry.<Place, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> rank(entry.getKey().location()))
                .thenComparing(entry -> entry.getKey().phases()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** The same quantity may be told at several places; it must not count twice. */
  private static List<Amount> amounts(List<Sample> samples, String measurand, String unit) {
    Map<String, Parts> places = new LinkedHashMap<>();
    for (Sample sample : samples) {
      if (!sample.measurand().equals(measurand)) {
        continue;
      }
      Normal normal = Normal.of(sample);
      if (normal.value() != null && normal.unit().equals(unit)) {
        places
            .computeIfAbsent(sample.location(), key -> new Parts())
            .add(sample, normal, normal.value());
      }
    }
    List<Amount> amounts = new ArrayList<>(places.size());
    places.forEach(
        (location, parts) -> {
          Amount amount = parts.amount(location);
          if (amount != null) {
            amounts.add(amount);
          }
        });
    amounts.sort(Comparator.comparingInt(amount -> rank(amount.location())));
    return amounts;
  }

  /** The lower, the nearer to the vehicle. */
  static int rank(String location) {
    int rank = LOCATIONS.indexOf(location);
    return rank < 0 ? LOCATIONS.size() : rank;
  }

  private static @Nullable BigDecimal soc(List<Sample> samples) {
    for (Sample sample : samples) {
      if (sample.measurand().equals(SOC)) {
        return Normal.number(sample.value());
      }
    }
    return null;
  }
}
