package io.galvan.transaction;

import io.galvan.platform.Platform;
import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Transactions.Meter;
import io.galvan.platform.contract.Transactions.Reading;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Happening;
import io.galvan.transaction.MeterStore.Stored;
import io.galvan.transaction.TransactionStore.Metered;
import io.galvan.transaction.TransactionStore.Open;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MeterValues: stores every reading, attributes it to a transaction where it can, and brings that
 * transaction's snapshot up to date.
 */
final class MeterService {
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final GroupCommit<Meter, Done> group;

  private record Connector(String chargerId, int connectorId) {}

  MeterService(Platform platform, Writer writer, TransactionStore transactions, MeterStore meters) {
    this.transactions = transactions;
    this.meters = meters;
    this.group = new GroupCommit<>("meter", writer, platform.meters(), this::write);
  }

  Future<Done> meter(Meter meter) {
    meter.readings().forEach(reading -> Times.stored(reading.at()));
    return meter.readings().isEmpty() ? Future.succeededFuture(Done.DONE) : group.submit(meter);
  }

  private Future<List<Done>> write(UnitOfWork unit, List<Meter> batch) {
    List<Long> ids =
        batch.stream()
            .map(Meter::transactionId)
            .filter(java.util.Objects::nonNull)
            .distinct()
            .toList();
    List<Connector> connectors =
        batch.stream()
            .filter(meter -> meter.transactionId() == null)
            .map(
                meter -> new Connector(TransactionStore.id(meter.chargerId()), meter.connectorId()))
            .distinct()
            .toList();
    return transactions
        .open(
            unit.sql(),
            ids,
            connectors.stream().map(Connector::chargerId).toList(),
            connectors.stream().map(Connector::connectorId).toList())
        .compose(open -> store(unit, batch, open))
        .map(ok -> Collections.nCopies(batch.size(), Done.DONE));
  }

  private Future<?> store(UnitOfWork unit, List<Meter> batch, List<Open> open) {
    Map<Long, Open> byId = new HashMap<>();
    Map<Connector, Open> running = new HashMap<>();
    for (Open transaction : open) {
      byId.put(transaction.id(), transaction);
      if (transaction.running()) {
        // Of two running ones (a start that came late) the newer is what the meter shows.
        running.merge(
            new Connector(transaction.chargerId(), transaction.connectorId()),
            transaction,
            (a, b) -> a.startedAt().isAfter(b.startedAt()) ? a : b);
      }
    }
    List<Stored> readings = new ArrayList<>();
    Map<Long, Snapshot> snapshots = new LinkedHashMap<>();
    for (Meter meter : batch) {
      Map<Long, List<Reading>> attributed = new LinkedHashMap<>();
      for (Reading reading : meter.readings()) {
        Long id = attribute(meter, reading.at(), byId, running);
        readings.add(new Stored(meter.chargerId(), meter.connectorId(), id, reading));
        if (id != null) {
          attributed.computeIfAbsent(id, key -> new ArrayList<>()).add(reading);
        }
      }
      attributed.forEach(
          (id, own) ->
              Snapshot.of(own)
                  .ifPresent(snapshot -> snapshots.merge(id, snapshot, Snapshot::then)));
    }
    Future<?> stored = meters.insert(unit.sql(), readings);
    if (snapshots.isEmpty()) {
      return stored;
    }
    List<Metered> metered =
        snapshots.entrySet().stream()
            .map(entry -> new Metered(entry.getKey(), entry.getValue()))
            .toList();
    Future<?> updated =
        transactions
            .meter(unit.sql(), metered, unit.now())
            .onSuccess(changed -> changed.forEach(transaction -> tell(unit, transaction)));
    return Future.all(stored, updated);
  }

  /**
   * The transaction it names if that is this station's, else the one that runs on the connector
   * since before the reading.
   */
  private static @Nullable Long attribute(
      Meter meter, Instant at, Map<Long, Open> byId, Map<Connector, Open> running) {
    String chargerId = TransactionStore.id(meter.chargerId());
    Long named = meter.transactionId();
    if (named != null) {
      Open transaction = byId.get(named);
      return transaction != null && transaction.chargerId().equals(chargerId) ? named : null;
    }
    Open transaction = running.get(new Connector(chargerId, meter.connectorId()));
    return transaction != null && !at.isBefore(transaction.startedAt()) ? transaction.id() : null;
  }

  private static void tell(UnitOfWork unit, Transaction transaction) {
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
