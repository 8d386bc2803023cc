package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.transaction.Transactions.Meter;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.Metering.Metered;
import io.galvan.transaction.TimelineStore.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the meters of running transactions show: energy, power, state of charge. The readings are
 * stored when they are answered; the transaction's row follows within a second, with all readings
 * that came meanwhile. What a crash kept from following is counted again by {@link #catchUp}.
 */
final class RunningMeters {
  private static final Logger LOG = LoggerFactory.getLogger(RunningMeters.class);

  /** The shortest time between two updates: many readings of a transaction cost one. */
  private static final long PAUSE_MS = 500;

  /** Stations whose readings wait; beyond them the next reading shows what this one would. */
  private static final int MOST_WAITING = 100_000;

  private static final int PIECE = 100;

  private final Vertx vertx;
  private final Writer writer;
  private final MeteringStore store;
  private final MeterStore meters;
  private final TimelineStore timelines;

  /** Readings that are stored and not shown yet, by their station. */
  private final Map<String, List<Meter>> waiting = new LinkedHashMap<>();

  /** Those of them that are being written. */
  private final Map<String, List<Meter>> underWay = new HashMap<>();

  private long timesShown;
  private boolean paused;
  private boolean stopped;
  private Future<?> current = Future.succeededFuture();

  private record Connector(String chargerId, int connectorId) {}

  RunningMeters(
      Vertx vertx, Writer writer, MeteringStore store, MeterStore meters, TimelineStore timelines) {
    this.vertx = vertx;
    this.writer = writer;
    this.store = store;
    this.meters = meters;
    this.timelines = timelines;
  }

  /** Shows stored readings of the transaction that they name, soon. */
  void show(Meter meter) {
    String chargerId = TransactionStore.id(meter.chargerId());
    List<Meter> meters = waiting.get(chargerId);
    if (meters == null) {
      if (waiting.size() >= MOST_WAITING) {
        return;
      }
      meters = new ArrayList<>(2);
      waiting.put(chargerId, meters);
    }
    meters.add(meter);
    next();
  }

  /** The stored readings of a transaction that its row may not show yet, in the order they came. */
  List<Reading> notShown(Transaction transaction) {
    List<Reading> readings = new ArrayList<>();
    for (Map<String, List<Meter>> of : List.of(underWay, waiting)) {
      for (Meter meter : of.getOrDefault(transaction.chargerId(), List.of())) {
        if (isOf(transaction.id(), meter)) {
          readings.addAll(meter.readings());
        }
      }
    }
    return readings;
  }

  /** The transaction has ended with all its readings. */
  void forget(String chargerId, long transactionId) {
    List<Meter> meters = waiting.get(TransactionStore.id(chargerId));
    if (meters != null
        && meters.removeIf(meter -> isOf(transactionId, meter))
        && meters.isEmpty()) {
      waiting.remove(TransactionStore.id(chargerId));
    }
  }

  private static boolean isOf(long transactionId, Meter meter) {
    Long named = meter.transactionId();
    return named != null && named == transactionId;
  }

  private void next() {
    if (paused || stopped || waiting.isEmpty() || !current.isComplete()) {
      return;
    }
    paused = true;
    vertx.setTimer(
        PAUSE_MS,
        id -> {
          paused = false;
          next();
        });
    current = write(id -> true).onComplete(ignored -> next());
  }

  /**
   * Completes with true when the rows show what was stored before of these stations, with false
   * when they already did.
   */
  Future<Boolean> shown(Collection<String> chargerIds) {
    if (chargerIds.stream().noneMatch(id -> waiting.containsKey(id) || underWay.containsKey(id))) {
      return Future.succeededFuture(false);
    }
    Set<String> these = Set.copyOf(chargerIds);
    current = current.transform(ignored -> write(these::contains));
    return current.map(true);
  }

  /** Another number than before: a row that was read meanwhile may be older than what it shows. */
  long timesShown() {
    return timesShown;
  }

  /** Completes when the rows show all that was stored before. */
  Future<?> allShown() {
    if (!waiting.isEmpty() || !underWay.isEmpty()) {
      current = current.transform(ignored -> write(id -> true));
    }
    return current;
  }

  private Future<?> write(Predicate<String> chargers) {
    List<Meter> batch = new ArrayList<>();
    var oldest = waiting.entrySet().iterator();
    while (oldest.hasNext() && underWay.size() < PIECE) {
      Map.Entry<String, List<Meter>> entry = oldest.next();
      if (chargers.test(entry.getKey())) {
        underWay.put(entry.getKey(), entry.getValue());
        batch.addAll(entry.getValue());
        oldest.remove();
      }
    }
    if (batch.isEmpty()) {
      return Future.succeededFuture();
    }
    return writer
        .write(unit -> count(unit, batch))
        .onFailure(
            failure ->
                LOG.warn(
                    "{} readings are stored and shown with the next: {}",
                    batch.size(),
                    failure.getMessage()))
        .transform(
            ignored -> {
              underWay.clear();
              timesShown++;
              return write(chargers);
            });
  }

  /** Shows what waits, and no more after that. */
  Future<?> stop() {
    stopped = true;
    return allShown();
  }

  /**
   * Counts the transactions again of which readings are stored that their row does not show, since
   * a node was killed in between.
   */
  Future<?> catchUp() {
    return writer.write(
        unit ->
            store
                .behind(unit.sql(), PIECE)
                .compose(
                    found -> {
                      List<Metering> meterings = found.stream().map(Metering::new).toList();
                      Future<?> counted = Future.succeededFuture();
                      for (Metering metering : meterings) {
                        counted =
                            counted
                                .compose(
                                    ok ->
                                        meters.readings(
                                            unit.sql(), metering.id(), MeterStore.MAX_READINGS))
                                .onSuccess(metering::recountShown);
                      }
                      return counted.compose(ok -> update(unit, meterings));
                    }));
  }

  /**
   * Counts the readings to the transactions that they name or belong to; the transactions stay
   * locked until the unit of work ends. Gives the readings with their transaction.
   */
  Future<List<Stored>> count(UnitOfWork unit, List<Meter> batch) {
    List<Long> ids =
        batch.stream().filter(RunningMeters::isNamed).map(Meter::transactionId).distinct().toList();
    List<Connector> connectors =
        batch.stream()
            .filter(meter -> !isNamed(meter) && meter.connectorId() > 0)
            .map(
                meter -> new Connector(TransactionStore.id(meter.chargerId()), meter.connectorId()))
            .distinct()
            .toList();
    return store
        .metered(
            unit.sql(),
            ids,
            connectors.stream().map(Connector::chargerId).toList(),
            connectors.stream().map(Connector::connectorId).toList())
        .compose(found -> count(unit, batch, found));
  }

  /** Some stations say 0 or -1 for none. */
  static boolean isNamed(Meter meter) {
    return meter.transactionId() != null && meter.transactionId() > 0;
  }

  private Future<List<Stored>> count(UnitOfWork unit, List<Meter> batch, List<Metered> found) {
    Running running = new Running(found);
    List<Stored> readings = new ArrayList<>();
    Set<Metering> changed = new LinkedHashSet<>();
    for (Meter meter : batch) {
      for (Reading reading : meter.readings()) {
        Metering metering = running.of(meter, Times.stored(reading.time()));
        readings.add(stored(meter, metering, reading));
        if (metering != null && metering.transaction().open()) {
          Attribution how = isNamed(meter) ? Attribution.Named : Attribution.Connector;
          if (metering.transaction().ofEvents()) {
            metering.addNext(reading, how);
          } else {
            metering.add(reading, how);
          }
          changed.add(metering);
        }
      }
    }
    return update(unit, List.copyOf(changed)).map(ok -> readings);
  }

  private static Stored stored(Meter meter, @Nullable Metering metering, Reading reading) {
    return metering == null
        ? new Stored(meter.chargerId(), meter.connectorId(), null, reading)
        : new Stored(
            meter.chargerId(),
            meter.connectorId(),
            metering.id(),
            !isNamed(meter),
            metering.transaction().lastSeqNo(),
            reading);
  }

  private Future<?> update(UnitOfWork unit, List<Metering> changed) {
    if (changed.isEmpty()) {
      return Future.succeededFuture();
    }
    changed.forEach(metering -> Deviating.resets(unit, "MeterValues", metering));
    List<Metering> contradicting = changed.stream().filter(Metering::contradictsEnd).toList();
    Future<Set<Long>> followed =
        contradicting.isEmpty()
            ? Future.succeededFuture(Set.of())
            : store.followed(unit.sql(), contradicting.stream().map(Metering::id).toList());
    return followed.compose(
        others -> {
          List<Metering> resumed =
              contradicting.stream().filter(metering -> !others.contains(metering.id())).toList();
          return write(unit, changed, resumed);
        });
  }

  private Future<?> write(UnitOfWork unit, List<Metering> changed, List<Metering> resumed) {
    Set<Long> again = resumed.stream().map(Metering::id).collect(Collectors.toSet());
    Future<?> updated =
        store
            .meter(unit.sql(), changed, again, unit.now())
            .onSuccess(
                after ->
                    after.forEach(
                        transaction -> tell(unit, transaction, again.contains(transaction.id()))));
    List<Entry> facts = new ArrayList<>();
    changed.forEach(metering -> facts.addAll(metering.facts()));
    resumed.forEach(metering -> facts.add(Facts.resumed(metering)));
    return Future.all(updated, timelines.keep(unit.sql(), facts, unit.now()));
  }

  /** The transactions to which the readings of a batch may belong. */
  private static final class Running {
    private final Map<Long, Metering> byId = new HashMap<>();
    private final Map<Connector, Metering> byConnector = new HashMap<>();

    Running(List<Metered> found) {
      for (Metered transaction : found) {
        Metering metering = new Metering(transaction);
        byId.put(transaction.id(), metering);
        if (transaction.running()) {
          // Of two running ones (a start that came late) the newer is what the meter shows.
          byConnector.merge(
              new Connector(transaction.chargerId(), transaction.connectorId()),
              metering,
              (a, b) -> a.transaction().startedAt().isAfter(b.transaction().startedAt()) ? a : b);
        }
      }
    }

    /**
     * The transaction it names if that is this station's, else the one that runs on the connector
     * or EVSE since before the reading. What is told of connector or EVSE 0 is the main meter's
     * (1.6 part 2, 6.31; 2.0.1 part 2, J01) and no transaction's.
     */
    @Nullable Metering of(Meter meter, Instant at) {
      String chargerId = TransactionStore.id(meter.chargerId());
      if (isNamed(meter)) {
        Metering named = byId.get(meter.transactionId());
        return named != null && named.transaction().chargerId().equals(chargerId) ? named : null;
      }
      return since(at, byConnector.get(new Connector(chargerId, meter.connectorId())));
    }

    private static @Nullable Metering since(Instant at, @Nullable Metering metering) {
      return metering != null && !at.isBefore(metering.transaction().startedAt()) ? metering : null;
    }
  }

  private static void tell(UnitOfWork unit, Transaction transaction, boolean resumed) {
    if (resumed) {
      unit.emit(transaction.chargerId(), new Happening.TransactionCorrected(transaction));
      return;
    }
    Instant at = transaction.meteredAt() == null ? unit.now() : transaction.meteredAt();
    unit.emit(
        transaction.chargerId(),
        new Happening.TransactionUpdated(
            transaction.id(),
            transaction.connectorId(),
            at,
            transaction.energyWh(),
            transaction.powerW(),
            transaction.socPercent()));
  }
}
