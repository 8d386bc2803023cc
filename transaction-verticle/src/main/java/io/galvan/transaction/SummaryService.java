package io.galvan.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.galvan.contract.transaction.Summaries;
import io.galvan.contract.transaction.Summaries.By;
import io.galvan.contract.transaction.Summaries.Cost;
import io.galvan.contract.transaction.Summaries.Sum;
import io.galvan.contract.transaction.Summaries.Summary;
import io.galvan.contract.transaction.Summaries.SummaryQuery;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums over transactions. A long range takes the database seconds, so few are summed up at once and
 * the others' connections are left alone. For one event loop.
 */
final class SummaryService {
  private static final int MOST_AT_ONCE = 3;
  private static final Duration USUAL = Duration.ofDays(31);

  /**
   * Costs are summed by currency, so each key has a row for each of its currencies until its rows
   * are put together. The total comes last.
   */
  private static final String SUMS =
      """
      with one as materialized (
        select %s as key, currency, count(*) as n,
          count(*) filter (where running) as running,
          sum(energy_wh) as energy,
          count(*) filter (where energy_wh is null) as not_metered,
          sum(greatest(extract(epoch from stopped_at - started_at), 0)) filter (where not running)
            as duration,
          count(*) filter (where cost is null) as without_cost,
          sum(cost) as cost
        from transaction t%s%s
        group by 1, 2),
      sums as (
        select key, sum(n)::bigint as n, sum(running)::bigint as running, sum(energy) as energy,
          sum(not_metered)::bigint as not_metered, coalesce(sum(duration), 0)::bigint as duration,
          sum(without_cost)::bigint as without_cost,
          json_object_agg(currency, cost::text) filter (where cost is not null) as costs
        from one group by key),
      total as (
        select coalesce(sum(n), 0)::bigint as n, coalesce(sum(running), 0)::bigint as running,
          sum(energy) as energy, coalesce(sum(not_metered), 0)::bigint as not_metered,
          coalesce(sum(duration), 0)::bigint as duration,
          coalesce(sum(without_cost), 0)::bigint as without_cost,
          (select json_object_agg(currency, cost::text)
            from (select currency, sum(cost) as cost from one where cost is not null group by 1) c)
            as costs
        from one)
      (select false as total, key::text, n, running, energy, not_metered, duration, without_cost,
         costs::text, null::bigint as keys
       from sums order by %s limit %d)
      union all
      select true, null, n, running, energy, not_metered, duration, without_cost, costs::text,
        (select count(*) from sums)
      from total
      """;

  private final Clock clock;
  private final Pool pool;
  private int underWay;

  SummaryService(Clock clock, Pool pool) {
    this.clock = clock;
    this.pool = pool;
  }

  /** See {@link SummaryQuery}. */
  Future<Summary> summarize(SummaryQuery asked) {
    Instant to = Times.stored(asked.to() == null ? clock.instant() : asked.to());
    Instant from = Times.stored(asked.from() == null ? to.minus(USUAL) : asked.from());
    if (from.isAfter(to)) {
      throw GalvanException.invalid("from", "must not lie after to");
    }
    // An hour more, for years in which the clock goes back at their end.
    if (from.plus(Duration.ofDays(Summaries.MOST_DAYS).plusHours(1)).isBefore(to)) {
      throw GalvanException.invalid(
          "from", "one answer sums up " + Summaries.MOST_DAYS + " days at most");
    }
    if (asked.limit() < 1 || asked.limit() > Summaries.MOST_SUMS) {
      throw GalvanException.invalid("limit", "must be from 1 to " + Summaries.MOST_SUMS);
    }
    String zone = zone(asked.zone());
    Conditions conditions =
        new Conditions()
            .add("t.started_at >= ?", Sql.time(from))
            .add("t.started_at < ?", Sql.time(to));
    if (asked.chargerId() != null) {
      conditions.add("t.charger_id = ?", TransactionStore.id(asked.chargerId()));
    }
    if (asked.idToken() != null) {
      conditions.add("lower(t.id_token) = lower(?)", TransactionStore.id(asked.idToken()));
    }
    String sql =
        SUMS.formatted(
            key(asked.by(), zone),
            asked.by() == By.tariff
                ? " left join transaction_detail d on d.transaction_id = t.id"
                : "",
            conditions.where(),
            isTime(asked.by()) ? "key" : "n desc, key",
            asked.limit());
    if (underWay >= MOST_AT_ONCE) {
      throw new GalvanException(
              Fault.UNAVAILABLE, "other sums are being taken; try again in a moment")
          .retryAfter(Duration.ofSeconds(1));
    }
    underWay++;
    return pool.preparedQuery(sql)
        .execute(conditions.parameters())
        .onComplete(done -> underWay--)
        .map(rows -> summary(asked, from, to, zone, rows))
        .recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  /** A zone by its name, which is written into the statement: it has letters and signs of names. */
  private static String zone(String asked) {
    if (!ZoneId.getAvailableZoneIds().contains(asked)) {
      throw GalvanException.invalid("zone", "must be a time zone like Europe/Berlin");
    }
    return asked;
  }

  private static boolean isTime(By by) {
    return by == By.day || by == By.month;
  }

  private static String key(By by, String zone) {
    return switch (by) {
      case day -> "(t.started_at at time zone '" + zone + "')::date";
      case month -> "to_char(t.started_at at time zone '" + zone + "', 'YYYY-MM')";
      case charger -> "t.charger_id";
      case token -> "lower(t.id_token)";
      case tariff -> "d.tariff::json ->> 'id'";
    };
  }

  private static Summary summary(
      SummaryQuery asked, Instant from, Instant to, String zone, RowSet<Row> rows) {
    List<Sum> items = new ArrayList<>(rows.size());
    Sum total = null;
    long keys = 0;
    for (Row row : rows) {
      if (row.getBoolean("total")) {
        total = sum(row);
        keys = row.getLong("keys");
      } else {
        items.add(sum(row));
      }
    }
    if (total == null) {
      throw new IllegalStateException("no total came");
    }
    return new Summary(asked.by(), from, to, zone, items, keys, total);
  }

  private static Sum sum(Row row) {
    return new Sum(
        row.getString("key"),
        row.getLong("n"),
        row.getLong("running"),
        row.getBigDecimal("energy"),
        row.getLong("not_metered"),
        row.getLong("duration"),
        row.getLong("without_cost"),
        costs(row.getString("costs")));
  }

  private static List<Cost> costs(@Nullable String json) {
    if (json == null) {
      return List.of();
    }
    try {
      Map<String, String> byCurrency =
          Mapper.JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
      return byCurrency.entrySet().stream()
          .map(cost -> new Cost(cost.getKey(), new BigDecimal(cost.getValue())))
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database's own JSON", e);
    }
  }
}
