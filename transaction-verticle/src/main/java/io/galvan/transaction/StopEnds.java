package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.Ending;
import io.galvan.transaction.TransactionStore.Locked;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Ends transactions of OCPP 1.6 by their stops, whoever found which stop is whose. */
final class StopEnds {
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final TimelineStore timelines;

  StopEnds(TransactionStore transactions, MeterStore meters, TimelineStore timelines) {
    this.transactions = transactions;
    this.meters = meters;
    this.timelines = timelines;
  }

  /** The time that counts for a stop of this transaction; tells when it is not the one told. */
  static Times.Judged time(UnitOfWork unit, Transaction transaction, java.time.Instant stoppedAt) {
    Times.Judged time =
        Times.ofEnd(stoppedAt, transaction.startedAt(), transaction.startedAtTold(), unit.now());
    Deviating.time(unit, transaction.chargerId(), "StopTransaction", time);
    return time;
  }

  /** Each transaction stands once among the endings. */
  Future<?> end(UnitOfWork unit, List<Ending> endings, Map<Long, Locked> before) {
    if (endings.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Entry> facts = new ArrayList<>();
    return meters
        .recount(unit.sql(), endings.stream().map(Ending::metering).toList())
        .compose(
            ok -> {
              for (Ending ending : endings) {
                ending.metering().stop(ending.stop().meterStopWh(), ending.time().at());
                facts.addAll(ending.metering().facts());
                Deviating.resets(unit, "StopTransaction", ending.metering());
              }
              return transactions.stop(unit.sql(), endings, null, unit.now());
            })
        .compose(
            ended -> {
              for (Transaction transaction : ended) {
                Locked was = Objects.requireNonNull(before.get(transaction.id()));
                facts.addAll(Facts.ended(was.transaction(), transaction, null));
                unit.emit(transaction.chargerId(), was.end(transaction));
              }
              return timelines.keep(unit.sql(), facts, unit.now());
            });
  }
}
