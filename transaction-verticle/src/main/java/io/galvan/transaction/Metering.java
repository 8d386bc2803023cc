package io.galvan.transaction;

import io.galvan.platform.contract.Transactions.Fact;
import io.galvan.platform.contract.Transactions.FactKind;
import io.galvan.platform.contract.Transactions.Mark;
import io.galvan.platform.contract.Transactions.Reading;
import io.galvan.transaction.TimelineStore.Entry;
import java.math.BigDecimal;
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
    /** The transaction is the one that runs on the reading's connector. */
    Connector,
    /** It is of the whole station, on which only this transaction runs. */
    Station
  }

  /** What is remembered of a transaction between two units of work. */
  record Memory(Energy.State energy, Set<Attribution> attributed) {}

  /**
   * A transaction as metering needs it.
   *
   * @param open readings still count: it runs, or its end was only inferred
   */
  record Metered(
      long id,
      String chargerId,
      int connectorId,
      Instant startedAt,
      long meterStartWh,
      boolean running,
      boolean open,
      @Nullable Instant meteredAt,
      @Nullable Memory memory) {}

  private final Metered transaction;
  private final Set<Attribution> attributed;
  private final List<Entry> facts = new ArrayList<>();
  private Energy energy;
  private @Nullable Instant meteredAt;
  private @Nullable BigDecimal powerW;
  private @Nullable BigDecimal socPercent;

  Metering(Metered transaction) {
    this.transaction = transaction;
    Memory memory = transaction.memory();
    energy =
        memory == null
            ? new Energy(transaction.meterStartWh(), transaction.startedAt())
            : new Energy(memory.energy());
    attributed = EnumSet.noneOf(Attribution.class);
    if (memory != null) {
      attributed.addAll(memory.attributed());
    }
    meteredAt = transaction.meteredAt();
  }

  Metered transaction() {
    return transaction;
  }

  void add(Reading reading, Attribution how) {
    Observation observation = Observation.of(reading);
    Instant at = Times.stored(observation.at());
    Instant previous = meteredAt;
    if (previous != null && Duration.between(previous, at).compareTo(GAP) > 0) {
      note(at, FactKind.Inferred, Fact.MeterGap, Map.of("since", previous.toString()));
    }
    if (attributed.add(how) && how != Attribution.Named) {
      note(at, FactKind.Inferred, Fact.ReadingsAttributed, Map.of("by", how.name()));
    }
    show(observation, at);
    energy.add(observation);
  }

  private void show(Observation observation, Instant at) {
    if (meteredAt == null || !at.isBefore(meteredAt)) {
      meteredAt = at;
      powerW = observation.powerW() == null ? powerW : observation.powerW();
      socPercent = observation.socPercent() == null ? socPercent : observation.socPercent();
    }
  }

  /** Counts the energy again, from all readings that are stored. */
  void recount(List<Reading> readings) {
    energy =
        Energy.recount(
            transaction.meterStartWh(),
            transaction.startedAt(),
            readings.stream().map(Observation::of).toList());
  }

  /** As {@link #recount}, and shows what the newest of them say. */
  void recountShown(List<Reading> readings) {
    recount(readings);
    readings.forEach(reading -> show(Observation.of(reading), Times.stored(reading.at())));
  }

  /**
   * Begins to count at the reading's register, when it has one; gives that register.
   *
   * <p>For a transaction whose register at the start nobody tells.
   */
  @Nullable BigDecimal begin(Reading reading) {
    Observation observation = Observation.of(reading);
    if (observation.registers().isEmpty()) {
      return null;
    }
    BigDecimal register = observation.registers().get(0).value();
    energy.begin(register, Times.stored(observation.at()));
    return register;
  }

  /**
   * Counts the energy again, from all readings that are stored and from the first register among
   * them; gives that register.
   */
  @Nullable BigDecimal recountFromFirst(List<Reading> readings) {
    List<Observation> observations = readings.stream().map(Observation::of).toList();
    BigDecimal first = Energy.firstRegister(observations);
    Instant begin =
        observations.isEmpty() || !observations.get(0).at().isBefore(transaction.startedAt())
            ? transaction.startedAt()
            : observations.get(0).at();
    energy = Energy.recount(first == null ? BigDecimal.ZERO : first, begin, observations);
    return first;
  }

  boolean unsure() {
    return energy.unsure();
  }

  void stop(long meterStopWh, Instant at) {
    energy.stop(meterStopWh, at);
  }

  private void note(Instant at, FactKind kind, Fact fact, Map<String, Object> detail) {
    facts.add(new Entry(transaction.id(), at, kind, fact, detail));
  }

  /** The facts that followed, each once however often it is asked. */
  List<Entry> facts() {
    List<Entry> all = new ArrayList<>(facts);
    for (Energy.Oddity oddity : energy.oddities()) {
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

  /** Whether no reading but the whole station's was ever this transaction's. */
  boolean isReadByStationOnly() {
    return attributed.isEmpty() || attributed.equals(EnumSet.of(Attribution.Station));
  }

  long id() {
    return transaction.id();
  }

  BigDecimal energyWh() {
    return energy.wh();
  }

  @Nullable Instant meteredAt() {
    return meteredAt;
  }

  @Nullable BigDecimal powerW() {
    return powerW;
  }

  @Nullable BigDecimal socPercent() {
    return socPercent;
  }

  /** The marks that metering sets. */
  Set<Mark> marks() {
    return energy.marks();
  }

  Memory memory() {
    return new Memory(energy.state(), attributed);
  }
}
