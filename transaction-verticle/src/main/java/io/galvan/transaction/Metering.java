package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Mark;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.transaction.MeterStore.Taken;
import io.galvan.transaction.TimelineStore.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction while readings are added to it: its energy, what its meter shows now, and the
 * facts that follow.
 */
final class Metering {
  /** Stations send a reading every 15 minutes at the least; four of them are missing then. */
  private static final Duration GAP = Duration.ofHours(1);

  /** How a reading came to be this transaction's. */
  enum Attribution {
    /** It names the transaction. */
    Named,
    /** The transaction is the one that runs on the reading's connector or EVSE. */
    Connector
  }

  /**
   * What is remembered of a transaction between two units of work.
   *
   * @param begunCharging it charged already when its first register was read
   * @param oddTimes a reading's time cannot be right
   * @param intervalS the longest time between two readings, in seconds; null before the second
   */
  record Memory(
      TransactionEnergy.State energy,
      Set<Attribution> attributed,
      boolean begunCharging,
      boolean oddTimes,
      @Nullable Long intervalS) {}

  /**
   * A transaction as metering needs it.
   *
   * @param connectorId of OCPP 2.x: the EVSE
   * @param begin the register at the start; null when nobody told it
   * @param open readings still count: it runs, or its end was only inferred
   * @param inferredEnd null while it runs, and when its end was told
   * @param overAt when that was so from which its end was inferred; null for none
   * @param ofEvents it is told in events, as in OCPP 2.x
   * @param lastSeqNo the highest number among its events; null in OCPP 1.6, and when none was told
   */
  record Metered(
      long id,
      String chargerId,
      int connectorId,
      Instant startedAt,
      @Nullable BigDecimal begin,
      boolean running,
      boolean open,
      @Nullable InferredEnd inferredEnd,
      @Nullable Instant overAt,
      @Nullable Instant meteredAt,
      boolean ofEvents,
      @Nullable Integer lastSeqNo,
      @Nullable Memory memory) {}

  private final Metered transaction;
  private final Set<Attribution> attributed;
  private final List<Entry> facts = new ArrayList<>();
  private TransactionEnergy energy;
  private @Nullable Instant meteredAt;
  private @Nullable BigDecimal powerW;
  private @Nullable BigDecimal socPercent;
  private boolean begunCharging;
  private boolean oddTimes;
  private @Nullable Long intervalS;
  private @Nullable Instant aliveAt;

  Metering(Metered transaction) {
    this.transaction = transaction;
    Memory memory = transaction.memory();
    energy =
        memory == null
            ? new TransactionEnergy(transaction.begin(), transaction.startedAt())
            : new TransactionEnergy(memory.energy());
    attributed = EnumSet.noneOf(Attribution.class);
    if (memory != null) {
      attributed.addAll(memory.attributed());
      begunCharging = memory.begunCharging();
      oddTimes = memory.oddTimes();
      intervalS = memory.intervalS();
    }
    meteredAt = transaction.meteredAt();
  }

  Metered transaction() {
    return transaction;
  }

  void add(Reading reading, Attribution how) {
    add(reading, how, false);
  }

  /** A reading that was taken after all others, whatever its time is. */
  void addNext(Reading reading, Attribution how) {
    add(reading, how, true);
  }

  private void add(Reading reading, Attribution how, boolean inOrder) {
    Observation observation = Observation.of(reading);
    Instant at = Times.stored(observation.at());
    oddTimes |= reading.receivedAt() != null;
    Instant previous = meteredAt;
    if (previous != null && Duration.between(previous, at).compareTo(GAP) > 0) {
      note(at, FactKind.Inferred, Fact.MeterGap, Map.of("since", previous.toString()));
    }
    if (attributed.add(how) && how != Attribution.Named) {
      note(at, FactKind.Inferred, Fact.ReadingsAttributed, Map.of("by", how.name()));
    }
    if (previous != null && at.isAfter(previous)) {
      long seconds = Duration.between(previous, at).toSeconds();
      intervalS = intervalS == null ? seconds : Math.max(intervalS, seconds);
    }
    alive(observation, at, how == Attribution.Named);
    show(observation, at, inOrder);
    energy.add(observation, how != Attribution.Named, inOrder);
  }

  /** A connector also tells its readings when nothing charges there. */
  private void alive(Observation observation, Instant at, boolean named) {
    BigDecimal power = observation.powerW();
    boolean says =
        named
            ? !observation.ofBegin() && !observation.ofEnd()
            : power != null && power.signum() > 0;
    if (says && (aliveAt == null || at.isAfter(aliveAt))) {
      aliveAt = at;
    }
  }

  /** A reading that is stored belongs before others that were counted: all are counted again. */
  void addEarlier(Reading reading) {
    Observation observation = Observation.of(reading);
    show(observation, Times.stored(observation.at()), false);
    energy.doubt();
  }

