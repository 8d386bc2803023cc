package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Meter;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.MeterStore.Stored;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * MeterValues: stores every reading. What the readings say of their transaction is shown soon
 * after, by {@link RunningMeters}; readings that name no transaction are first given to the one
 * they belong to.
 */
final class MeterService {
  private final Clock clock;
  private final Ledger ledger;
  private final MeterStore store;
  private final RunningMeters running;
  private final Ledger.Page<Meter, Done> named = this::writeNamed;
  private final Ledger.Page<Meter, Done> unnamed = this::writeUnnamed;

  MeterService(Clock clock, Ledger ledger, MeterStore store, RunningMeters running) {
    this.clock = clock;
    this.ledger = ledger;
    this.store = store;
    this.running = running;
  }

  Future<Done> meter(Meter told) {
    Meter meter =
        new Meter(
            told.chargerId(),
            told.connectorId(),
            told.transactionId(),
            Times.judged(told.readings(), clock.instant()));
    if (meter.readings().isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    return RunningMeters.isNamed(meter)
        ? ledger.submit(named, meter, meter.readings()).onSuccess(ok -> running.show(meter))
        : running
            .shown(List.of(TransactionStore.id(meter.chargerId())))
            .compose(shown -> ledger.submit(unnamed, meter, meter.readings()));
  }

  private Future<List<Done>> writeNamed(UnitOfWork unit, List<Meter> batch) {
    List<Stored> readings = new ArrayList<>(batch.size());
    for (Meter meter : batch) {
      Deviating.times(unit, meter.chargerId(), "MeterValues", meter.readings());
      for (Reading reading : meter.readings()) {
        readings.add(
            new Stored(meter.chargerId(), meter.connectorId(), meter.transactionId(), reading));
      }
    }
    return store.insert(unit.sql(), readings).map(ok -> done(batch));
  }

  private Future<List<Done>> writeUnnamed(UnitOfWork unit, List<Meter> batch) {
    batch.forEach(
        meter -> Deviating.times(unit, meter.chargerId(), "MeterValues", meter.readings()));
    return running
        .count(unit, batch)
        .compose(readings -> store.insert(unit.sql(), readings))
        .map(ok -> done(batch));
  }

  private static List<Done> done(List<Meter> batch) {
    return Collections.nCopies(batch.size(), Done.DONE);
  }
}
