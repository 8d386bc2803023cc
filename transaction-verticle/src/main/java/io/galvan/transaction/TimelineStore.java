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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts of transactions. A fact that is told twice is kept once, and their number is bounded.
 */
final class TimelineStore {
  /** What may come with every event, what the meter does, and the rest: each has its own room. */
  private static final int MOST_STATES = 100;

  private static final int MOST_OF_METER = 50;
  private static final int MOST = 50;

  private static final Set<Fact> STATES =
      EnumSet.of(Fact.Charging, Fact.SuspendedEV, Fact.SuspendedEVSE, Fact.EVConnected, Fact.Idle);
  private static final Set<Fact> FREQUENT = EnumSet.of(Fact.Triggered, Fact.ReadingsAttributed);
  private static final Set<Fact> OF_METER =
      EnumSet.of(Fact.MeterGap, Fact.MeterReset, Fact.MeterWentBack, Fact.MeterJumped);

  static {
    FREQUENT.addAll(STATES);
  }

  /** A fact to be kept. */
  record Entry(
      long transactionId, Instant at, FactKind kind, Fact fact, Map<String, Object> detail) {
    /** The facts that share its room. */
    private Room room() {
      return FREQUENT.contains(fact)
          ? Room.Frequent
          : OF_METER.contains(fact) ? Room.Meter : Room.Other;
    }
  }

  private enum Room {
    Frequent(MOST_STATES),
    Meter(MOST_OF_METER),
    Other(MOST);

    final int most;

    Room(int most) {
      this.most = most;
    }
  }

  /** Keeps facts, in the transaction of the change that they tell of. */
  Future<?> keep(SqlClient sql, List<Entry> facts, Instant now) {
    List<Entry> changes = changes(facts);
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    return sql.preparedQuery(
            """
            with kept as (
              select transaction_id, fact, at, id, case when fact = any($8) then 'Frequent' when fact = any($9) then 'Meter' else 'Other' end as room
              from transaction_fact where transaction_id = any($1)
            )
            insert into transaction_fact (transaction_id, at, recorded_at, kind, fact, detail)
            select f.id, f.at, $7, f.kind, f.fact, f.detail
            from (select *, row_number() over (partition by id, room order by n) as nth
                  from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::int[], $11::text[])
                    with ordinality as u (id, at, kind, fact, detail, most, room, n)) f
            where f.nth + (select count(*) from kept where kept.transaction_id = f.id and kept.room = f.room) <= f.most
              -- A state that is told again is none that changed.
              and (f.fact <> all($10) or f.fact is distinct from (
                select fact from kept where kept.transaction_id = f.id and kept.fact = any($10) and kept.at <= f.at
                order by at desc, id desc limit 1))
            order by f.n
            on conflict do nothing
            """)
        .execute(
            Tuple.tuple()
                .addValue(Sql.longs(changes, Entry::transactionId))
                .addValue(Sql.times(changes, Entry::at))
                .addValue(Sql.texts(changes, entry -> entry.kind().name()))
                .addValue(Sql.texts(changes, entry -> entry.fact().name()))
                .addValue(Sql.texts(changes, entry -> Mapper.write(entry.detail())))
                .addValue(Sql.ints(changes, entry -> entry.room().most))
                .addValue(Sql.time(now))
                .addValue(names(FREQUENT))
                .addValue(names(OF_METER))
                .addValue(names(STATES))
                .addValue(Sql.texts(changes, entry -> entry.room().name())));
  }

  private static String[] names(Set<Fact> facts) {
    return facts.stream().map(Fact::name).toArray(String[]::new);
  }

  /** Without the states that follow the same state here. */
  private static List<Entry> changes(List<Entry> facts) {
    List<Entry> changes = new ArrayList<>(facts.size());
    Map<Long, Entry> states = new HashMap<>();
    for (Entry entry : facts) {
      if (STATES.contains(entry.fact())) {
        Entry before = states.put(entry.transactionId(), entry);
        if (before != null && before.fact() == entry.fact() && !entry.at().isBefore(before.at())) {
          continue;
        }
      }
      changes.add(entry);
    }
    return changes;
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
