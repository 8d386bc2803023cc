package io.galvan.transaction;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Transactions.Reading;
import io.galvan.platform.contract.Transactions.Stop;
import io.galvan.platform.contract.Transactions.Stopped;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.contract.Transactions.TransactionState;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Happening;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.TransactionStore.Metered;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * StopTransaction: ends the transaction it names, or keeps what it says when no transaction fits.
 */
final class StopService {
  private final Bus bus;
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final GroupCommit<Stop, Done> group;

  StopService(
      Bus bus, Platform platform, Writer writer, TransactionStore transactions, MeterStore meters) {
    this.bus = bus;
    this.transactions = transactions;
    this.meters = meters;
    this.group = new GroupCommit<>("stop", writer, platform.meters(), this::write);
  }

  Future<Stopped> stop(Stop stop) {
    Times.stored(stop.stoppedAt());
    stop.transactionData().forEach(reading -> Times.stored(reading.at()));
    Future<Done> stored = group.submit(stop);
    String idToken = stop.idToken();
    if (idToken == null) {
      return stored.map(ok -> new Stopped(null));
    }
    // The verdict is only told; a stop ends its transaction whoever stopped it. Without a verdict
    // the answer is left without one.
    Future<Stopped> told =
        bus.request(Auth.AUTHORIZE, new Auth.Authorize(idToken, stop.chargerId()))
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

  private Future<?> store(UnitOfWork unit, List<Stop> batch, List<Transaction> found) {
    Map<Long, Transaction> byId = new HashMap<>();
    found.forEach(transaction -> byId.put(transaction.id(), transaction));
    Map<Long, Stop> ending = new LinkedHashMap<>();
    List<Stop> unknown = new ArrayList<>();
    List<Stored> readings = new ArrayList<>();
    Map<Long, Snapshot> snapshots = new LinkedHashMap<>();
    for (Stop stop : batch) {
      Transaction named = byId.get(stop.transactionId());
      Transaction transaction =
          named != null && named.chargerId().equals(TransactionStore.id(stop.chargerId()))
              ? named
              : null;
      for (Reading reading : stop.transactionData()) {
        readings.add(
            transaction == null
                ? new Stored(stop.chargerId(), 0, null, reading)
                : new Stored(
                    stop.chargerId(), transaction.connectorId(), transaction.id(), reading));
      }
      if (transaction == null) {
        unknown.add(stop);
        continue;
      }
      Snapshot.of(stop.transactionData())
          .ifPresent(snapshot -> snapshots.merge(transaction.id(), snapshot, Snapshot::then));
      Stop first = ending.get(transaction.id());
      boolean open =
          transaction.state() == TransactionState.Running || transaction.inferredEnd() != null;
      if (first == null && open) {
        ending.put(transaction.id(), stop);
      } else if (!(first == null ? isTold(transaction, stop) : isSame(first, stop))) {
        unknown.add(stop);
      }
    }
    List<Future<?>> work = new ArrayList<>();
    if (!readings.isEmpty()) {
      work.add(meters.insert(unit.sql(), readings));
    }
    if (!unknown.isEmpty()) {
      work.add(transactions.keepUnknown(unit.sql(), unknown, unit.now()));
    }
    if (!snapshots.isEmpty()) {
      List<Metered> metered =
          snapshots.entrySet().stream()
              .map(entry -> new Metered(entry.getKey(), entry.getValue()))
              .toList();
      work.add(transactions.meter(unit.sql(), metered, unit.now()));
    }
    if (!ending.isEmpty()) {
      work.add(
          transactions
              .stop(unit.sql(), List.copyOf(ending.values()), unit.now())
              .onSuccess(
                  ended ->
                      ended.forEach(
                          transaction ->
                              unit.emit(
                                  transaction.chargerId(),
                                  new Happening.TransactionStopped(transaction)))));
    }
    return Future.all(work);
  }

  /** Whether the stored end is the one that this stop tells again. */
  private static boolean isTold(Transaction transaction, Stop stop) {
    Long meterStop = transaction.meterStopWh();
    return meterStop != null
        && meterStop == stop.meterStopWh()
        && Times.stored(stop.stoppedAt()).equals(transaction.stoppedAt());
  }

  private static boolean isSame(Stop first, Stop second) {
    return first.meterStopWh() == second.meterStopWh()
        && first.stoppedAt().equals(second.stoppedAt());
  }
}
