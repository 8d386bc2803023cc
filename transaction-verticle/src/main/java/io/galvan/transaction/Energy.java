package io.galvan.transaction;

import io.galvan.platform.contract.Transactions.Fact;
import io.galvan.platform.contract.Transactions.Mark;
import io.galvan.transaction.Observation.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the energy of one transaction from its readings, in the order in which they come: by the
 * import register where there is one, else by intervals, else by power over time.
 *
 * <p>A register that begins again counts on from the sum. One that goes back a little, or says
 * nonsense once, counts for nothing until it is back where it was. What was remembered between two
 * readings is a {@link State}; readings that come in another order than they were taken make it
 * unsure, and the transaction is then counted again from all that is stored when it ends.
 */
final class Energy {
  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal SMALL_STEP_WH = BigDecimal.valueOf(1_000);

  /** More than any vehicle's battery takes between two readings, whatever their times are. */
  private static final BigDecimal JUMP_WH = BigDecimal.valueOf(100_000);

  /** More than any station's power: what a register may grow by in an hour. */
  private static final BigDecimal MOST_W = BigDecimal.valueOf(1_000_000);

  private static final BigDecimal MS_PER_HOUR = BigDecimal.valueOf(3_600_000);

  /** Power is not believed to have stayed for longer than this without a reading. */
  private static final Duration LONGEST_STEP = Duration.ofHours(1);

  private static final int SCALE = 3;

  /** A part of a transaction in which the register only grew: it counts sum + last - base. */
  record Segment(
      BigDecimal sum, BigDecimal base, BigDecimal last, Instant at, boolean read, boolean grown) {
    BigDecimal energy() {
      return sum.add(last).subtract(base);
    }

    Segment upTo(BigDecimal register, Instant time) {
      return new Segment(
          sum,
          base,
          register,
          time.isAfter(at) ? time : at,
          true,
          grown || register.compareTo(last) > 0);
    }

    /** Whether a register may be this one's next: not lower, and no further than can be charged. */
    boolean fits(BigDecimal register, Instant time) {
      BigDecimal step = register.subtract(last);
      if (step.signum() < 0) {
        return false;
      }
      Duration passed = Duration.between(at, time);
      BigDecimal most = passed.isNegative() ? BigDecimal.ZERO : overTime(MOST_W, passed);
      return step.compareTo(most.max(JUMP_WH)) <= 0;
    }
  }

  /** Where registers are read: the first place that told one. */
  record Place(String location, int phases) {}

  /** The sum of intervals told in one context; those of another context are the same energy. */
  record Intervals(BigDecimal wh, Instant at, String context) {}

  /** Power added up over time. */
  record Integral(BigDecimal wh, BigDecimal powerW, Instant at) {}

  /**
   * What must be remembered between two readings.
   *
   * @param before the segment before this one, as long as this one may turn out to be nonsense
   * @param unsure readings came in another order, or at another place
   */
  record State(
      Segment now,
      @Nullable Segment before,
      @Nullable Place place,
      @Nullable Intervals intervals,
      @Nullable Integral integral,
      boolean registered,
      int resets,
      int back,
      int jumps,
      boolean unsure) {}

  /** Something about the register that a person should know. */
  record Oddity(Instant at, Fact fact, BigDecimal fromWh, BigDecimal toWh) {}

  private final List<Oddity> oddities = new ArrayList<>();
  private Segment now;
  private @Nullable Segment before;
  private @Nullable Place place;
  private @Nullable Intervals intervals;
  private @Nullable Integral integral;
  private boolean registered;
  private int resets;
  private int back;
  private int jumps;
  private boolean unsure;

  /** A transaction of which nothing was read yet. */
  Energy(long meterStartWh, Instant startedAt) {
    BigDecimal start = BigDecimal.valueOf(meterStartWh);
    now = new Segment(BigDecimal.ZERO, start, start, startedAt, false, false);
  }

  /** Goes on from what was remembered. */
  Energy(State state) {
    now = state.now;
    before = state.before;
    place = state.place;
    intervals = state.intervals;
    integral = state.integral;
    registered = state.registered;
    resets = state.resets;
    back = state.back;
    jumps = state.jumps;
    unsure = state.unsure;
  }

