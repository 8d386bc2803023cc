package io.galvan.transaction;

import io.galvan.contract.event.Happening;
import io.galvan.contract.event.Happening.TransactionStatusTold;
import io.galvan.contract.transaction.TransactionEvents.EventHistory;
import io.galvan.contract.transaction.TransactionEvents.SetLimit;
import io.galvan.contract.transaction.TransactionEvents.UnsureQuery;
import io.galvan.contract.transaction.TransactionEvents.UnsureTransactions;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.transaction.EndStore.Ended;
import io.galvan.transaction.EventStore.Key;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What stations of OCPP 2.x know of their transactions: which ones to ask them for, and what their
 * answers change.
 */
final class StationStatusService {
  /** What is older is not asked for any more. */
  private static final Duration ASKED_FOR = Duration.ofDays(30);

  /** A station that connects over and over is not asked over and over. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** These ends the station's word takes back. */
  private static final Set<InferredEnd> DOUBTFUL =
      Set.of(InferredEnd.Boot, InferredEnd.Disconnected, InferredEnd.NotOngoing);

  private final Platform platform;
  private final Pool pool;
  private final Writer writer;
  private final EventStore events;
  private final StationStatusStore store;
  private final TimelineStore timelines;
  private final QueryService queries;

  StationStatusService(
      Platform platform,
      Pool pool,
      Writer writer,
      EventStore events,
      StationStatusStore store,
      TimelineStore timelines,
      QueryService queries) {
    this.platform = platform;
    this.pool = pool;
    this.writer = writer;
    this.events = events;
    this.store = store;
    this.timelines = timelines;
    this.queries = queries;
  }

  Future<UnsureTransactions> unsure(UnsureQuery query) {
    Instant now = platform.clock().instant();
    return store
        .unsure(pool, query.chargerId(), now.minus(ASKED_FOR), now.minus(PAUSE), query.arrivedAt())
        .map(UnsureTransactions::new);
  }

  /** The events of a transaction, and what is kept beside it. */
  Future<EventHistory> history(TransactionKey key) {
    return queries
        .get(key)
        .compose(
            transaction -> {
              Future<?> told = events.events(pool, key.id());
              Future<?> beside = store.beside(pool, key.id());
              return Future.all(told, beside)
                  .map(
                      both -> {
                        StationStatusStore.Beside found = both.resultAt(1);
                        return new EventHistory(
                            key.id(),
                            both.resultAt(0),
                            transaction.gaps(),
                            found.detail(),
                            found.wantedLimit(),
                            found.status());
                      });
            });
  }

  /** How far a running transaction may go; its station is told with its next event. */
  Future<Done> setLimit(SetLimit request) {
    TariffService.checkLimit(request.limit());
    return queries
        .get(new TransactionKey(request.transactionId()))
        .compose(
            found ->
                writer.write(
                    unit -> store.want(unit.sql(), request.transactionId(), request.limit())))
        .map(
            stored -> {
              if (stored == 0) {
                throw new GalvanException(
                    Fault.CONFLICT, "only a running transaction of OCPP 2.x can be limited");
              }
              return Done.DONE;
            });
  }

  /** Told of every answer to GetTransactionStatus; told twice it does nothing more. */
  Future<Done> onEvents(EventBatch batch) {
    List<Event> told =
        batch.events().stream()
            .filter(event -> event.chargerId() != null)
            .filter(event -> event.happening() instanceof TransactionStatusTold)
            .toList();
    if (told.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    return writer.write(
        unit -> {
          Future<?> done = Future.succeededFuture();
          for (Event event : told) {
            done = done.compose(ok -> apply(unit, event));
          }
          return done.map(Done.DONE);
        });
  }

  private Future<?> apply(UnitOfWork unit, Event event) {
    if (!(event.happening() instanceof TransactionStatusTold status) || event.chargerId() == null) {
      return Future.succeededFuture();
    }
    return events
        .lock(unit.sql(), List.of(Key.of(event.chargerId(), status.stationTransactionId())))
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture()
                    : apply(unit, found.get(found.size() - 1), status, event.at()));
  }

  private Future<?> apply(UnitOfWork unit, Known known, TransactionStatusTold status, Instant at) {
    Transaction transaction = known.transaction();
    Future<?> kept =
        Future.all(
            store.status(
                unit.sql(), transaction.id(), status.ongoing(), status.messagesInQueue(), at),
            timelines.keep(
                unit.sql(),
                List.of(
                    EventFacts.status(transaction, at, status.ongoing(), status.messagesInQueue())),
                unit.now()));
    boolean running = transaction.state() == TransactionState.Running;
    // What was told of the transaction since the station answered is newer.
    boolean newer = transaction.updatedAt().isAfter(at);
    if (Boolean.FALSE.equals(status.ongoing()) && !status.messagesInQueue() && running && !newer) {
      return kept.compose(ok -> store.endUntold(unit.sql(), transaction.id(), unit.now()))
          .compose(ended -> InferenceService.tell(unit, timelines, List.of(new Ended(ended, at))));
    }
    boolean wronglyEnded =
        !running
            && transaction.inferredEnd() != null
            && DOUBTFUL.contains(transaction.inferredEnd());
    if (Boolean.TRUE.equals(status.ongoing()) && (running || wronglyEnded)) {
      return kept.compose(ok -> store.resume(unit.sql(), transaction.id(), unit.now()))
          .compose(
              resumed -> {
                if (running) {
                  return Future.succeededFuture();
                }
                unit.emit(resumed.chargerId(), new Happening.TransactionCorrected(resumed));
                return timelines.keep(
                    unit.sql(), List.of(EventFacts.resumed(transaction, at)), unit.now());
              });
    }
    return kept;
  }
}
