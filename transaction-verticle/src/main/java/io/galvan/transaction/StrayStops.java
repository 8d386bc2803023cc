package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.contract.transaction.UnassignedStops.AssignStop;
import io.galvan.contract.transaction.UnassignedStops.DismissStop;
import io.galvan.contract.transaction.UnassignedStops.StopPage;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStop;
import io.galvan.contract.transaction.UnassignedStops.UnassignedStopQuery;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.StrayStopStore.State;
import io.galvan.transaction.TransactionStore.Ending;
import io.galvan.transaction.TransactionStore.Locked;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stops of OCPP 1.6 that name no transaction of their station, as those of a transaction that began
 * without a connection: such a stop belongs to the only running transaction that it can end; else,
 * with readings of begin and end, it is a transaction of its own; else it waits for a start that
 * comes later, or for an operator.
 */
final class StrayStops {
  private static final String ACTION = "StopTransaction";
  private static final int MOST_LISTED = 500;

  private final Pool pool;
  private final Writer writer;
  private final StrayStopStore store = new StrayStopStore();
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final RunningMeters running;
  private final StopEnds ends;

  StrayStops(
      Pool pool,
      Writer writer,
      TransactionStore transactions,
      MeterStore meters,
      RunningMeters running,
      StopEnds ends) {
    this.pool = pool;
    this.writer = writer;
    this.transactions = transactions;
    this.meters = meters;
    this.running = running;
    this.ends = ends;
  }

  /** What was found for one unit of work. */
  private static final class Found {
    final Map<Long, Locked> before = new HashMap<>();
    final List<Ending> endings = new ArrayList<>();
    final List<Stored> readings = new ArrayList<>();
    final List<Long> stops = new ArrayList<>();
    final List<@Nullable Long> assignedTo = new ArrayList<>();
    Future<?> made = Future.succeededFuture();
  }

  /**
   * Takes stops of which no transaction is known; told again they do nothing.
   *
   * @param ending transactions that end otherwise in this unit of work
   */
  Future<?> take(UnitOfWork unit, List<Stop> stops, Set<Long> ending) {
    if (stops.isEmpty()) {
      return Future.succeededFuture();
    }
    List<String> chargers =
        stops.stream().map(stop -> TransactionStore.id(stop.chargerId())).distinct().toList();
    return store
        .keep(unit.sql(), stops, State.Waiting, unit.now())
        .compose(
            ids ->
                store
                    .running(unit.sql(), chargers)
                    .compose(runs -> find(unit, stops, ids, runs, ending)))
        .compose(found -> finish(unit, found, null));
  }

  private Future<Found> find(
      UnitOfWork unit,
      List<Stop> stops,
      List<@Nullable Long> ids,
      List<Locked> runs,
      Set<Long> ending) {
    Found found = new Found();
    Set<Long> taken = new HashSet<>(ending);
    for (int i = 0; i < stops.size(); i++) {
      Long id = ids.get(i);
      Stop stop = stops.get(i);
      if (id == null) {
        continue;
      }
      Locked only =
          only(stop, runs.stream().filter(one -> !taken.contains(one.transaction().id())).toList());
      Reading begin = begin(stop);
      if (only != null) {
        taken.add(only.transaction().id());
        assign(unit, found, id, stop, only);
      } else if (begin != null) {
        found.made = found.made.compose(ok -> make(unit, found, id, stop, begin));
      } else {
        stop.transactionData()
            .forEach(reading -> found.readings.add(new Stored(stop.chargerId(), 0, null, reading)));
      }
    }
    return found.made.map(found);
  }

  private Future<?> finish(UnitOfWork unit, Found found, @Nullable String by) {
    Future<?> read =
        found.readings.isEmpty()
            ? Future.succeededFuture()
            : meters.insert(unit.sql(), found.readings);
    return read.compose(ok -> ends.end(unit, found.endings, found.before))
        .compose(
            ok ->
                found.stops.isEmpty()
                    ? Future.succeededFuture()
                    : store.settle(
                        unit.sql(), found.stops, State.Assigned, found.assignedTo, by, unit.now()));
  }

