package io.galvan.auth.credit;

import io.galvan.auth.block.Fields;
import io.galvan.auth.token.FreeVending;
import io.galvan.contract.event.Happening.TransactionCorrected;
import io.galvan.contract.event.Happening.TransactionStopped;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes from prepaid tokens what their transactions cost in the end (2.1 part 2, C17). Which
 * transaction took how much is kept, so that an event that comes twice takes once.
 */
final class Credits {
  /** No end is corrected later than that. */
  private static final Duration KEPT = Duration.ofDays(400);

  private static final String LOCK =
      """
      select key from token where key = any($1) and terms ->> 'credit' is not null
      order by key for update
      """;

  private static final String TAKE =
      """
      with told as (
        select * from unnest($1::bigint[], $2::text[], $3::text[]::numeric[])
          as t(transaction_id, token_key, amount)),
      before as (
        select transaction_id, d.amount from credit_debit d join told using (transaction_id)),
      kept as (
        insert into credit_debit as d (transaction_id, token_key, amount, at)
        select t.transaction_id, t.token_key, t.amount, $4 from told t
          join token k on k.key = t.token_key and k.terms ->> 'credit' is not null
        on conflict (transaction_id) do update set amount = excluded.amount, at = excluded.at
          where d.amount <> excluded.amount
        returning d.transaction_id, d.token_key, d.amount),
      due as (
        select kept.token_key, sum(kept.amount - coalesce(before.amount, 0)) as amount
        from kept left join before using (transaction_id) group by kept.token_key)
      update token set updated_at = $4,
        terms = jsonb_set(terms, '{credit}', to_jsonb((terms ->> 'credit')::numeric - due.amount))
      from due where key = due.token_key
      """;

  private static final String FORGET = "delete from credit_debit where at < $1";

  private final Writer writer;

  Credits(Writer writer) {
    this.writer = writer;
  }

  /** Answers {@code auth.events} beside {@link FreeVending}. */
  Future<Done> hear(EventBatch batch) {
    // Of a transaction that stopped twice the newer word counts.
    Map<Long, Transaction> stopped = new LinkedHashMap<>();
    for (Event event : batch.events()) {
      Transaction told = told(event.happening());
      if (told != null && told.idToken() != null && told.cost() != null) {
        stopped.put(told.id(), told);
      }
    }
    return stopped.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(unit -> take(unit, List.copyOf(stopped.values())).map(Done.DONE));
  }

  /** The transaction whose end this tells, or tells otherwise than before; null for none. */
  private static @Nullable Transaction told(DomainEvent happening) {
    if (happening instanceof TransactionStopped stopped) {
      return stopped.transaction();
    }
    return happening instanceof TransactionCorrected corrected
            && corrected.transaction().state() == TransactionState.Ended
        ? corrected.transaction()
        : null;
  }

  private static Future<?> take(UnitOfWork unit, List<Transaction> stopped) {
    String[] keys = Sql.texts(stopped, one -> Fields.keyOrNull(one.idToken()));
    return unit.sql()
        .preparedQuery(LOCK)
        .execute(Tuple.of((Object) keys))
        .compose(
            prepaid ->
                prepaid.size() == 0
                    ? Future.succeededFuture()
                    : unit.sql()
                        .preparedQuery(TAKE)
                        .execute(
                            Tuple.tuple()
                                .addValue(Sql.longs(stopped, Transaction::id))
                                .addValue(keys)
                                .addValue(Sql.texts(stopped, one -> String.valueOf(one.cost())))
                                .addValue(Sql.time(unit.now())))
                        .compose(
                            taken ->
                                unit.sql()
                                    .preparedQuery(FORGET)
                                    .execute(Tuple.of(Sql.time(unit.now().minus(KEPT))))));
  }
}
