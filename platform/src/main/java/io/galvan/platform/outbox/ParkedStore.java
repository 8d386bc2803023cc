package io.galvan.platform.outbox;

import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Sql;
import io.galvan.platform.outbox.Outboxes.Parked;
import io.galvan.platform.outbox.Outboxes.ParkedQuery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of events that subscribers failed on. */
final class ParkedStore {
  private static final int TEXT_LENGTH = 500;

  /** Keeps it, and tells the listeners by an event of its own when it is new. */
  Future<Done> park(SqlClient sql, Parked parked, String notice) {
    return sql.preparedQuery(
            """
            with kept as (
              insert into parked_event
                (subscriber, event_id, type, charger_id, event, fault, attempts, parked_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)
              on conflict (subscriber, event_id) do nothing
              returning id)
            insert into outbox (events, size, at) select $9, 1, $8 from kept
            """)
        .execute(
            Tuple.tuple()
                .addValue(parked.subscriber())
                .addValue(parked.eventId())
                .addValue(parked.type())
                .addValue(parked.chargerId())
                .addValue(Sql.required(parked.event(), Integer.MAX_VALUE))
                .addValue(Sql.required(parked.fault(), TEXT_LENGTH))
                .addValue(parked.attempts())
                .addValue(Sql.time(parked.parkedAt()))
                .addValue(notice))
        .map(Done.DONE);
  }

  /** How many wait, by subscriber. */
  Future<Map<String, Long>> waiting(SqlClient sql) {
    return sql.preparedQuery(
            "select subscriber, count(*) as n from parked_event where repeated_at is null"
                + " group by subscriber")
        .execute()
        .map(
            rows -> {
              Map<String, Long> waiting = new HashMap<>();
              rows.forEach(row -> waiting.put(row.getString("subscriber"), row.getLong("n")));
              return waiting;
            });
  }

  Future<List<Parked>> list(SqlClient sql, ParkedQuery query) {
    Conditions conditions = new Conditions();
    if (query.subscriber() != null) {
      conditions.add("subscriber = ?", Sql.required(query.subscriber(), TEXT_LENGTH));
    }
    if (query.repeated() != null) {
      conditions.add(query.repeated() ? "repeated_at is not null" : "repeated_at is null");
    }
    if (query.beforeTime() != null && query.beforeId() != null) {
      conditions.add("(parked_at, id) < (?, ?)", Sql.time(query.beforeTime()), query.beforeId());
    } else if (query.beforeTime() != null) {
      conditions.add(
          query.then() ? "parked_at <= ?" : "parked_at < ?", Sql.time(query.beforeTime()));
    }
    return sql.preparedQuery(
            "select * from parked_event"
                + conditions.where()
                + " order by parked_at desc, id desc limit "
                + query.most())
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Parked> found = new ArrayList<>();
              rows.forEach(row -> found.add(parked(row)));
              return found;
            });
  }

  Future<Optional<Parked>> get(SqlClient sql, long id) {
    return sql.preparedQuery("select * from parked_event where id = $1")
        .execute(Tuple.of(id))
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(parked(rows.iterator().next())));
  }

  Future<Done> repeated(SqlClient sql, long id, Instant at) {
    return sql.preparedQuery("update parked_event set repeated_at = $2 where id = $1")
        .execute(Tuple.of(id, Sql.time(at)))
        .map(Done.DONE);
  }

  Future<Done> deleteRepeated(SqlClient sql, Instant before) {
    return sql.preparedQuery("delete from parked_event where repeated_at < $1")
        .execute(Tuple.of(Sql.time(before)))
        .map(Done.DONE);
  }

  private static Parked parked(Row row) {
    return new Parked(
        row.getLong("id"),
        row.getString("subscriber"),
        row.getString("event_id"),
        row.getString("type"),
        row.getString("charger_id"),
        row.getString("event"),
        row.getString("fault"),
        row.getInteger("attempts"),
        Sql.instant(row, "parked_at"),
        Sql.instantOrNull(row, "repeated_at"));
  }
}
