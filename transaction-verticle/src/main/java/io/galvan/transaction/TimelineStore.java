package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The facts of transactions. A fact that is told twice is kept once, and their number is bounded.
 */
final class TimelineStore {
  /** Facts that may come with every reading or status leave room for those that end things. */
  private static final int MOST_FREQUENT = 150;

  private static final int MOST = 200;

  /** A fact to be kept. */
  record Entry(
      long transactionId, Instant at, FactKind kind, Fact fact, Map<String, Object> detail) {
    int most() {
      return switch (fact) {
        case MeterGap,
            MeterReset,
            MeterWentBack,
            MeterJumped,
            ReadingsAttributed,
            Charging,
            SuspendedEV,
            SuspendedEVSE,
            EVConnected,
            Idle,
            Triggered ->
            MOST_FREQUENT;
        default -> MOST;
      };
    }
  }

  /** Keeps facts, in the transaction of the change that they tell of. */
  Future<?> keep(SqlClient sql, List<Entry> facts, Instant now) {
    if (facts.isEmpty()) {
      return Future.succeededFuture();
    }
    return sql.preparedQuery(
            """
            insert into transaction_fact (transaction_id, at, recorded_at, kind, fact, detail)
            select f.id, f.at, $7, f.kind, f.fact, f.detail
            from (select *, row_number() over (partition by id order by n) as nth
                  from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::int[])
                    with ordinality as u (id, at, kind, fact, detail, most, n)) f
            where f.nth + (select count(*) from transaction_fact kept where kept.transaction_id = f.id) <= f.most
            order by f.n
            on conflict do nothing
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(facts, Entry::transactionId))
                .addValue(Sql.times(facts, Entry::at))
                .addValue(Sql.texts(facts, entry -> entry.kind().name()))
                .addValue(Sql.texts(facts, entry -> entry.fact().name()))
                .addValue(Sql.texts(facts, entry -> Mapper.write(entry.detail())))
                .addValue(Sql.ints(facts, Entry::most))
                .addValue(Sql.time(now)));
  }

  /** All facts of a transaction in the order of their time. */
  Future<List<TimelineItem>> of(SqlClient sql, long transactionId) {
    return sql.preparedQuery(
            "select * from transaction_fact where transaction_id = $1 order by at, id")
        .execute(Tuple.of(transactionId))
        .map(
            rows -> {
              List<TimelineItem> items = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(
                    new TimelineItem(
                        Sql.instant(row, "at"),
                        Sql.instant(row, "recorded_at"),
                        Sql.constant(row, "kind", FactKind.class),
                        Sql.constant(row, "fact", Fact.class),
                        row.getString("detail")));
              }
              return items;
            });
  }
}
