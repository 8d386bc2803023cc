package io.galvan.charger.report;

import io.galvan.contract.report.StationReports.ReportQuery;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stations of 2.x told beside charging. */
final class StationReportStore {
  /** Of one charger; what is older goes, so that none fills the table. */
  static final int MOST_OF_A_CHARGER = 1_000;

  private static final int TEXT_LENGTH = 500;

  /** Reports newest first, and their numbers. */
  record Found(List<StationReport> reports, List<Long> numbers) {}

  /** Keeps reports; answers which of their chargers are known. */
  Future<Set<String>> add(SqlClient sql, List<StationReport> reports) {
    return sql.preparedQuery(
            """
            insert into station_report (charger_id, action, request_id, evse_id, at, payload)
            select g.charger_id, g.action, g.request_id, g.evse_id, g.at, g.payload
            from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::timestamptz[], $6::text[])
                with ordinality as g(charger_id, action, request_id, evse_id, at, payload, n)
              join charger on charger.id = g.charger_id
            order by g.n
            returning charger_id
            """)
        .execute(
            Tuple.of(
                Sql.texts(reports, StationReport::chargerId),
                Sql.texts(reports, StationReport::action),
                Sql.ints(reports, StationReport::requestId),
                Sql.ints(reports, StationReport::evseId),
                Sql.times(reports, StationReport::at),
                Sql.texts(reports, StationReport::payload)))
        .map(
            rows -> {
              Set<String> known = new HashSet<>();
              rows.forEach(row -> known.add(row.getString("charger_id")));
              return known;
            });
  }

  /** Deletes what these chargers have beyond the most that is kept. */
  Future<?> trim(SqlClient sql, Set<String> chargerIds) {
    return sql.preparedQuery(
            """
            delete from station_report r
            using unnest($1::text[]) as g(charger_id), lateral (
              select id from station_report where charger_id = g.charger_id
              order by id desc offset $2 limit 1) as last
            where r.charger_id = g.charger_id and r.id <= last.id
            """)
        .execute(Tuple.of(chargerIds.toArray(String[]::new), MOST_OF_A_CHARGER));
  }

  /** One more than the page holds, if there are more. */
  Future<Found> list(SqlClient sql, ReportQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    conditions.add("charger_id = ?", Sql.required(query.chargerId(), TEXT_LENGTH));
    if (query.action() != null) {
      conditions.add("action = ?", Sql.required(query.action(), TEXT_LENGTH));
    }
    if (query.requestId() != null) {
      conditions.add("request_id = ?", query.requestId());
    }
    if (after != null) {
      conditions.add("id < ?", after.idNumber());
    }
    return sql.preparedQuery(
            "select * from station_report"
                + conditions.where()
                + " order by id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(StationReportStore::found);
  }

  private static Found found(Iterable<Row> rows) {
    List<StationReport> reports = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (Row row : rows) {
      numbers.add(row.getLong("id"));
      reports.add(
          new StationReport(
              row.getString("charger_id"),
              row.getString("action"),
              row.getInteger("request_id"),
              row.getInteger("evse_id"),
              Sql.instant(row, "at"),
              row.getString("payload")));
    }
    return new Found(reports, numbers);
  }

  /** Deletes at most so many reports from before then. */
  Future<?> deleteOld(SqlClient sql, Instant before, int limit) {
    return sql.preparedQuery(
            """
            delete from station_report where id in (
              select id from station_report where at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(before), limit));
  }
}