  /** The only one of these that the stop can end; null when there are none or several. */
  private static @Nullable Locked only(Stop stop, List<Locked> runs) {
    String charger = TransactionStore.id(stop.chargerId());
    List<Locked> can =
        runs.stream().filter(one -> canEnd(stop, charger, one.transaction())).toList();
    return can.size() == 1 ? can.get(0) : null;
  }

  private static boolean canEnd(Stop stop, String charger, Transaction transaction) {
    String token = stop.idToken();
    Long meterStart = transaction.meterStartWh();
    Long meterStop = stop.meterStopWh();
    return transaction.chargerId().equals(charger)
        && (token == null || token.equalsIgnoreCase(transaction.idToken()))
        && (meterStart == null || meterStop == null || meterStart <= meterStop)
        && !Times.stored(stop.stoppedAt()).isBefore(toldStart(transaction));
  }

  private static Instant toldStart(Transaction transaction) {
    Instant told = transaction.startedAtTold();
    return told == null ? transaction.startedAt() : told;
  }

  private void assign(UnitOfWork unit, Found found, long id, Stop stop, Locked locked) {
    Transaction transaction = locked.transaction();
    Deviating.tell(
        unit,
        transaction.chargerId(),
        ACTION,
        DeviationKind.ImpossibleTransactionId,
        "$.transactionId",
        stop.transactionId(),
        transaction.id());
    end(unit, found, id, stop, locked);
  }

  private void end(UnitOfWork unit, Found found, long id, Stop stop, Locked locked) {
    Transaction transaction = locked.transaction();
    Metering metering = new Metering(locked.metered());
    running.notShown(transaction).forEach(reading -> metering.add(reading, Attribution.Named));
    stop.transactionData().stream()
        .sorted(Comparator.comparing(Reading::time))
        .forEach(
            reading -> {
              metering.add(reading, Attribution.Named);
              found.readings.add(
                  new Stored(
                      stop.chargerId(), transaction.connectorId(), transaction.id(), reading));
            });
    Stop own =
        new Stop(
            stop.chargerId(),
            transaction.id(),
            stop.meterStopWh(),
            stop.stoppedAt(),
            stop.reason(),
            stop.idToken(),
            stop.transactionData());
    found.before.put(transaction.id(), locked);
    found.endings.add(
        new Ending(own, StopEnds.time(unit, transaction, stop.stoppedAt()), metering));
    found.stops.add(id);
    found.assignedTo.add(transaction.id());
  }

  /** The reading of the begin, when one of the end is there too; null without both. */
  private static @Nullable Reading begin(Stop stop) {
    List<Reading> registers =
        stop.transactionData().stream()
            .filter(reading -> register(reading) != null)
            .sorted(Comparator.comparing(Reading::time))
            .toList();
    boolean ends = registers.size() > 1 || (registers.size() == 1 && stop.meterStopWh() != null);
    return ends && registers.get(0).time().isBefore(stop.stoppedAt()) ? registers.get(0) : null;
  }

  private static @Nullable Long register(Reading reading) {
    Observation observation = Observation.of(reading);
    List<Observation.Amount> told =
        observation.begins().isEmpty() ? observation.registers() : observation.begins();
    return told.isEmpty() ? null : told.get(0).value().longValue();
  }

  private Future<?> make(UnitOfWork unit, Found found, long id, Stop stop, Reading begin) {
    return store
        .missed(unit.sql(), stop, Times.stored(begin.time()), register(begin), unit.now())
        .onSuccess(
            made -> {
              unit.emit(
                  made.transaction().chargerId(),
                  new Happening.TransactionStarted(made.transaction()));
              end(unit, found, id, stop, made);
            });
  }

