package io.galvan.transaction;

import io.galvan.platform.contract.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.Happening;
import io.galvan.transaction.UnavailablePolicy.Ending;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Ends transactions by what events of charging stations imply, after the {@link UnavailablePolicy}.
 */
final class InferenceService {
  private final Writer writer;
  private final TransactionStore store;

  InferenceService(Writer writer, TransactionStore store) {
    this.writer = writer;
    this.store = store;
  }

  /** Told of every event that may imply an end; told twice of one it does nothing more. */
  Future<Done> onEvents(EventBatch batch) {
    List<Ending> endings =
        batch.events().stream().map(UnavailablePolicy::judge).flatMap(Optional::stream).toList();
    if (endings.isEmpty()) {
      return Future.succeededFuture(Done.DONE);
    }
    return writer.write(
        unit -> {
          Future<?> done = Future.succeededFuture();
          for (Ending ending : endings) {
            done = done.compose(ok -> end(unit, ending));
          }
          return done.map(Done.DONE);
        });
  }

  private Future<?> end(UnitOfWork unit, Ending ending) {
    return store
        .endRunning(
            unit.sql(),
            TransactionStore.id(ending.chargerId()),
            ending.connectorId(),
            ending.before(),
            ending.why(),
            unit.now())
        .onSuccess(
            ended ->
                ended.forEach(
                    transaction ->
                        unit.emit(
                            transaction.chargerId(),
                            new Happening.TransactionStopped(transaction))));
  }
}
