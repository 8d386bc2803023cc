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
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.Metering.Metered;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MeterValues: stores every reading, attributes it to a transaction where it can, and brings that
 * transaction's energy and what its meter shows up to date.
 */
final class MeterService {
  private final MeteringStore transactions;
  private final MeterStore meters;
  private final TimelineStore timelines;
  private final GroupCommit<Meter, Done> group;

  private record Connector(String chargerId, int connectorId) {}

  MeterService(
      Platform platform,
      Writer writer,
      MeteringStore transactions,
      MeterStore meters,
      TimelineStore timelines) {
    this.transactions = transactions;
    this.meters = meters;
    this.timelines = timelines;
    this.group = new GroupCommit<>("meter", writer, platform.meters(), this::write);
  }

  Future<Done> meter(Meter meter) {
    meter.readings().forEach(reading -> Times.stored(reading.at()));
    return meter.readings().isEmpty() ? Future.succeededFuture(Done.DONE) : group.submit(meter);
  }

  private Future<List<Done>> write(UnitOfWork unit, List<Meter> batch) {
    List<Long> ids =
        batch.stream().filter(MeterService::isNamed).map(Meter::transactionId).toList();
    List<Connector> connectors =
        batch.stream()
            .filter(meter -> !isNamed(meter))
            .map(
                meter -> new Connector(TransactionStore.id(meter.chargerId()), meter.connectorId()))
            .distinct()
            .toList();
    return transactions
        .metered(
            unit.sql(),
            ids,
            connectors.stream().map(Connector::chargerId).toList(),
            connectors.stream().map(Connector::connectorId).toList())
        .compose(found -> store(unit, batch, found))
        .map(ok -> Collections.nCopies(batch.size(), Done.DONE));
  }

  /** Some stations say 0 or -1 for none. */
  private static boolean isNamed(Meter meter) {
    return meter.transactionId() != null && meter.transactionId() > 0;
  }

  private Future<?> store(UnitOfWork unit, List<Meter> batch, List<Metered> found) {
    Running running = new Running(found);
    List<Stored> readings = new ArrayList<>();
    Set<Metering> changed = new LinkedHashSet<>();
    for (Meter meter : batch) {
      for (Reading reading : meter.readings()) {
        Attribution how = how(meter);
        Metering metering = running.of(meter, how, Times.stored(reading.at()));
        readings.add(
            new Stored(
                meter.chargerId(),
                meter.connectorId(),
                metering == null ? null : metering.id(),
                reading));
        if (metering != null && metering.transaction().open()) {
          metering.add(reading, how);
          changed.add(metering);
        }
      }
    }
    Future<?> stored = meters.insert(unit.sql(), readings);
    if (changed.isEmpty()) {
      return stored;
    }
    List<Metering> metered = List.copyOf(changed);
    Future<?> updated =
        transactions
            .meter(unit.sql(), metered, unit.now())
            .onSuccess(after -> after.forEach(transaction -> tell(unit, transaction)));
    Future<?> told =
        timelines.keep(
            unit.sql(),
            metered.stream().flatMap(metering -> metering.facts().stream()).toList(),
            unit.now());
    return Future.all(stored, updated, told);
  }

  private static Attribution how(Meter meter) {
    if (isNamed(meter)) {
      return Attribution.Named;
    }
    return meter.connectorId() == 0 ? Attribution.Station : Attribution.Connector;
  }

  /** The transactions to which the readings of a batch may belong. */
  private static final class Running {
    private final Map<Long, Metering> byId = new HashMap<>();
    private final Map<Connector, Metering> byConnector = new HashMap<>();
    private final Map<String, List<Metering>> byCharger = new HashMap<>();

    Running(List<Metered> found) {
      for (Metered transaction : found) {
        Metering metering = new Metering(transaction);
        byId.put(transaction.id(), metering);
        if (transaction.running()) {
          byCharger
              .computeIfAbsent(transaction.chargerId(), key -> new ArrayList<>())
              .add(metering);
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
     * since before the reading. What is told of the whole station is a transaction's when no other
     * one runs there, and when its connector tells nothing itself.
     */
    @Nullable Metering of(Meter meter, Attribution how, Instant at) {
      String chargerId = TransactionStore.id(meter.chargerId());
      return switch (how) {
        case Named -> {
          Metering named = byId.get(meter.transactionId());
          yield named != null && named.transaction().chargerId().equals(chargerId) ? named : null;
        }
        case Connector -> since(at, byConnector.get(new Connector(chargerId, meter.connectorId())));
        case Station -> {
          List<Metering> all = byCharger.getOrDefault(chargerId, List.of());
          yield all.size() == 1 && all.get(0).isReadByStationOnly() ? since(at, all.get(0)) : null;
        }
      };
    }

    private static @Nullable Metering since(Instant at, @Nullable Metering metering) {
      return metering != null && !at.isBefore(metering.transaction().startedAt()) ? metering : null;
    }
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
