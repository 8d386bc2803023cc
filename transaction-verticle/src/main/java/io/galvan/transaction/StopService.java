package io.galvan.transaction;

import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Stopped;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.Ending;
import io.galvan.transaction.TransactionStore.Locked;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * StopTransaction: ends the transaction it names, or keeps what it says when no transaction fits.
 */
final class StopService {
  private final Clock clock;
  private final Bus bus;
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final TimelineStore timelines;
  private final RunningMeters running;
  private final OwnStops ownStops;
  private final StopEnds ends;
  private final StrayStops strays;
  private final Ledger ledger;
  private final Ledger.Page<Stop, Done> page = this::write;

  StopService(
      Clock clock,
      Bus bus,
      Ledger ledger,
      TransactionStore transactions,
      MeterStore meters,
      RunningMeters running,
      TimelineStore timelines,
      StopEnds ends,
      StrayStops strays) {
    this.ends = ends;
    this.strays = strays;
    this.clock = clock;
    this.bus = bus;
    this.ownStops = new OwnStops(bus, clock);
    this.ledger = ledger;
    this.running = running;
    this.transactions = transactions;
    this.meters = meters;
    this.timelines = timelines;
  }

  Future<Stopped> stop(Stop sent) {
    Times.stored(sent.stoppedAt());
    return sent.reason().isEmpty()
        ? ownStops
            .reason(sent.chargerId(), OwnStops.STOP, Long.toString(sent.transactionId()))
            .compose(reason -> stop(sent, reason))
        : stop(sent, sent.reason());
  }

  private Future<Stopped> stop(Stop sent, String reason) {
    Stop stop =
        new Stop(
            sent.chargerId(),
            sent.transactionId(),
            TransactionStore.register(sent.meterStopWh()),
            sent.stoppedAt(),
            reason,
            sent.idToken(),
            Times.judged(sent.transactionData(), clock.instant()));
    Future<Done> stored =
        ledger
            .submit(page, stop, stop.transactionData())
            .onSuccess(ok -> running.forget(stop.chargerId(), stop.transactionId()));
    String idToken = stop.idToken();
    if (idToken == null) {
      return stored.map(ok -> new Stopped(null));
    }
    // The verdict is only told; a stop ends its transaction whoever stopped it. Without a verdict
    // the answer is left without one.
    Future<Stopped> told =
        bus.request(Tokens.AUTHORIZE, new Tokens.Authorize(idToken, stop.chargerId()))
            .map(Stopped::new)
            .otherwise(new Stopped(null));
    return stored.compose(ok -> told);
  }

  private Future<List<Done>> write(UnitOfWork unit, List<Stop> batch) {
    return transactions
        .ofStops(unit.sql(), batch)
        .compose(found -> store(unit, batch, found))
        .map(ok -> Collections.nCopies(batch.size(), Done.DONE));
  }

  private Future<?> store(UnitOfWork unit, List<Stop> batch, List<Locked> found) {
    Map<Long, Locked> byId = new HashMap<>();
    found.forEach(locked -> byId.put(locked.transaction().id(), locked));
    Map<Long, Ending> endings = new LinkedHashMap<>();
    List<Stop> contradicting = new ArrayList<>();
    List<Stop> stray = new ArrayList<>();
    List<Entry> facts = new ArrayList<>();
    List<Stored> readings = new ArrayList<>();
    for (Stop stop : batch) {
      Locked named = byId.get(stop.transactionId());
      if (named == null
          || !named.transaction().chargerId().equals(TransactionStore.id(stop.chargerId()))) {
        stray.add(stop);
        continue;
      }
      Transaction transaction = named.transaction();
      stop.transactionData()
          .forEach(
              reading ->
                  readings.add(
                      new Stored(
                          stop.chargerId(), transaction.connectorId(), transaction.id(), reading)));
      Ending first = endings.get(transaction.id());
      if (first == null && isOpen(transaction)) {
        Metering metering = new Metering(named.metered());
        running.notShown(transaction).forEach(reading -> metering.add(reading, Attribution.Named));
        stop.transactionData().stream()
            .sorted(Comparator.comparing(Reading::time))
            .forEach(reading -> metering.add(reading, Attribution.Named));
        Times.Judged time = StopEnds.time(unit, transaction, stop.stoppedAt());
        endings.put(transaction.id(), new Ending(stop, time, metering));
      } else if (!(first == null ? isTold(transaction, stop) : isSame(first.stop(), stop))) {
        contradicting.add(stop);
        facts.add(Facts.contradicted(stop));
      }
    }
    Future<?> read =
        readings.isEmpty() ? Future.succeededFuture() : meters.insert(unit.sql(), readings);
    return Future.all(read, strays.keepContradicting(unit, contradicting))
        .compose(ok -> strays.take(unit, stray, endings.keySet()))
        .compose(ok -> ends.end(unit, List.copyOf(endings.values()), byId))
        .compose(ok -> timelines.keep(unit.sql(), facts, unit.now()));
  }

  private static boolean isOpen(Transaction transaction) {
    return transaction.state() == TransactionState.Running || transaction.inferredEnd() != null;
  }

  /** Whether the stored end is the one that this stop tells again. */
  private static boolean isTold(Transaction transaction, Stop stop) {
    Instant told = transaction.stoppedAtTold();
    return Objects.equals(transaction.meterStopWh(), stop.meterStopWh())
        && Times.stored(stop.stoppedAt()).equals(told == null ? transaction.stoppedAt() : told);
  }

  private static boolean isSame(Stop first, Stop second) {
    return Objects.equals(first.meterStopWh(), second.meterStopWh())
        && first.stoppedAt().equals(second.stoppedAt());
  }
}
