package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.transaction.Observation.Amount;
import io.galvan.transaction.Observation.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the energy of one transaction from its readings, in the order in which they come: by the
 * import register where there is one, else by intervals, else by power over time. As long as none
 * of them is told, the energy is not known.
 *
 * <p>What was remembered between two readings is a {@link State}; readings that come in another
 * order than they were taken make it unsure, and the transaction is then counted again from all
 * that is stored when it ends.
 */
final class Energy {
  /** What stations charge with at most, and a tenth more. */
  private static final BigDecimal MOST_DC_W = BigDecimal.valueOf(440_000);

  private static final BigDecimal MOST_AC_W = BigDecimal.valueOf(48_400);

  /** Power is not believed to have stayed for longer than this without a reading. */
  private static final Duration LONGEST_STEP = Duration.ofHours(1);

  private static final int SCALE = 3;

  /** The sum of intervals told in one context; those of another context are the same energy. */
  record Intervals(BigDecimal wh, Instant at, String context) {}

  /**
   * Power added up over time.
   *
   * @param wh null after the first reading, which says nothing yet
   */
  record Integral(@Nullable BigDecimal wh, BigDecimal powerW, Instant at) {}

  /**
   * What must be remembered between two readings.
   *
   * @param place where registers are read: the first place that told one
   * @param unsure readings came in another order, or at another place
   * @param mostW the highest power that was told; null for none
   * @param direct a state of charge was told, which only stations of direct current know
   */
  record State(
      RegisterCount.State register,
      @Nullable Place place,
      @Nullable Intervals intervals,
      @Nullable Integral integral,
      boolean unsure,
      @Nullable BigDecimal mostW,
      boolean direct) {}

  private final RegisterCount register;
  private @Nullable Place place;
  private @Nullable Intervals intervals;
  private @Nullable Integral integral;
  private boolean unsure;
  private @Nullable BigDecimal mostW;
  private boolean direct;

  /**
   * A transaction of which nothing was read yet.
   *
   * @param begin the register at its start; null when nobody told it
   * @param place where registers are read; null for the first place that tells one
   */
  Energy(@Nullable BigDecimal begin, Instant startedAt, @Nullable Place place) {
    register = new RegisterCount(begin, startedAt);
    this.place = place;
  }

  /** Goes on from what was remembered. */
  Energy(State state) {
    register = new RegisterCount(state.register);
    place = state.place;
    intervals = state.intervals;
    integral = state.integral;
    unsure = state.unsure;
    mostW = state.mostW;
    direct = state.direct;
  }

  State state() {
    return new State(register.state(), place, intervals, integral, unsure, mostW, direct);
  }

  /** Whether the transaction should be counted again from all its readings. */
  boolean unsure() {
    return unsure;
  }

  /** All readings were counted in their order. */
  void sure() {
    unsure = false;
  }

  /** A reading was left out that belongs between those that were counted. */
  void doubt() {
    unsure = true;
  }

  /** What the register did since this began or was restored. */
  List<RegisterCount.Oddity> oddities() {
    return register.oddities();
  }

  /** The register from which it counts, the first one that is known; null for none. */
  @Nullable BigDecimal begin() {
    return register.begin();
  }

  /** The last register that was read; null when none was. */
  @Nullable BigDecimal lastRegister() {
    return register.last();
  }

