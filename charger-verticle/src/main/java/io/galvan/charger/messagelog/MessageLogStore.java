package io.galvan.charger.messagelog;

import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.messagelog.MessageLogs.LogQuery;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went over the wire, in a partition a day. */
final class MessageLogStore {
  private static final int TEXT_LENGTH = 500;
  private static final int FRAME_LENGTH = 1_000_000;

  /** Entries in the order asked for, and the numbers that tell those of one time apart. */
  record Entries(List<LogEntry> entries, List<Long> numbers) {}

  Future<?> append(SqlClient sql, List<LogEntry> entries, Instant now) {
    // Nobody waits for the log; a crash may cost its last moments, but no charger's data.
    sql.query("set local synchronous_commit = off").execute();
    return sql.preparedQuery(
            """
            insert into message_log
              (charger_id, at, caller, message_id, action, request, response, error_code,
               duration_us, deviations, ocpp_version)
            select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[],
              $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::text[])
            """)
        .execute(
            Tuple.of(
                Sql.texts(entries, entry -> Sql.required(entry.chargerId(), TEXT_LENGTH)),
                Sql.times(entries, entry -> Sql.reported(entry.at(), now)),
                Sql.texts(entries, entry -> entry.caller().name()),
                Sql.texts(entries, entry -> Sql.text(entry.messageId(), TEXT_LENGTH)),
                Sql.texts(entries, entry -> Sql.text(entry.action(), TEXT_LENGTH)),
                Sql.texts(entries, entry -> Sql.required(entry.request(), FRAME_LENGTH)),
                Sql.texts(entries, entry -> Sql.text(entry.response(), FRAME_LENGTH)),
                Sql.texts(entries, entry -> Sql.text(entry.errorCode(), TEXT_LENGTH)),
                Sql.longs(entries, LogEntry::durationUs),
                Sql.texts(entries, entry -> Sql.text(entry.deviations(), FRAME_LENGTH)),
                Sql.texts(
                    entries,
                    entry -> entry.ocppVersion() == null ? null : entry.ocppVersion().name())));
  }

  /** One entry more than the page holds, if there are more. */
  Future<Entries> read(SqlClient sql, LogQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", Sql.required(query.chargerId(), TEXT_LENGTH));
    }
    if (query.action() != null) {
      conditions.add("action = ?", Sql.required(query.action(), TEXT_LENGTH));
    }
    if (query.caller() != null) {
      conditions.add("caller = ?", query.caller().name());
    }
    if (query.messageId() != null) {
      conditions.add("message_id = ?", Sql.required(query.messageId(), TEXT_LENGTH));
    }
    if (query.errorsOnly() || query.error() != null) {
      conditions.add("error_code is not null");
    }
    if (query.error() != null) {
      // The code, the CALLERROR that answered, or why a frame could not be read.
      conditions.add(
          "position(lower(?) in lower(concat_ws(' ', error_code, response, deviations))) > 0",
          Sql.required(query.error(), TEXT_LENGTH));
    }
    if (query.from() != null) {
      conditions.add("at >= ?", Sql.time(query.from()));
    }
    if (query.to() != null) {
      conditions.add("at < ?", Sql.time(query.to()));
    }
    if (after != null) {
      String sign = query.oldestFirst() ? ">" : "<";
      // The first of the two lets PostgreSQL pass over the partitions of other days.
      conditions.add("at " + sign + "= ?", Sql.time(after.keyTime()));
      conditions.add("(at, seq) " + sign + " (?, ?)", Sql.time(after.keyTime()), after.idNumber());
    }
    return sql.preparedQuery(
            "select * from message_log"
                + conditions.where()
                + (query.oldestFirst() ? " order by at, seq" : " order by at desc, seq desc")
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<LogEntry> entries = new ArrayList<>(rows.size());
              List<Long> numbers = new ArrayList<>(rows.size());
              for (Row row : rows) {
                entries.add(entry(row));
                numbers.add(row.getLong("seq"));
              }
              return new Entries(entries, numbers);
            });
  }

  /** What the transaction reads from here on may take so long. */
  void limitTime(SqlClient sql, Duration longest) {
    sql.query("set local statement_timeout = " + longest.toMillis()).execute();
  }

  static boolean tookTooLong(Throwable failure) {
    return failure instanceof DatabaseException e && "57014".equals(e.getSqlState());
  }

  private static LogEntry entry(Row row) {
    return new LogEntry(
        row.getString("charger_id"),
        Sql.instant(row, "at"),
        Sql.constant(row, "caller", Caller.class),
        row.getString("message_id"),
        row.getString("action"),
        row.getString("request"),
        row.getString("response"),
        row.getString("error_code"),
        row.getLong("duration_us"),
        row.getString("deviations"),
        row.getString("ocpp_version") == null
            ? null
            : Sql.constant(row, "ocpp_version", OcppVersion.class));
  }

  /** Makes the day's partition where it is missing. */
  Future<?> keepDay(SqlClient sql, LocalDate day) {
    return sql.preparedQuery("select keep_log_day($1)").execute(Tuple.of(day));
  }

  /** Drops the partitions of all earlier days. */
  Future<?> dropBefore(SqlClient sql, LocalDate day) {
    return sql.preparedQuery("select drop_log_days($1)").execute(Tuple.of(day));
  }
}