  /** Counts all readings of a transaction anew; they are in the order of their time. */
  static Energy recount(long meterStartWh, Instant startedAt, List<Observation> observations) {
    return recount(BigDecimal.valueOf(meterStartWh), startedAt, observations);
  }

  /** The same from a register that is known exactly. */
  static Energy recount(BigDecimal begin, Instant startedAt, List<Observation> observations) {
    Energy energy = new Energy(0, startedAt);
    energy.begin(begin, startedAt);
    energy.place = mostTold(observations);
    observations.forEach(energy::add);
    energy.unsure = false;
    return energy;
  }

  /**
   * The register that is first among these, at the place that told one most often; null when there
   * is none. They are in the order of their time.
   */
  static @Nullable BigDecimal firstRegister(List<Observation> observations) {
    Place place = mostTold(observations);
    for (Observation observation : observations) {
      for (Amount amount : observation.registers()) {
        if (new Place(amount.location(), amount.phases()).equals(place)) {
          return amount.value();
        }
      }
    }
    return null;
  }

  /** Counts from this register on; it is the first that is known. */
  void begin(BigDecimal register, Instant at) {
    now = new Segment(BigDecimal.ZERO, register, register, at, false, false);
  }

  /** The place that told a register most often; of two the one that is nearer to the vehicle. */
  private static @Nullable Place mostTold(List<Observation> observations) {
    Map<Place, Integer> told = new HashMap<>();
    for (Observation observation : observations) {
      for (Amount amount : observation.registers()) {
        told.merge(new Place(amount.location(), amount.phases()), 1, Integer::sum);
      }
    }
    return told.entrySet().stream()
        .min(
            Map.Entry.<Place, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> Observation.rank(entry.getKey().location))
                .thenComparing(entry -> entry.getKey().phases))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  State state() {
    return new State(
        now, before, place, intervals, integral, registered, resets, back, jumps, unsure);
  }

  /** Whether the transaction should be counted again from all its readings. */
  boolean unsure() {
    return unsure;
  }

  /** What was noticed since this began or was restored. */
  List<Oddity> oddities() {
    return oddities;
  }

  /** The energy so far, in Wh. */
  BigDecimal wh() {
    BigDecimal wh =
        registered
            ? now.energy()
            : intervals != null
                ? intervals.wh
                : integral != null
                    ? integral.wh.setScale(SCALE, RoundingMode.HALF_UP)
                    : now.energy();
    return wh.max(BigDecimal.ZERO);
  }

  Set<Mark> marks() {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (resets > 0) {
      marks.add(Mark.MeterReset);
    }
    if (back > 0) {
      marks.add(Mark.MeterWentBack);
    }
    if (jumps > 0 || (!registered && intervals == null && integral != null)) {
      marks.add(Mark.Estimated);
    }
    return marks;
  }

  void add(Observation observation) {
    Amount register = register(observation);
    if (register != null) {
      read(register.value(), observation.at());
    }
    if (observation.interval() != null) {
      addInterval(observation.interval(), observation.at());
    }
    if (observation.powerW() != null) {
      addPower(observation.powerW().max(BigDecimal.ZERO), observation.at());
    }
  }

  /** The register at the place of this transaction. */
  private @Nullable Amount register(Observation observation) {
    if (observation.registers().isEmpty()) {
      return null;
    }
    Place known = place;
    if (known == null) {
      Amount first = observation.registers().get(0);
      place = new Place(first.location(), first.phases());
      return first;
    }
    for (Amount amount : observation.registers()) {
      if (amount.location().equals(known.location) && amount.phases() == known.phases) {
        return amount;
      }
    }
    unsure = true;
    // The whole instead of its phases, or the reverse: the same energy, as far as it only grows.
    for (Amount amount : observation.registers()) {
      if (amount.location().equals(known.location) && now.fits(amount.value(), observation.at())) {
        return amount;
      }
    }
    return null;
  }

  private void read(BigDecimal register, Instant at) {
    if (register.signum() < 0) {
      wentBack(at, register);
    } else if (at.isBefore(now.at)) {
      readLate(register, at);
    } else {
      registered = true;
      step(register, at);
    }
  }

  private void readLate(BigDecimal register, Instant at) {
    unsure = true;
    if (resets == 0 && jumps == 0 && now.fits(register, at)) {
      registered = true;
      now = now.upTo(register, at);
    }
  }