  /** Gives transactions that have just started the stops that came before them. */
  Future<?> taken(UnitOfWork unit, List<Transaction> started) {
    List<String> chargers = started.stream().map(Transaction::chargerId).distinct().toList();
    return store
        .waiting(unit.sql(), chargers)
        .compose(
            waiting ->
                waiting.isEmpty()
                    ? Future.succeededFuture()
                    : store
                        .running(unit.sql(), chargers)
                        .compose(runs -> match(unit, started, waiting, runs)));
  }

  private Future<?> match(
      UnitOfWork unit, List<Transaction> started, List<UnassignedStop> waiting, List<Locked> runs) {
    Set<Long> fresh = new HashSet<>();
    started.forEach(one -> fresh.add(one.id()));
    Found found = new Found();
    Set<Long> given = new HashSet<>();
    for (Locked locked : runs) {
      if (!fresh.contains(locked.transaction().id())) {
        continue;
      }
      for (UnassignedStop stop : waiting) {
        Stop told = stop(stop);
        if (!given.contains(stop.id())
            && canEnd(told, locked.transaction().chargerId(), locked.transaction())) {
          given.add(stop.id());
          assign(unit, found, stop.id(), told, locked);
          break;
        }
      }
    }
    return finish(unit, found, null);
  }

  private static Stop stop(UnassignedStop stop) {
    return new Stop(
        stop.chargerId(),
        stop.transactionId(),
        stop.meterStopWh(),
        stop.stoppedAt(),
        stop.reason(),
        stop.idToken(),
        List.of());
  }

  Future<StopPage> list(UnassignedStopQuery query) {
    return store
        .list(pool, query.chargerId(), Math.min(query.limit(), MOST_LISTED))
        .map(StopPage::new);
  }

  /** An operator says which transaction the stop ends. */
  Future<Transaction> assign(AssignStop request) {
    return writer.write(
        unit ->
            waiting(unit, request.stopId())
                .compose(
                    stop ->
                        transactions
                            .lock(unit.sql(), request.transactionId())
                            .compose(found -> assign(unit, request, stop, found))));
  }

  private Future<Transaction> assign(
      UnitOfWork unit, AssignStop request, UnassignedStop stop, List<Locked> locked) {
    if (locked.isEmpty() || !locked.get(0).transaction().chargerId().equals(stop.chargerId())) {
      return Future.failedFuture(
          GalvanException.notFound("transaction " + request.transactionId()));
    }
    Transaction transaction = locked.get(0).transaction();
    boolean open =
        transaction.state() == TransactionState.Running || transaction.inferredEnd() != null;
    if (!open || locked.get(0).metered().ofEvents()) {
      return Future.failedFuture(
          new GalvanException(
              Fault.CONFLICT, "only a transaction of OCPP 1.6 whose end was not told can get it"));
    }
    Found found = new Found();
    end(unit, found, stop.id(), stop(stop), locked.get(0));
    return finish(unit, found, request.requestedBy())
        .compose(ok -> transactions.lock(unit.sql(), transaction.id()))
        .map(ended -> ended.get(0).transaction());
  }

  /** An operator says that the stop ends nothing. */
  Future<Done> dismiss(DismissStop request) {
    return writer.write(
        unit ->
            waiting(unit, request.stopId())
                .compose(
                    stop -> {
                      List<@Nullable Long> none = new ArrayList<>();
                      none.add(null);
                      return store.settle(
                          unit.sql(),
                          List.of(stop.id()),
                          State.Dismissed,
                          none,
                          request.requestedBy(),
                          unit.now());
                    })
                .map(Done.DONE));
  }

  private Future<UnassignedStop> waiting(UnitOfWork unit, long id) {
    return store
        .lock(unit.sql(), id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.failedFuture(GalvanException.notFound("unassigned stop " + id))
                    : Future.succeededFuture(found.get(0)));
  }

  /** Keeps stops that contradict the end that was told first. */
  Future<?> keepContradicting(UnitOfWork unit, List<Stop> stops) {
    return stops.isEmpty()
        ? Future.succeededFuture()
        : store.keep(unit.sql(), stops, State.Contradicts, unit.now());
  }
}
