package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.ReportKind;
import io.galvan.contract.devicemodel.DeviceModels.ReportProgress;
import io.galvan.contract.devicemodel.DeviceModels.ReportState;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far reports of variables and monitors have come. */
final class ReportStore {
  private static final int SHOWN = 50;

  /** A first part that was made after the report with its number was complete begins it again. */
  private static final String AGAIN =
      "(r.completed_at is not null and lower(excluded.seen) = 0"
          + " and excluded.generated_at > r.generated_at)";

  /**
   * A report whose parts have all come.
   *
   * @param whole what it does not tell of is not there
   * @param settable it tells of what can be set only
   */
  record Finished(
      long id, String chargerId, Instant requestedAt, boolean whole, boolean settable) {}

  /** Notes a part; gives the report's id. */
  Future<Long> part(
      SqlClient sql,
      String chargerId,
      ReportKind kind,
      int requestId,
      int seqNo,
      boolean last,
      int items,
      Instant generatedAt,
      Instant now) {
    return sql.preparedQuery(
            """
            insert into device_report as r
              (charger_id, kind, request_id, whole, seen, last_seq, items, generated_at,
               requested_at, updated_at)
            values ($1, $2, $3, false, int4multirange(int4range($4, $4, '[]')), $5, $6, $7, $8, $8)
            on conflict (charger_id, kind, request_id) do update set
              seen = case when %1$s then excluded.seen else r.seen + excluded.seen end,
              last_seq = case when %1$s then excluded.last_seq
                else coalesce(excluded.last_seq, r.last_seq) end,
              items = case when %1$s then excluded.items
                when r.seen @> excluded.seen then r.items else r.items + excluded.items end,
              requested_at = case when %1$s then excluded.requested_at else r.requested_at end,
              completed_at = case when %1$s then null else r.completed_at end,
              generated_at = greatest(r.generated_at, excluded.generated_at),
              updated_at = excluded.updated_at
            returning id
            """
                .formatted(AGAIN))
        .execute(
            Tuple.tuple()
                .addValue(chargerId)
                .addValue(kind.name())
                .addValue(requestId)
                .addValue(seqNo)
                .addValue(last ? seqNo : null)
                .addValue((long) items)
                .addValue(Sql.time(generatedAt))
                .addValue(Sql.time(now)))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  /** Notes what the station answered to the request for a report; gives the report's id. */
  Future<@Nullable Long> asked(
      SqlClient sql,
      String chargerId,
      ReportKind kind,
      int requestId,
      @Nullable String base,
      boolean whole,
      String status,
      Instant askedAt,
      Instant now) {
    return sql.preparedQuery(
            """
            insert into device_report as r
              (charger_id, kind, request_id, base, whole, status, firmware_version, seen, items,
               requested_at, updated_at)
            select c.id, $2, $3, $4, $5, $6, c.firmware_version, '{}', 0, $7, $8
            from charger c where c.id = $1
            on conflict (charger_id, kind, request_id) do update set
              base = excluded.base, whole = excluded.whole, status = excluded.status,
              firmware_version = excluded.firmware_version,
              seen = case when r.updated_at < $7 then '{}' else r.seen end,
              last_seq = case when r.updated_at < $7 then null else r.last_seq end,
              items = case when r.updated_at < $7 then 0 else r.items end,
              completed_at = case when r.updated_at < $7 then null else r.completed_at end,
              requested_at = excluded.requested_at, updated_at = excluded.updated_at
            returning id
            """)
        .execute(
            Tuple.tuple()
                .addValue(chargerId)
                .addValue(kind.name())
                .addValue(requestId)
                .addValue(base)
                .addValue(whole)
                .addValue(status)
                .addValue(Sql.time(askedAt))
                .addValue(Sql.time(now)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong("id"));
  }

  /** Closes a report all of whose parts are here; null while some are missing. */
  Future<@Nullable Finished> finish(SqlClient sql, long id, Instant now) {
    return sql.preparedQuery(
            """
            update device_report set completed_at = coalesce(completed_at, $2)
            where id = $1 and last_seq is not null
              and seen = int4multirange(int4range(0, last_seq, '[]'))
            returning *
            """)
        .execute(Tuple.of(id, Sql.time(now)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              Row row = rows.iterator().next();
              return new Finished(
                  row.getLong("id"),
                  row.getString("charger_id"),
                  Sql.instant(row, "requested_at"),
                  row.getBoolean("whole"),
                  "ConfigurationInventory".equals(row.getString("base")));
            });
  }

  /**
   * The newest reports of a station.
   *
   * @param still one whose last part came before this has stopped coming
   */
  Future<List<ReportProgress>> list(SqlClient sql, String chargerId, Instant still) {
    return sql.preparedQuery(
            """
            select r.*, (
                select coalesce(sum(upper(s) - lower(s)), 0)::int from unnest(seen) s) as parts,
              (int4multirange(int4range(0, coalesce(last_seq, upper(seen) - 1, 0), '[]')) - seen)
                ::text as missing
            from device_report r where charger_id = $1 order by requested_at desc, id desc limit $2
            """)
        .execute(Tuple.of(chargerId, SHOWN))
        .map(
            rows -> {
              List<ReportProgress> reports = new ArrayList<>();
              rows.forEach(row -> reports.add(progress(row, still)));
              return reports;
            });
  }

  private static ReportProgress progress(Row row, Instant still) {
    Instant completedAt = Sql.instantOrNull(row, "completed_at");
    String status = row.getString("status");
    int parts = row.getInteger("parts");
    ReportState state =
        completedAt != null
            ? ReportState.Complete
            : parts == 0 && status != null && !status.equals("Accepted")
                ? ReportState.Refused
                : Sql.instant(row, "updated_at").isBefore(still)
                    ? ReportState.Incomplete
                    : ReportState.Running;
    return new ReportProgress(
        row.getInteger("request_id"),
        ReportKind.valueOf(row.getString("kind")),
        row.getString("base"),
        status,
        state,
        parts,
        row.getLong("items"),
        missing(row.getString("missing")),
        Sql.instant(row, "requested_at"),
        Sql.instant(row, "updated_at"),
        completedAt);
  }

  /** As people write ranges: {[2,3),[5,8)} is 2, 5-7. */
  private static String missing(String ranges) {
    StringBuilder text = new StringBuilder();
    java.util.regex.Matcher range =
        java.util.regex.Pattern.compile("\\[(\\d+),(\\d+)\\)").matcher(ranges);
    while (range.find()) {
      int first = Integer.parseInt(range.group(1));
      int last = Integer.parseInt(range.group(2)) - 1;
      text.append(text.isEmpty() ? "" : ", ")
          .append(first == last ? String.valueOf(first) : first + "-" + last);
    }
    return text.toString();
  }

  /**
   * Whether the station's whole model is wanted: never told for its firmware, not lately asked for,
   * and not refused for this firmware.
   *
   * @param lately no second request since then
   */
  Future<@Nullable Boolean> wanted(SqlClient sql, String chargerId, Instant lately) {
    return sql.preparedQuery(
            """
            select not exists (
              select from device_report r
              where r.charger_id = c.id and r.base = 'FullInventory'
                and (r.requested_at > $2
                  or (r.firmware_version is not distinct from c.firmware_version
                    and (r.completed_at is not null or r.status in ('NotSupported', 'Rejected'))))
            ) as wanted
            from charger c where c.id = $1
            """)
        .execute(Tuple.of(chargerId, Sql.time(lately)))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getBoolean("wanted"));
  }

  /** The highest number that any report of the station has. */
  Future<Integer> lastRequestId(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            "select coalesce(max(request_id), 0) as last from device_report where charger_id = $1")
        .execute(Tuple.of(chargerId))
        .map(rows -> rows.iterator().next().getInteger("last"));
  }

  /** Deletes at most so many old reports; the newest complete one of each station stays. */
  Future<?> deleteOld(SqlClient sql, Instant before, int limit) {
    return sql.preparedQuery(
            """
            delete from device_report where id in (
              select r.id from device_report r
              where r.updated_at < $1 and exists (
                select from device_report n
                where n.charger_id = r.charger_id and n.kind = r.kind
                  and n.requested_at > r.requested_at and n.completed_at is not null)
              limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(before), limit));
  }
}