  private void step(BigDecimal register, Instant at) {
    if (before != null && before.fits(register, at) && (!now.grown || !now.fits(register, at))) {
      restore(before, register, at);
    } else if (now.fits(register, at)) {
      now = now.upTo(register, at);
    } else if (register.compareTo(now.last) > 0) {
      jumps++;
      begin(Fact.MeterJumped, register, register, at);
    } else if (isNearZero(register)) {
      resets++;
      begin(Fact.MeterReset, BigDecimal.ZERO, register, at);
    } else if (isSmallStep(register)) {
      wentBack(at, register);
    } else {
      // Another meter: what it counted before this reading is not known.
      resets++;
      begin(Fact.MeterReset, register, register, at);
    }
  }

  private boolean isNearZero(BigDecimal register) {
    return register.multiply(TEN).compareTo(now.last) <= 0;
  }

  private boolean isSmallStep(BigDecimal register) {
    BigDecimal small = now.last.divide(HUNDRED, RoundingMode.HALF_UP).max(SMALL_STEP_WH);
    return now.last.subtract(register).compareTo(small) <= 0;
  }

  private void begin(Fact fact, BigDecimal base, BigDecimal register, Instant at) {
    oddities.add(new Oddity(at, fact, now.last, register));
    before = now;
    now = new Segment(now.energy(), base, register, at, true, false);
  }

  /** The register is back where it was: what it said in between was nonsense. */
  private void restore(Segment segment, BigDecimal register, Instant at) {
    if (now.last.compareTo(segment.last) > 0) {
      jumps = Math.max(0, jumps - 1);
    } else {
      resets = Math.max(0, resets - 1);
    }
    wentBack(at, segment.last);
    now = segment.upTo(register, at);
    before = null;
  }

  private void wentBack(Instant at, BigDecimal register) {
    back++;
    oddities.add(new Oddity(at, Fact.MeterWentBack, now.last, register));
  }

  /** The register at the end; it lies in the same meter as the one at the start. */
  void stop(long meterStopWh, Instant at) {
    BigDecimal register = BigDecimal.valueOf(meterStopWh);
    boolean ofTheStart = before != null && !before.read;
    if (before != null
        && before.fits(register, at)
        && (ofTheStart || !now.grown || !now.fits(register, at))) {
      restore(before, register, at);
    } else if (now.fits(register, at)) {
      boolean more = register.compareTo(now.last) > 0;
      now = more ? now.upTo(register, at) : now;
      registered |= more;
    } else if (register.compareTo(now.last) > 0) {
      jumps++;
      oddities.add(new Oddity(at, Fact.MeterJumped, now.last, register));
    } else if (!registered && register.signum() > 0 && isNearZero(register)) {
      registered = true;
      resets++;
      begin(Fact.MeterReset, BigDecimal.ZERO, register, at);
    } else {
      // Below what was read before, or 0 for none: the readings are believed.
      wentBack(at, register);
    }
  }

  private void addInterval(Amount interval, Instant at) {
    Intervals sum = intervals;
    BigDecimal wh = interval.value().max(BigDecimal.ZERO);
    if (sum == null) {
      intervals = new Intervals(wh, at, interval.context());
    } else if (at.isAfter(sum.at) && interval.context().equals(sum.context)) {
      intervals = new Intervals(sum.wh.add(wh), at, sum.context);
    } else {
      unsure |= at.isBefore(sum.at);
    }
  }

  private void addPower(BigDecimal powerW, Instant at) {
    Integral sum = integral;
    if (sum == null) {
      integral = new Integral(BigDecimal.ZERO, powerW, at);
      return;
    }
    if (!at.isAfter(sum.at)) {
      unsure |= at.isBefore(sum.at);
      return;
    }
    Duration passed = Duration.between(sum.at, at);
    BigDecimal mean = sum.powerW.add(powerW).divide(BigDecimal.valueOf(2));
    BigDecimal step = passed.compareTo(LONGEST_STEP) > 0 ? BigDecimal.ZERO : overTime(mean, passed);
    integral = new Integral(sum.wh.add(step), powerW, at);
  }

  private static BigDecimal overTime(BigDecimal powerW, Duration time) {
    return powerW
        .multiply(BigDecimal.valueOf(time.toMillis()))
        .divide(MS_PER_HOUR, 6, RoundingMode.HALF_UP);
  }
}
