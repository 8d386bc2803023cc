package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.transaction.Observation.Place;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The energy of one transaction by all that is known of it. What was told of it is counted apart
 * from what was attributed to it by guess: a guess counts only as long as nothing that was told
 * comes after it, and never changes what was told.
 *
 * <p>Readings that are known to come in their order count in it, whatever their times are: where
 * the clock was set back, later times are shifted to go on from the last one.
 */
final class TransactionEnergy {
  /** A reading that is stored, and how it came to be the transaction's. */
  record Taken(Observation observation, boolean guessed) {}

  /**
   * What must be remembered between two readings.
   *
   * @param guessed counted on from {@code told} by guess; null without a guess since
   * @param shiftMs by how much the station's clock was set back
   */
  record State(Energy.State told, Energy.@Nullable State guessed, long shiftMs) {}

  private Energy told;
  private @Nullable Energy guessed;
  private long shiftMs;

  /** A transaction of which nothing was read yet. */
  TransactionEnergy(@Nullable BigDecimal begin, Instant startedAt) {
    told = new Energy(begin, startedAt, null);
  }

  /** Goes on from what was remembered. */
  TransactionEnergy(State state) {
    told = new Energy(state.told);
    guessed = state.guessed == null ? null : new Energy(state.guessed);
    shiftMs = state.shiftMs;
  }

  /**
   * Counts all readings of a transaction anew.
   *
   * @param readings in their order
   * @param inOrder the order is that in which they were taken, whatever their times are
   */
  static TransactionEnergy recount(
      @Nullable BigDecimal begin, Instant startedAt, List<Taken> readings, boolean inOrder) {
    TransactionEnergy energy = new TransactionEnergy(begin, startedAt);
    energy.told = new Energy(begin, startedAt, place(readings));
    readings.forEach(taken -> energy.add(taken.observation, taken.guessed, inOrder));
    energy.current().sure();
    energy.told.sure();
    return energy;
  }

  private static @Nullable Place place(List<Taken> readings) {
    Place told =
        Observation.mostTold(
            readings.stream().filter(one -> !one.guessed).map(Taken::observation).toList());
    return told == null
        ? Observation.mostTold(readings.stream().map(Taken::observation).toList())
        : told;
  }

  State state() {
    return new State(told.state(), guessed == null ? null : guessed.state(), shiftMs);
  }

  private Energy current() {
    return guessed == null ? told : guessed;
  }

  /**
   * Counts a reading.
   *
   * @param guess the reading does not name the transaction
   * @param inOrder it was taken after all others, whatever its time is
   */
  void add(Observation observation, boolean guess, boolean inOrder) {
    Observation timed = inOrder ? shifted(observation) : observation;
    if (!guess) {
      guessed = null;
      told.add(timed);
      return;
    }
    if (guessed == null) {
      guessed = new Energy(told.state());
    }
    guessed.add(timed);
  }

  private Observation shifted(Observation observation) {
    Instant at = observation.at().plusMillis(shiftMs);
    Instant last = current().lastAt();
    if (last != null && at.isBefore(last)) {
      // A moment later, so that it is known from a second sample of the same time.
      Instant next = last.plusMillis(1);
      shiftMs = Duration.between(observation.at(), next).toMillis();
      at = next;
    }
    return shiftMs == 0 ? observation : observation.at(at);
  }

  /** A reading was left out that belongs between those that were counted. */
  void doubt() {
    current().doubt();
  }

  /** Whether the transaction should be counted again from all its readings. */
  boolean unsure() {
    return current().unsure() || told.unsure();
  }

  /**
   * The register at the end. It is held against what was told; only where that leaves a doubt the
   * guess helps.
   */
  void stop(BigDecimal register, Instant at) {
    if (guessed == null || told.isNext(register, at)) {
      guessed = null;
      told.stop(register, at);
    } else {
      guessed.stop(register, at);
    }
  }

  /** Whether the register only grew in the order in which it was read. */
  boolean isStraight() {
    Set<Mark> marks = current().marks();
    return !marks.contains(Mark.MeterReset)
        && !marks.contains(Mark.MeterWentBack)
        && !marks.contains(Mark.Estimated);
  }

  /** The energy so far, in Wh; null when nothing is known of it. */
  @Nullable BigDecimal wh() {
    return current().wh();
  }

  /** The register from which it counts, as it was told; null when none was. */
  @Nullable BigDecimal begin() {
    return told.begin();
  }

  /** The last register that was read; null when none was. */
  @Nullable BigDecimal lastRegister() {
    return current().lastRegister();
  }

  /** Whether what was charged before the first register is not known. */
  boolean isBegunLate() {
    return current().isBegunLate();
  }

  /** The marks of its count. */
  Set<Mark> marks() {
    return current().marks();
  }

  /** What its registers did since this began or was restored. */
  List<RegisterCount.Oddity> oddities() {
    List<RegisterCount.Oddity> all = new ArrayList<>(told.oddities());
    if (guessed != null) {
      all.addAll(guessed.oddities());
    }
    return all;
  }
}
