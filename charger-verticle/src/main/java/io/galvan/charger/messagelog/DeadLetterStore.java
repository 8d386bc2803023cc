package io.galvan.charger.messagelog;

import io.galvan.contract.messagelog.DeadLetters.DeadLetter;
import io.galvan.contract.messagelog.DeadLetters.Failed;
import io.galvan.contract.messagelog.DeadLetters.LetterQuery;
import io.galvan.contract.messagelog.DeadLetters.Repeated;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of dead letters. */
final class DeadLetterStore {
  private static final int MOST_CHARS = 1 << 20;
  private static final int TEXT_LENGTH = 500;
  private static final int ID_LENGTH = 48;

  /** A kept letter and whether it is a new one. */
  record Stored(long id, boolean isNew) {}

  /** Keeps a letter or counts it once more; empty for a station that is not known. */
  Future<Optional<Stored>> store(SqlClient sql, Failed failed) {
    return sql.preparedQuery(
            """
            insert into dead_letter
              (charger_id, version, action, message_id, frame, digest, fault, first_at, last_at)
            select c.id, $2, $3, $4, $5, sha256(convert_to($5, 'UTF8')), $6, $7, $7
            from charger c where c.id = $1
            on conflict (charger_id, digest) do update
              set count = dead_letter.count + 1, last_at = excluded.last_at,
                  fault = excluded.fault, claimed_at = null, repeated_at = null, answer = null
            returning id, count
            """)
        .execute(
            Tuple.of(
                Sql.required(failed.chargerId(), ID_LENGTH),
                failed.version().name(),
                Sql.required(failed.action(), TEXT_LENGTH),
                Sql.required(failed.messageId(), TEXT_LENGTH),
                Sql.required(failed.frame(), MOST_CHARS),
                Sql.required(failed.fault(), TEXT_LENGTH),
                Sql.time(failed.at())))
        .map(
            rows ->
                first(rows)
                    .map(row -> new Stored(row.getLong("id"), row.getInteger("count") == 1)));
  }

  /** Leaves so many of a station: what was repeated goes first, then the oldest. */
  Future<?> trim(SqlClient sql, String chargerId, int most) {
    return sql.preparedQuery(
            """
            delete from dead_letter where id in (
              select id from dead_letter where charger_id = $1
              order by repeated_at is null desc, last_at desc, id desc offset $2)
            """)
        .execute(Tuple.of(chargerId, most));
  }

  /** One more than the page holds, if there are more. */
  Future<List<DeadLetter>> list(SqlClient sql, LetterQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", Sql.required(query.chargerId(), TEXT_LENGTH));
    }
    if (query.action() != null) {
      conditions.add("action = ?", Sql.required(query.action(), TEXT_LENGTH));
    }
    if (query.repeated() != null) {
      conditions.add(query.repeated() ? "repeated_at is not null" : "repeated_at is null");
    }
    if (after != null) {
      conditions.add("(last_at, id) < (?, ?)", Sql.time(after.keyTime()), after.idNumber());
    }
    return sql.preparedQuery(
            "select *, char_length(frame) as size from dead_letter"
                + conditions.where()
                + " order by last_at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<DeadLetter> letters = new ArrayList<>();
              rows.forEach(row -> letters.add(letter(row, null)));
              return letters;
            });
  }

  Future<Optional<DeadLetter>> get(SqlClient sql, long id) {
    return one(
        sql.preparedQuery("select *, char_length(frame) as size from dead_letter where id = $1")
            .execute(Tuple.of(id)));
  }

  /** Takes a letter that nobody is at since that time; empty when there is none. */
  Future<Optional<DeadLetter>> claim(SqlClient sql, long id, Instant now, Instant stale) {
    return one(
        sql.preparedQuery(
                """
                update dead_letter set claimed_at = $2
                where id = $1 and repeated_at is null
                  and (claimed_at is null or claimed_at < $3)
                returning *, char_length(frame) as size
                """)
            .execute(Tuple.of(id, Sql.time(now), Sql.time(stale))));
  }

  Future<Optional<DeadLetter>> repeated(SqlClient sql, Repeated told, Instant now) {
    return one(
        sql.preparedQuery(
                """
                update dead_letter set claimed_at = null,
                  repeated_at = case when $2::text is null then null else $4::timestamptz end,
                  answer = $2, fault = coalesce($3, fault)
                where id = $1
                returning *, char_length(frame) as size
                """)
            .execute(
                Tuple.of(
                    told.id(),
                    Sql.text(told.answer(), MOST_CHARS),
                    Sql.text(told.fault(), TEXT_LENGTH),
                    Sql.time(now))));
  }

  /** Whether there was one. */
  Future<Boolean> delete(SqlClient sql, long id) {
    return sql.preparedQuery("delete from dead_letter where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Those that were handled after all before that time. */
  Future<?> deleteRepeated(SqlClient sql, Instant before) {
    return sql.preparedQuery("delete from dead_letter where repeated_at < $1")
        .execute(Tuple.of(Sql.time(before)));
  }

  private static Future<Optional<DeadLetter>> one(Future<RowSet<Row>> rows) {
    return rows.map(found -> first(found).map(row -> letter(row, row.getString("frame"))));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static DeadLetter letter(Row row, @Nullable String frame) {
    return new DeadLetter(
        row.getLong("id"),
        row.getString("charger_id"),
        Sql.constant(row, "version", OcppVersion.class),
        row.getString("action"),
        row.getString("message_id"),
        frame,
        row.getInteger("size"),
        row.getString("fault"),
        row.getInteger("count"),
        Sql.instant(row, "first_at"),
        Sql.instant(row, "last_at"),
        Sql.instantOrNull(row, "repeated_at"),
        row.getString("answer"));
  }
}