  private void show(Observation observation, Instant at, boolean inOrder) {
    if (meteredAt == null || (!observation.ofBegin() && (inOrder || !at.isBefore(meteredAt)))) {
      meteredAt = meteredAt == null || at.isAfter(meteredAt) ? at : meteredAt;
      powerW = observation.powerW() == null ? powerW : observation.powerW();
      socPercent = observation.socPercent() == null ? socPercent : observation.socPercent();
    }
  }

  /**
   * Counts the energy again, from all readings that are stored, in the order of their events or
   * times.
   */
  void recount(List<Taken> readings) {
    if (transaction.ofEvents()) {
      recountInOrder(readings);
      return;
    }
    TransactionEnergy byTime =
        TransactionEnergy.recount(
            transaction.begin(), transaction.startedAt(), taken(readings), false);
    // A register that only grew as it came needs no times, which a wrong clock has mixed up.
    if (byTime.isStraight() || !energy.isStraight()) {
      energy = byTime;
    }
  }

  /** As {@link #recount}, and shows what the newest of them say. */
  void recountShown(List<Taken> readings) {
    energy =
        TransactionEnergy.recount(
            transaction.begin(), transaction.startedAt(), taken(readings), false);
    readings.forEach(
        one -> {
          Observation observation = Observation.of(one.reading());
          Instant at = Times.stored(observation.at());
          alive(observation, at, !one.guessed());
          show(observation, at, false);
        });
  }

  private void recountInOrder(List<Taken> readings) {
    BigDecimal before = energy.begin();
    energy =
        TransactionEnergy.recount(
            transaction.begin(), transaction.startedAt(), taken(readings), true);
    begunCharging &= before != null && before.equals(energy.begin());
  }

  private static List<TransactionEnergy.Taken> taken(List<Taken> readings) {
    return readings.stream()
        .map(one -> new TransactionEnergy.Taken(Observation.of(one.reading()), one.guessed()))
        .toList();
  }

  /** It charged already when its first register was read: that energy is not known. */
  void begunCharging() {
    begunCharging = true;
  }

  boolean unsure() {
    return energy.unsure();
  }

  /**
   * The register at the end.
   *
   * @param meterStopWh null when it was not told
   */
  void stop(@Nullable Long meterStopWh, Instant at) {
    if (meterStopWh != null) {
      energy.stop(BigDecimal.valueOf(meterStopWh), at);
    }
  }

  private void note(Instant at, FactKind kind, Fact fact, Map<String, Object> detail) {
    facts.add(new Entry(transaction.id(), at, kind, fact, detail));
  }

  /** The facts that followed, each once however often it is asked. */
  List<Entry> facts() {
    List<Entry> all = new ArrayList<>(facts);
    for (RegisterCount.Oddity oddity : energy.oddities()) {
      all.add(
          new Entry(
              transaction.id(),
              Times.stored(oddity.at()),
              FactKind.Corrected,
              oddity.fact(),
              Map.of("fromWh", oddity.fromWh(), "toWh", oddity.toWh())));
    }
    return all;
  }

  /** The resets after which the register counts for nothing that it showed then. */
  List<RegisterCount.Oddity> uncountedResets() {
    return energy.oddities().stream()
        .filter(oddity -> oddity.fact() == Fact.MeterReset && !oddity.counted())
        .toList();
  }

  long id() {
    return transaction.id();
  }

  /** Null when nothing is known of it. */
  @Nullable BigDecimal energyWh() {
    return energy.wh();
  }

  /** The first register that was told; null when none was. */
  @Nullable BigDecimal begin() {
    return energy.begin();
  }

  /** The last register that was read, in Wh; null when none was. */
  @Nullable Long lastRegisterWh() {
    BigDecimal last = energy.lastRegister();
    return last == null ? null : last.setScale(0, RoundingMode.HALF_UP).longValue();
  }

  @Nullable Instant meteredAt() {
    return meteredAt;
  }

  /** The time of the newest reading that was added and says that it goes on; null for none. */
  @Nullable Instant aliveAt() {
    return aliveAt;
  }

  /** Whether it has ended by an inference that the readings which were added contradict. */
  boolean contradictsEnd() {
    InferredEnd end = transaction.inferredEnd();
    return !transaction.running()
        && !transaction.ofEvents()
        && end != null
        && EndPolicy.TAKEN_BACK.contains(end)
        && transaction.overAt() != null
        && aliveAt != null
        && aliveAt.isAfter(transaction.overAt());
  }

  @Nullable BigDecimal powerW() {
    return powerW;
  }

  @Nullable BigDecimal socPercent() {
    return socPercent;
  }

  /** The marks that metering sets. */
  Set<Mark> marks() {
    Set<Mark> marks = energy.marks();
    if (energy.isBegunLate() && (begunCharging || !transaction.ofEvents())) {
      marks.add(Mark.BeginNotMetered);
    }
    if (oddTimes) {
      marks.add(Mark.ImplausibleTime);
    }
    return marks;
  }

  Memory memory() {
    return new Memory(energy.state(), attributed, begunCharging, oddTimes, intervalS);
  }
}
