package io.galvan.platform.outbox;

import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Sql;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The tables of one schema's outbox. What moves cursors does not wait for the disk. */
final class OutboxStore {
  /** The cursor that tells up to which row some were removed. */
  static final String REMOVED = "removed";

  private final Schema schema;

  /** Told of the text of a row that cannot be read. */
  private final BiConsumer<Long, String> unreadable;

  OutboxStore(Schema schema, BiConsumer<Long, String> unreadable) {
    this.schema = schema;
    this.unreadable = unreadable;
  }

  /** Who has no cursor yet starts with the oldest row that is kept. */
  Future<Done> addCursors(SqlClient sql, Collection<String> subscribers) {
    return sql.preparedQuery(
            """
            insert into outbox_cursor (subscriber, position)
            select s, removed.position
            from unnest($1::text[]) s, outbox_cursor removed
            where removed.subscriber = 'removed'
            on conflict do nothing
            """)
        .execute(Tuple.tuple().addValue(subscribers.toArray(String[]::new)))
        .map(Done.DONE);
  }

  /** Takes the locks that nobody holds; they are held as long as the connection stands. */
  Future<List<String>> lock(SqlClient sql, Collection<String> subscribers) {
    return sql.preparedQuery(
            "select s from unnest($1::text[]) s where pg_try_advisory_lock(hashtext($2 || s))")
        .execute(
            Tuple.tuple()
                .addValue(subscribers.toArray(String[]::new))
                .addValue("outbox." + schema + "."))
        .map(
            rows -> {
              List<String> held = new ArrayList<>();
              rows.forEach(row -> held.add(row.getString(0)));
              return held;
            });
  }

  Future<Map<String, Progress>> cursors(SqlClient sql) {
    return sql.preparedQuery("select subscriber, position, gaps from outbox_cursor")
        .execute()
        .map(
            rows -> {
              Map<String, Progress> cursors = new HashMap<>();
              for (Row row : rows) {
                cursors.put(
                    row.getString("subscriber"),
                    new Progress(row.getLong("position"), List.of(row.getArrayOfLongs("gaps"))));
              }
              return cursors;
            });
  }

  Future<Done> move(SqlClient sql, Map<String, Progress> cursors) {
    int size = cursors.size();
    String[] names = new String[size];
    Long[] positions = new Long[size];
    String[] gaps = new String[size];
    int i = 0;
    for (Map.Entry<String, Progress> cursor : cursors.entrySet()) {
      names[i] = cursor.getKey();
      positions[i] = cursor.getValue().position();
      List<String> ids = cursor.getValue().gaps().stream().map(String::valueOf).toList();
      gaps[i] = "{" + String.join(",", ids) + "}";
      i++;
    }
    return sql.preparedQuery(
            """
            update outbox_cursor c set position = moved.position, gaps = moved.gaps::bigint[]
            from unnest($1::text[], $2::bigint[], $3::text[]) moved (subscriber, position, gaps)
            where c.subscriber = moved.subscriber
            """)
        .execute(Tuple.tuple().addValue(names).addValue(positions).addValue(gaps))
        .map(Done.DONE);
  }

  /**
   * The next rows that were not read, in order of their ids.
   *
   * @param known events that need not be read, by their row's id
   */
  Future<List<OutboxRow>> next(
      SqlClient sql, Progress after, Map<Long, EventBatch> known, int most) {
    // The gaps are few, and most of the time none: two look-ups by key, no filter over many rows.
    return sql.preparedQuery(
            """
            (select id, at, size, case when id = any($1) then null else events end as events
              from outbox where id > $2 order by id limit $4)
            union all
            select id, at, size, case when id = any($1) then null else events end as events
              from outbox where id = any($3)
            order by id
            """)
        .execute(
            Tuple.tuple()
                .addValue(known.keySet().toArray(Long[]::new))
                .addValue(after.position())
                .addValue(after.gaps().toArray(Long[]::new))
                .addValue(most))
        .map(rows -> rows(rows, known));
  }

  private List<OutboxRow> rows(RowSet<Row> rows, Map<Long, EventBatch> known) {
    List<OutboxRow> found = new ArrayList<>(rows.size());
    for (Row row : rows) {
      long id = row.getLong("id");
      EventBatch own = known.get(id);
      String text = row.getString("events");
      List<Event> events =
          text == null && own != null ? own.events() : read(id, Objects.requireNonNull(text));
      found.add(new OutboxRow(id, Sql.instant(row, "at"), row.getInteger("size"), events));
    }
    return found;
  }

  /** One row that cannot be read, such as one of a later version, does not stop all others. */
  private List<Event> read(long id, String text) {
    try {
      return Mapper.read(text, EventBatch.class).events();
    } catch (RuntimeException e) {
      unreadable.accept(id, text);
      return List.of();
    }
  }

  /** The oldest kept rows up to a place, without their events. */
  Future<List<OutboxRow>> kept(SqlClient sql, long upTo) {
    return sql.preparedQuery("select id, at, size from outbox where id <= $1 order by id limit $2")
        .execute(Tuple.of(upTo, KeptRows.MOST_ROWS + 1))
        .map(
            rows -> {
              List<OutboxRow> kept = new ArrayList<>(rows.size());
              for (Row row : rows) {
                kept.add(
                    new OutboxRow(
                        row.getLong("id"),
                        Sql.instant(row, "at"),
                        row.getInteger("size"),
                        List.of()));
              }
              return kept;
            });
  }

  Future<Done> remove(SqlClient sql, List<Long> ids, long highest) {
    return sql.preparedQuery(
            """
            with removed as (delete from outbox where id = any($1))
            update outbox_cursor set position = greatest(position, $2)
            where subscriber = 'removed'
            """)
        .execute(Tuple.tuple().addValue(ids.toArray(Long[]::new)).addValue(highest))
        .map(Done.DONE);
  }

  /** The oldest transaction that runs and the next one to start, by their numbers. */
  record Snapshot(long oldest, long next) {}

  Future<Snapshot> snapshot(SqlClient sql) {
    return sql.preparedQuery(
            """
            select pg_snapshot_xmin(s)::text::bigint as oldest,
              pg_snapshot_xmax(s)::text::bigint as next
            from pg_current_snapshot() s
            """)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Snapshot(row.getLong("oldest"), row.getLong("next"));
            });
  }

  /** Those of the ids that there are rows of. */
  Future<Set<Long>> present(SqlClient sql, Collection<Long> ids) {
    return sql.preparedQuery("select id from outbox where id = any($1)")
        .execute(Tuple.tuple().addValue(ids.toArray(Long[]::new)))
        .map(
            rows -> {
              Set<Long> present = new TreeSet<>();
              rows.forEach(row -> present.add(row.getLong(0)));
              return present;
            });
  }
}