  /** When something was read last, or since when it counts; null when nothing is known. */
  @Nullable Instant lastAt() {
    Instant last = later(register.lastAt(), intervals == null ? null : intervals.at);
    return later(last, integral == null ? null : integral.at);
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  /** The energy so far, in Wh; null when nothing is known of it. */
  @Nullable BigDecimal wh() {
    BigDecimal wh =
        register.isRegistered()
            ? register.wh()
            : intervals != null
                ? intervals.wh
                : isEstimated() && integral != null && integral.wh != null
                    ? integral.wh.setScale(SCALE, RoundingMode.HALF_UP)
                    : register.wh();
    return wh == null ? null : wh.max(BigDecimal.ZERO);
  }

  private boolean isEstimated() {
    return !register.isRegistered() && intervals == null && integral != null && integral.wh != null;
  }

  Set<Mark> marks() {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (register.resets() > 0) {
      marks.add(Mark.MeterReset);
    }
    if (register.back() > 0) {
      marks.add(Mark.MeterWentBack);
    }
    if (register.jumps() > 0 || isEstimated()) {
      marks.add(Mark.Estimated);
    }
    return marks;
  }

  void add(Observation observation) {
    Instant at = observation.at();
    boolean nothingRead = !register.isRead() && intervals == null && integral == null;
    Amount begin = here(observation.begins());
    if (begin != null && nothingRead && register.wh() != null) {
      unsure |= !register.read(begin.value(), at, mostPower());
    } else if (begin != null) {
      register.began(begin.value(), at);
    }
    if (observation.ofBegin() && !nothingRead) {
      return;
    }
    direct |= observation.socPercent() != null;
    Amount current = current(observation.registers(), at);
    // A register that is known at the end alone says nothing of what was charged.
    if (current != null && !(observation.ofEnd() && register.wh() == null)) {
      unsure |= !register.read(current.value(), at, mostPower());
    }
    if (observation.interval() != null) {
      addInterval(observation.interval(), at);
    }
    if (observation.powerW() != null) {
      addPower(observation.powerW().max(BigDecimal.ZERO), at);
    }
  }

  /** The register at the place of this transaction, which is the first one that is told. */
  private @Nullable Amount here(List<Amount> registers) {
    if (registers.isEmpty()) {
      return null;
    }
    Place known = place;
    if (known == null) {
      Amount first = registers.get(0);
      place = first.place();
      return first;
    }
    for (Amount amount : registers) {
      if (amount.place().equals(known)) {
        return amount;
      }
    }
    return null;
  }

  private @Nullable Amount current(List<Amount> registers, Instant at) {
    Amount here = here(registers);
    Place known = place;
    if (here != null || registers.isEmpty() || known == null) {
      return here;
    }
    unsure = true;
    // The whole instead of its phases, or the reverse: the same energy, as far as it only grows.
    for (Amount amount : registers) {
      if (amount.location().equals(known.location()) && register.fits(amount.value(), at)) {
        return amount;
      }
    }
    return null;
  }

  /** By what the station tells: one whose powers are those of alternating current has no more. */
  private BigDecimal mostPower() {
    BigDecimal told = mostW;
    boolean alternating =
        !direct && told != null && told.signum() > 0 && told.compareTo(MOST_AC_W) <= 0;
    return alternating ? MOST_AC_W : MOST_DC_W;
  }

  /** Whether this register follows on the one before without any doubt. */
  boolean isNext(BigDecimal next, Instant at) {
    return register.isNext(next, at);
  }

  /** The register at the end; it lies in the same meter as the one at the start. */
  void stop(BigDecimal meterStop, Instant at) {
    register.stop(meterStop, at, mostPower());
  }

  /** Whether what was charged before the first register is not known. */
  boolean isBegunLate() {
    return register.isLate();
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
    mostW = mostW == null ? powerW : mostW.max(powerW);
    Integral sum = integral;
    if (sum == null) {
      integral = new Integral(null, powerW, at);
      return;
    }
    if (!at.isAfter(sum.at)) {
      unsure |= at.isBefore(sum.at);
      return;
    }
    Duration passed = Duration.between(sum.at, at);
    BigDecimal mean = sum.powerW.add(powerW).divide(BigDecimal.valueOf(2));
    BigDecimal step =
        passed.compareTo(LONGEST_STEP) > 0 ? BigDecimal.ZERO : RegisterCount.overTime(mean, passed);
    integral = new Integral(sum.wh == null ? step : sum.wh.add(step), powerW, at);
  }
}
