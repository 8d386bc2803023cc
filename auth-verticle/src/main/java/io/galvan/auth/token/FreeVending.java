package io.galvan.auth.token;

import io.galvan.contract.event.Happening.PolicyUpdated;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps, from the charger service's events, which charging stations accept tokens that nobody
 * stored. A copy of our own lets a verdict be one query on one schema, on any node and after any
 * restart.
 */
public final class FreeVending {
  private static final String PUT =
      """
      insert into free_vending (charger_id, free) select g.id, $2 from unnest($1::text[]) as g(id)
      on conflict (charger_id) do update set free = excluded.free
      """;

  private static final String REMOVE = "delete from free_vending where charger_id = any($1)";

  private final Writer writer;

  FreeVending(Writer writer) {
    this.writer = writer;
  }

  /** Answers {@code auth.events}; hearing an event twice changes nothing. */
  Future<Done> hear(EventBatch batch) {
    List<PolicyUpdated> told = new ArrayList<>();
    for (Event event : batch.events()) {
      if (event.happening() instanceof PolicyUpdated updated) {
        told.add(updated);
      }
    }
    return told.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(
            unit ->
                Future.all(told.stream().map(updated -> keep(unit, updated)).toList())
                    .map(Done.DONE));
  }

  private static Future<?> keep(UnitOfWork unit, PolicyUpdated updated) {
    String[] ids = updated.chargerIds().toArray(String[]::new);
    Boolean free = updated.freeVending();
    return free == null
        ? unit.sql().preparedQuery(REMOVE).execute(Tuple.of((Object) ids))
        : unit.sql().preparedQuery(PUT).execute(Tuple.of(ids, free));
  }
}
