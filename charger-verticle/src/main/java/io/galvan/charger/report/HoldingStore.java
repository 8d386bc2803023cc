package io.galvan.charger.report;

import io.galvan.contract.report.Holdings.Holding;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stations hold by their own word. */
final class HoldingStore {
  /** Of one kind at one station; more than any has, so that none fills the table. */
  private static final int MOST = 1_000;

  private static final int KEY_LENGTH = 255;
  private static final int CONTENT_LENGTH = 1 << 20;

  /** The station holds it now, instead of what it had under this key. */
  Future<?> put(SqlClient sql, String chargerId, Holding holding, @Nullable Integer reportedBy) {
    return sql.preparedQuery(
            """
            insert into holding as h (charger_id, kind, key, evse_id, content, at, reported_by)
            select id, $2, $3, $4, $5, $6, $7 from charger
            where id = $1 and (
              (select count(*) from holding where charger_id = $1 and kind = $2) < $8
              or exists (select from holding where charger_id = $1 and kind = $2 and key = $3))
            on conflict (charger_id, kind, key) do update set
              evse_id = excluded.evse_id, content = excluded.content, at = excluded.at,
              reported_by = excluded.reported_by
            """)
        .execute(
            Tuple.from(
                new Object[] {
                  chargerId,
                  holding.kind().name(),
                  Sql.required(holding.key(), KEY_LENGTH),
                  holding.evseId(),
                  Sql.required(holding.content(), CONTENT_LENGTH),
                  Sql.time(holding.at()),
                  reportedBy,
                  MOST
                }));
  }

  /** It is gone; all of the kind are when no key is given. */
  Future<?> remove(SqlClient sql, String chargerId, HoldingKind kind, @Nullable String key) {
    return sql.preparedQuery(
            """
            delete from holding
            where charger_id = $1 and kind = $2 and ($3::text is null or key = $3)
            """)
        .execute(Tuple.of(chargerId, kind.name(), Sql.text(key, KEY_LENGTH)));
  }

  /** Default or scheduled DER controls are gone: those of a type, or all when none is given. */
  Future<?> removeControls(
      SqlClient sql, String chargerId, boolean defaults, @Nullable String type) {
    return sql.preparedQuery(
            """
            delete from holding
            where charger_id = $1 and kind = $2 and content::json ->> 'isDefault' = $3
              and ($4::text is null or content::json ->> 'controlType' = $4)
            """)
        .execute(
            Tuple.of(chargerId, HoldingKind.DERControl.name(), Boolean.toString(defaults), type));
  }

  record EndedTransaction(String chargerId, String stationTransactionId) {}

  /** Messages for these transactions are gone. */
  Future<?> removeOfTransactions(SqlClient sql, List<EndedTransaction> ended) {
    return sql.preparedQuery(
            """
            delete from holding h
            using unnest($1::text[], $2::text[]) as g(charger_id, transaction_id)
            where h.charger_id = g.charger_id and h.kind = 'DisplayMessage'
              and position('"transactionId":' || to_json(g.transaction_id) in h.content) > 0
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.texts(ended, EndedTransaction::chargerId))
                .addValue(Sql.texts(ended, EndedTransaction::stationTransactionId)));
  }

  /** Those that a whole report did not name are gone, if they were told before it was asked for. */
  Future<?> removeUnreported(
      SqlClient sql, String chargerId, HoldingKind kind, String action, int requestId) {
    return sql.preparedQuery(
            """
            delete from holding h
            using (
              select created_at from command
              where charger_id = $1 and action = $3
                and request::jsonb = jsonb_build_object('requestId', $4::int)
              order by created_at desc limit 1) as asked
            where h.charger_id = $1 and h.kind = $2 and h.reported_by is distinct from $4
              and h.at < asked.created_at
            """)
        .execute(Tuple.of(chargerId, kind.name(), action, requestId));
  }

  Future<List<Holding>> list(SqlClient sql, HoldingQuery query) {
    return sql.preparedQuery(
            """
            select kind, key, evse_id, content, at from holding
            where charger_id = $1 and ($2::text is null or kind = $2)
              and ($3::text is null or key = $3)
            order by kind, key
            """)
        .execute(
            Tuple.of(
                Sql.required(query.chargerId(), KEY_LENGTH),
                Sql.name(query.kind()),
                Sql.text(query.key(), KEY_LENGTH)))
        .map(
            rows -> {
              List<Holding> found = new ArrayList<>();
              for (Row row : rows) {
                found.add(
                    new Holding(
                        Sql.constant(row, "kind", HoldingKind.class),
                        row.getString("key"),
                        row.getInteger("evse_id"),
                        row.getString("content"),
                        Sql.instant(row, "at")));
              }
              return found;
            });
  }
}
