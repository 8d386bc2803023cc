package io.galvan.charger.messagelog;

import io.galvan.charger.messagelog.DeviationService.Tally;
import io.galvan.contract.messagelog.Deviations.Deviation;
import io.galvan.contract.messagelog.Deviations.DeviationQuery;
import io.galvan.contract.messagelog.Deviations.Grouping;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How often each charger deviates in which way. */
final class DeviationStore {
  /** Beyond them the ways that were not seen for the longest time are forgotten. */
  static final int MOST_OF_A_CHARGER = 1_000;

  private static final String BY_CHARGER =
      """
      select d.charger_id, 1::bigint as chargers, c.vendor, c.model, c.firmware_version, d.action,
        d.kind, d.field, d.times, d.first_at, d.last_at, d.raw, d.repaired,
        md5(concat_ws(chr(31), d.charger_id, d.action, d.kind, d.field)) as id
      from deviation d join charger c on c.id = d.charger_id
      """;

  private static final String BY_MODEL =
      """
      select null::text as charger_id, count(*) as chargers, c.vendor, c.model,
        c.firmware_version, d.action, d.kind, d.field, sum(d.times)::bigint as times,
        min(d.first_at) as first_at, max(d.last_at) as last_at,
        (array_agg(d.raw order by d.last_at desc))[1] as raw,
        (array_agg(d.repaired order by d.last_at desc))[1] as repaired,
        md5(concat_ws(chr(31), coalesce(c.vendor, chr(30)), coalesce(c.model, chr(30)),
          coalesce(c.firmware_version, chr(30)), d.action, d.kind, d.field)) as id
      from deviation d join charger c on c.id = d.charger_id
      """;

  /** The items of a page, and the ids that tell those of one time apart. */
  record Items(List<Deviation> items, List<String> ids) {}

  /**
   * Adds to the counts; of chargers that are not stored nothing is kept.
   *
   * @return the chargers that now deviate in a new way
   */
  Future<Set<String>> add(SqlClient sql, List<Tally> tallies) {
    // The lock keeps a charger from being deleted between the look and the insert.
    return sql.preparedQuery(
            """
            with known as materialized (
              select id from charger where id = any($1::text[]) order by id for key share
            )
            insert into deviation as old
              (charger_id, action, kind, field, times, first_at, last_at, raw, repaired)
            select t.*
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[],
              $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[])
              as t(charger_id, action, kind, field, times, first_at, last_at, raw, repaired)
            join known on known.id = t.charger_id
            order by t.charger_id collate "C", t.action collate "C", t.kind collate "C",
              t.field collate "C"
            on conflict (charger_id, action, kind, field) do update set
              times = old.times + excluded.times,
              first_at = least(old.first_at, excluded.first_at),
              last_at = greatest(old.last_at, excluded.last_at),
              raw = case when excluded.last_at < old.last_at then old.raw else excluded.raw end,
              repaired = case when excluded.last_at < old.last_at then old.repaired
                else excluded.repaired end
            returning charger_id, xmax = 0 as added
            """)
        .execute(
            Tuple.of(
                Sql.texts(tallies, tally -> tally.way().chargerId()),
                Sql.texts(tallies, tally -> tally.way().action()),
                Sql.texts(tallies, tally -> tally.way().kind()),
                Sql.texts(tallies, tally -> tally.way().field()),
                Sql.longs(tallies, Tally::count),
                Sql.times(tallies, Tally::firstAt),
                Sql.times(tallies, Tally::lastAt),
                Sql.texts(tallies, Tally::raw),
                Sql.texts(tallies, Tally::repaired)))
        .map(
            rows -> {
              Set<String> grown = new HashSet<>();
              for (Row row : rows) {
                if (row.getBoolean("added")) {
                  grown.add(row.getString("charger_id"));
                }
              }
              return grown;
            });
  }

  /** Forgets what is beyond the bound of these chargers. */
  Future<?> trim(SqlClient sql, Collection<String> chargerIds) {
    return sql.preparedQuery(
            """
            delete from deviation d using (
              select charger_id, action, kind, field, row_number() over (
                partition by charger_id order by last_at desc, action, kind, field) as n
              from deviation where charger_id = any($1::text[])
            ) as ranked
            where ranked.n > $2 and d.charger_id = ranked.charger_id
              and d.action = ranked.action and d.kind = ranked.kind and d.field = ranked.field
            """)
        .execute(
            Tuple.tuple()
                .addValue(chargerIds.toArray(String[]::new))
                .addLong((long) MOST_OF_A_CHARGER));
  }

  /** One item more than the page holds, if there are more. */
  Future<Items> list(SqlClient sql, DeviationQuery query, @Nullable Cursor after) {
    Conditions filter = new Conditions();
    is(filter, "d.charger_id", query.chargerId());
    is(filter, "c.vendor", query.vendor());
    is(filter, "c.model", query.model());
    is(filter, "c.firmware_version", query.firmwareVersion());
    is(filter, "d.action", query.action());
    is(filter, "d.kind", query.kind());
    Tuple parameters = filter.parameters();
    String past = "";
    if (after != null) {
      parameters.addValue(Sql.time(after.keyTime())).addValue(after.id());
      past =
          " where (last_at, id) < ($" + (parameters.size() - 1) + ", $" + parameters.size() + ")";
    }
    String grouped =
        query.groupBy() == Grouping.model
            ? BY_MODEL
                + filter.where()
                + " group by c.vendor, c.model, c.firmware_version, d.action, d.kind, d.field"
            : BY_CHARGER + filter.where();
    return sql.preparedQuery(
            "select * from ("
                + grouped
                + ") as way"
                + past
                + " order by last_at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(parameters)
        .map(
            rows -> {
              List<Deviation> items = new ArrayList<>(rows.size());
              List<String> ids = new ArrayList<>(rows.size());
              for (Row row : rows) {
                items.add(item(row));
                ids.add(row.getString("id"));
              }
              return new Items(items, ids);
            });
  }

  private static void is(Conditions filter, String column, @Nullable String value) {
    if (value != null) {
      filter.add(column + " = ?", value.replace("\0", ""));
    }
  }

  private static Deviation item(Row row) {
    String action = row.getString("action");
    return new Deviation(
        row.getString("charger_id"),
        row.getLong("chargers"),
        row.getString("vendor"),
        row.getString("model"),
        row.getString("firmware_version"),
        action.isEmpty() ? null : action,
        row.getString("kind"),
        row.getString("field"),
        row.getLong("times"),
        Sql.instant(row, "first_at"),
        Sql.instant(row, "last_at"),
        row.getString("raw"),
        row.getString("repaired"));
  }
}
