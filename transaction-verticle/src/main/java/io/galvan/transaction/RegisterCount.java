package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts energy by an import register, in the order in which it is read.
 *
 * <p>A register that begins again counts on from the sum, as far as that can have been charged
 * since. One that goes back a little, or says nonsense once, counts for nothing until it is back
 * where it was.
 */
final class RegisterCount {
  private static final BigDecimal TEN = BigDecimal.TEN;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal SMALL_STEP_WH = BigDecimal.valueOf(1_000);

  /** More than any vehicle's battery takes between two readings, whatever their times are. */
  private static final BigDecimal JUMP_WH = BigDecimal.valueOf(100_000);

  /** More than any station's power: what a register may grow by in an hour. */
  private static final BigDecimal MOST_W = BigDecimal.valueOf(1_000_000);

  /** A reset is not held against less: the times of a station that has just booted are rough. */
  private static final Duration LEAST_SINCE_RESET = Duration.ofMinutes(1);

  private static final BigDecimal MS_PER_HOUR = BigDecimal.valueOf(3_600_000);

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

    Segment from(BigDecimal register) {
      return new Segment(sum, register, last, at, read, grown);
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

  /**
   * Something about the register that a person should know.
   *
   * @param counted whether the register after it counts from 0
   */
  record Oddity(Instant at, Fact fact, BigDecimal fromWh, BigDecimal toWh, boolean counted) {}

  /**
   * What must be remembered between two readings.
   *
   * @param now null as long as no register is known
   * @param before the segment before this one, as long as this one may turn out to be nonsense
   * @param begin the register at the begin, or the first one; null when none is known
   * @param late the register that is known as the first was read after the begin
   */
  record State(
      @Nullable Segment now,
      @Nullable Segment before,
      boolean registered,
      int resets,
      int back,
      int jumps,
      @Nullable BigDecimal begin,
      boolean late) {}

  private final List<Oddity> oddities = new ArrayList<>();
  private @Nullable Segment now;
  private @Nullable Segment before;
  private boolean registered;
  private int resets;
  private int back;
  private int jumps;
  private @Nullable BigDecimal begin;
  private boolean late;

  RegisterCount(State state) {
    now = state.now;
    before = state.before;
    registered = state.registered;
    resets = state.resets;
    back = state.back;
    jumps = state.jumps;
    begin = state.begin;
    late = state.late;
  }

  /**
   * A transaction of which nothing was read yet.
   *
   * @param begin the register at its start; null when nobody told it
   */
  RegisterCount(@Nullable BigDecimal begin, Instant startedAt) {
    this.begin = begin;
    if (begin != null) {
      now = new Segment(BigDecimal.ZERO, begin, begin, startedAt, false, false);
    }
  }

  State state() {
    return new State(now, before, registered, resets, back, jumps, begin, late);
  }

  List<Oddity> oddities() {
    return oddities;
  }

  /** The energy by the register; null when none is known. */
  @Nullable BigDecimal wh() {
    return now == null ? null : now.energy();
  }

  /** Whether a register was read, and not only told for the start. */
  boolean isRegistered() {
    return registered;
  }

  boolean isRead() {
    return now != null && now.read;
  }

  /** The register from which it counts; null for none. */
  @Nullable BigDecimal begin() {
    return begin;
  }

  /** Whether what was charged before the first register is not known. */
  boolean isLate() {
    return late;
  }

  /** The last register that was read; null when none was. */
  @Nullable BigDecimal last() {
    return now != null && now.read ? now.last : null;
  }

  @Nullable Instant lastAt() {
    return now == null ? null : now.at;
  }

  int resets() {
    return resets;
  }

  int back() {
    return back;
  }

  int jumps() {
    return jumps;
  }

  /** Whether this register follows on the one before without any doubt. */
  boolean isNext(BigDecimal register, Instant at) {
    return now != null && before == null && now.fits(register, at);
  }

  /** Whether it may be the register of another place that counts the same energy. */
  boolean fits(BigDecimal register, Instant at) {
    return now != null && now.fits(register, at);
  }

  /** The register at the begin: what lies between it and the first one was charged too. */
  void began(BigDecimal register, Instant at) {
    Segment first = now;
    if (first == null) {
      read(register, at, BigDecimal.ZERO);
      late = false;
    } else if (late
        && resets == 0
        && jumps == 0
        && register.signum() >= 0
        && register.compareTo(first.base) <= 0
        && first.base.subtract(register).compareTo(JUMP_WH) <= 0) {
      begin = register;
      late = false;
      now = first.from(register);
    }
  }

  /**
   * The next register.
   *
   * @param mostW what can be charged at most
   * @return false when it was taken before what was read already
   */
  boolean read(BigDecimal register, Instant at, BigDecimal mostW) {
    Segment last = now;
    if (last == null) {
      if (register.signum() >= 0) {
        begin = register;
        late = true;
        registered = true;
        now = new Segment(BigDecimal.ZERO, register, register, at, true, false);
      }
    } else if (register.signum() < 0) {
      wentBack(last, at, register);
    } else if (at.isBefore(last.at)) {
      if (resets == 0 && jumps == 0 && last.fits(register, at)) {
        registered = true;
        now = last.upTo(register, at);
      }
      return false;
    } else {
      registered = true;
      step(last, register, at, mostW);
    }
    return true;
  }

  private void step(Segment last, BigDecimal register, Instant at, BigDecimal mostW) {
    if (before != null && before.fits(register, at) && (!last.grown || !last.fits(register, at))) {
      restore(last, before, register, at);
    } else if (last.fits(register, at)) {
      now = last.upTo(register, at);
    } else if (register.compareTo(last.last) > 0) {
      jumps++;
      goOn(last, Fact.MeterJumped, register, register, at);
    } else if (isNearZero(last, register)) {
      reset(last, register, at, mostW);
    } else if (isSmallStep(last, register)) {
      wentBack(last, at, register);
    } else {
      // Another meter: what it counted before this reading is not known.
      resets++;
      goOn(last, Fact.MeterReset, register, register, at);
    }
  }

  private static boolean isNearZero(Segment last, BigDecimal register) {
    return register.multiply(TEN).compareTo(last.last) <= 0;
  }

  private static boolean isSmallStep(Segment last, BigDecimal register) {
    BigDecimal small = last.last.divide(HUNDRED, RoundingMode.HALF_UP).max(SMALL_STEP_WH);
    return last.last.subtract(register).compareTo(small) <= 0;
  }

  /** What it shows was counted since the reset, unless that is more than can be charged. */
  private void reset(Segment last, BigDecimal register, Instant at, BigDecimal mostW) {
    resets++;
    Duration passed = Duration.between(last.at, at);
    Duration since = passed.compareTo(LEAST_SINCE_RESET) < 0 ? LEAST_SINCE_RESET : passed;
    boolean charged = register.compareTo(overTime(mostW, since)) <= 0;
    goOn(last, Fact.MeterReset, charged ? BigDecimal.ZERO : register, register, at);
  }

  private void goOn(Segment last, Fact fact, BigDecimal base, BigDecimal register, Instant at) {
    oddities.add(new Oddity(at, fact, last.last, register, base.signum() == 0));
    before = last;
    now = new Segment(last.energy(), base, register, at, true, false);
  }

  /** The register is back where it was: what it said in between was nonsense. */
  private void restore(Segment last, Segment segment, BigDecimal register, Instant at) {
    if (last.last.compareTo(segment.last) > 0) {
      jumps = Math.max(0, jumps - 1);
    } else {
      resets = Math.max(0, resets - 1);
    }
    wentBack(last, at, segment.last);
    now = segment.upTo(register, at);
    before = null;
  }

  private void wentBack(Segment last, Instant at, BigDecimal register) {
    back++;
    oddities.add(new Oddity(at, Fact.MeterWentBack, last.last, register, true));
  }

  /**
   * The register at the end; it lies in the same meter as the one at the start. Where no other is
   * known it says nothing of the energy.
   */
  void stop(BigDecimal register, Instant at, BigDecimal mostW) {
    Segment last = now;
    if (last == null) {
      return;
    }
    boolean ofTheStart = before != null && !before.read;
    if (before != null
        && before.fits(register, at)
        && (ofTheStart || !last.grown || !last.fits(register, at))) {
      restore(last, before, register, at);
    } else if (last.fits(register, at)) {
      boolean more = register.compareTo(last.last) > 0;
      now = more ? last.upTo(register, at) : last;
      registered |= more;
    } else if (register.compareTo(last.last) > 0) {
      jumps++;
      oddities.add(new Oddity(at, Fact.MeterJumped, last.last, register, false));
    } else if (!registered && register.signum() > 0 && isNearZero(last, register)) {
      registered = true;
      reset(last, register, at, mostW);
    } else {
      // Below what was read before, or 0 for none: the readings are believed.
      wentBack(last, at, register);
    }
  }

  /** What a power charges in a time. */
  static BigDecimal overTime(BigDecimal powerW, Duration time) {
    return powerW
        .multiply(BigDecimal.valueOf(time.toMillis()))
        .divide(MS_PER_HOUR, 6, RoundingMode.HALF_UP);
  }
}
