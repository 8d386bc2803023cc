package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.EndTransaction;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.TimelineStore.Entry;
import io.galvan.transaction.TransactionStore.Ending;
import io.galvan.transaction.TransactionStore.Locked;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An operator ends a transaction that its station will never end. */
final class OperatorService {
  private static final int REASON_LENGTH = 200;
  private static final String REASON = "Operator";

  private final Writer writer;
  private final TransactionStore transactions;
  private final MeterStore meters;
  private final RunningMeters running;
  private final TimelineStore timelines;

  OperatorService(
      Writer writer,
      TransactionStore transactions,
      MeterStore meters,
      RunningMeters running,
      TimelineStore timelines) {
    this.writer = writer;
    this.running = running;
    this.transactions = transactions;
    this.meters = meters;
    this.timelines = timelines;
  }

  Future<Transaction> end(EndTransaction request) {
    Long meterStop = request.meterStopWh();
    if (meterStop != null && (meterStop < 0 || meterStop > Integer.MAX_VALUE)) {
      throw GalvanException.invalid(
          "meterStopWh", "meterStopWh must be from 0 to " + Integer.MAX_VALUE);
    }
    if (request.reason() != null && request.reason().length() > REASON_LENGTH) {
      throw GalvanException.invalid("reason", "reason may have " + REASON_LENGTH + " characters");
    }
    return writer.write(
        unit ->
            transactions
                .lock(unit.sql(), request.transactionId())
                .compose(found -> end(unit, request, found)));
  }

  private Future<Transaction> end(UnitOfWork unit, EndTransaction request, List<Locked> found) {
    if (found.isEmpty()) {
      return Future.failedFuture(
          GalvanException.notFound("transaction " + request.transactionId()));
    }
    Locked locked = found.get(0);
    Transaction transaction = locked.transaction();
    if (transaction.state() == TransactionState.Ended && transaction.inferredEnd() == null) {
      return Future.failedFuture(
          new GalvanException(Fault.CONFLICT, "the station told the end of this transaction"));
    }
    Instant at = at(request, transaction, unit.now());
    Metering metering = new Metering(locked.metered());
    running.notShown(transaction).forEach(reading -> metering.add(reading, Attribution.Named));
    return meters
        .recount(unit.sql(), List.of(metering))
        .compose(
            ok -> {
              metering.stop(request.meterStopWh(), at);
              Ending ending =
                  new Ending(
                      stop(request, transaction, at, metering),
                      new Times.Judged(at, null),
                      metering);
              return transactions.stop(
                  unit.sql(), List.of(ending), InferredEnd.Operator, unit.now());
            })
        .map(ended -> ended.get(0))
        .compose(
            ended -> {
              List<Entry> facts = new ArrayList<>(metering.facts());
              facts.addAll(Facts.ended(transaction, ended, request.requestedBy()));
              unit.emit(ended.chargerId(), locked.end(ended));
              return timelines.keep(unit.sql(), facts, unit.now()).map(ended);
            });
  }

  private static Instant at(EndTransaction request, Transaction transaction, Instant now) {
    Instant start = transaction.startedAt();
    if (request.at() == null) {
      return now.isBefore(start) ? start : Times.stored(now);
    }
    if (request.at().isBefore(start) || request.at().isAfter(now)) {
      throw GalvanException.invalid("at", "at must lie between the start and now");
    }
    return Times.stored(request.at());
  }

  private static Stop stop(
      EndTransaction request, Transaction transaction, Instant at, Metering metering) {
    Long told = request.meterStopWh();
    return new Stop(
        transaction.chargerId(),
        transaction.id(),
        told == null ? metering.lastRegisterWh() : told,
        at,
        request.reason() == null ? REASON : request.reason(),
        null,
        List.of());
  }
}
