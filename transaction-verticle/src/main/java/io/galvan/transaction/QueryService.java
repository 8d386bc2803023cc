package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.MeterSeries;
import io.galvan.contract.transaction.Transactions.Point;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Sample;
import io.galvan.contract.transaction.Transactions.Series;
import io.galvan.contract.transaction.Transactions.SeriesQuery;
import io.galvan.contract.transaction.Transactions.Timeline;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionKey;
import io.galvan.contract.transaction.Transactions.TransactionPage;
import io.galvan.contract.transaction.Transactions.TransactionQuery;
import io.galvan.contract.transaction.Transactions.TransactionSort;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What operators ask of transactions. */
final class QueryService {
  private final Platform platform;
  private final Pool pool;
  private final MeterStore meters;
  private final RunningMeters running;
  private final TimelineStore timelines;

  private record Curve(String measurand, @Nullable String phase, String location, String unit) {}

  QueryService(
      Platform platform,
      Pool pool,
      MeterStore meters,
      RunningMeters running,
      TimelineStore timelines) {
    this.platform = platform;
    this.running = running;
    this.pool = pool;
    this.meters = meters;
    this.timelines = timelines;
  }

  /** A transaction as it is, with every reading that was answered. */
  Future<Transaction> get(TransactionKey key) {
    return row(key).map(TransactionStore::transaction);
  }

  /** As all readings leave it that were answered before; one that was just shown is read again. */
  private Future<Row> row(TransactionKey key) {
    long shownBefore = running.timesShown();
    return select(key)
        .compose(
            row ->
                running
                    .shown(List.of(row.getString("charger_id")))
                    .compose(
                        news ->
                            news || running.timesShown() != shownBefore
                                ? select(key)
                                : Future.succeededFuture(row)));
  }

  private Future<Row> select(TransactionKey key) {
    return pool.preparedQuery("select * from transaction where id = $1")
        .execute(Tuple.of(key.id()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(GalvanException.notFound("transaction " + key.id()))
                    : Future.succeededFuture(rows.iterator().next()));
  }

  Future<TransactionPage> list(TransactionQuery query) {
    if (query.updatedSince() != null && query.sort() != TransactionSort.updatedAt) {
      // No index finds these in another order.
      throw GalvanException.invalid("sort", "must be updatedAt where updatedSince is given");
    }
    String order = "transactions." + query.sort() + (query.descending() ? ".desc" : ".asc");
    Cursor after = Cursor.decode(query.cursor(), order);
    Conditions conditions;
    String sql;
    if (query.sort() == TransactionSort.updatedAt) {
      // What has ended comes by its index; what runs is few.
      conditions = conditions(query, after, "ended_updated_at", "ended_updated_at is not null");
      Conditions running = conditions(query, after, "updated_at", "running_on is not null");
      sql =
          "select * from (("
              + select(conditions, "ended_updated_at", query)
              + ") union all ("
              + select(running, "updated_at", query)
              + ")) t"
              + order("updated_at", query);
    } else {
      String column =
          switch (query.sort()) {
            case id -> "id";
            case startedAt -> "started_at";
            case stoppedAt -> "stopped_at";
            case updatedAt -> "updated_at";
            // What is not metered comes last, whichever way.
            case energyWh -> "coalesce(energy_wh, " + unmetered(query.descending()) + ")";
          };
      conditions =
          conditions(
              query,
              after,
              column,
              query.sort() == TransactionSort.stoppedAt ? "not running" : null);
      sql = select(conditions, column, query);
    }
    Tuple parameters = conditions.parameters();
    return running
        .allShown()
        .compose(shown -> pool.preparedQuery(sql).execute(parameters))
        .map(TransactionStore::transactions)
        .map(found -> page(found, query, order));
  }

  /**
   * @param column what the list is in the order of
   * @param only what else is to hold; null for nothing
   */
  private static Conditions conditions(
      TransactionQuery query, @Nullable Cursor after, String column, @Nullable String only) {
    Conditions conditions = new Conditions();
    if (only != null) {
      conditions.add(only);
    }
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", TransactionStore.id(query.chargerId()));
    }
    if (query.connectorId() != null) {
      conditions.add("connector_id = ?", query.connectorId());
    }
    if (query.idToken() != null) {
      conditions.add("lower(id_token) = lower(?)", TransactionStore.id(query.idToken()));
    }
    if (query.state() != null) {
      conditions.add(query.state() == TransactionState.Running ? "running" : "not running");
    }
    if (query.from() != null) {
      conditions.add("started_at >= ?", Sql.time(Times.stored(query.from())));
    }
    if (query.to() != null) {
      conditions.add("started_at < ?", Sql.time(Times.stored(query.to())));
    }
    if (query.endedFrom() != null) {
      conditions.add("not running and stopped_at >= ?", Sql.time(Times.stored(query.endedFrom())));
    }
    if (query.endedTo() != null) {
      conditions.add("not running and stopped_at < ?", Sql.time(Times.stored(query.endedTo())));
    }
    if (query.updatedSince() != null) {
      conditions.add(column + " >= ?", Sql.time(Times.stored(query.updatedSince())));
    }
    if (after != null) {
      Object key =
          switch (query.sort()) {
            case id -> after.idNumber();
            case startedAt, stoppedAt, updatedAt -> Sql.time(after.keyTime());
            case energyWh -> number(after.key());
          };
      conditions.add(
          "(" + column + ", id) " + (query.descending() ? "<" : ">") + " (?, ?)",
          key,
          after.idNumber());
    }
    return conditions;
  }

  private static String select(Conditions conditions, String column, TransactionQuery query) {
    return "select * from transaction" + conditions.where() + order(column, query);
  }

  private static String order(String column, TransactionQuery query) {
    String direction = query.descending() ? " desc" : "";
    return " order by " + column + direction + ", id" + direction + Conditions.limit(query.limit());
  }

  private static BigDecimal number(String key) {
    try {
      return new BigDecimal(key);
    } catch (NumberFormatException e) {
      throw GalvanException.invalid("cursor", "the cursor does not belong to this list");
    }
  }

  private static TransactionPage page(
      List<Transaction> found, TransactionQuery query, String order) {
    if (found.size() <= query.limit()) {
      return new TransactionPage(found, null);
    }
    List<Transaction> items = List.copyOf(found.subList(0, query.limit()));
    Transaction last = items.get(items.size() - 1);
    return new TransactionPage(
        items, new Cursor(order, key(last, query), Long.toString(last.id())).encode());
  }

  /** Beyond what any transaction charges. */
  private static String unmetered(boolean descending) {
    return descending ? "-1" : "1e30";
  }

  private static String key(Transaction transaction, TransactionQuery query) {
    BigDecimal energyWh = transaction.energyWh();
    return switch (query.sort()) {
      case id -> Long.toString(transaction.id());
      case startedAt -> transaction.startedAt().toString();
      case stoppedAt -> String.valueOf(transaction.stoppedAt());
      case updatedAt -> transaction.updatedAt().toString();
      case energyWh -> energyWh == null ? unmetered(query.descending()) : energyWh.toPlainString();
    };
  }

  /** The facts of a transaction. */
  /** What the row and the first reading say, and what was stored besides, by its time. */
  Future<Timeline> timeline(TransactionKey key) {
    return row(key)
        .compose(
            row -> {
              Future<List<Reading>> first = readings(key.id(), 1);
              Future<List<TimelineItem>> stored = timelines.of(pool, key.id());
              return Future.all(first, stored)
                  .map(
                      ok -> new Timeline(key.id(), timeline(row, first.result(), stored.result())));
            });
  }

  private static List<TimelineItem> timeline(
      Row row, List<Reading> first, List<TimelineItem> stored) {
    Instant receivedAt = Sql.instant(row, "received_at");
    List<TimelineItem> told =
        Facts.ofRow(
            TransactionStore.transaction(row),
            Sql.instantOrNull(row, "token_expires_at"),
            receivedAt);
    first.forEach(
        reading -> told.add(Math.min(told.size(), 2), Facts.firstMeterRead(reading, receivedAt)));
    told.removeIf(item -> stored.stream().anyMatch(kept -> isSame(item, kept)));
    List<TimelineItem> items = new ArrayList<>(told);
    items.addAll(Math.min(items.size(), 3), stored);
    items.sort(Comparator.comparing(TimelineItem::at));
    return items;
  }

  /** A last reading may be told of two ends; everything else a row says is told once. */
  private static boolean isSame(TimelineItem item, TimelineItem kept) {
    return item.fact() == kept.fact()
        && (item.kind() == kept.kind() || item.fact() == Fact.Started)
        && (item.fact() != Fact.LastMeterRead || item.at().equals(kept.at()));
  }

  /** The curves of a transaction, each in the order of time. */
  Future<MeterSeries> series(SeriesQuery query) {
    return get(new TransactionKey(query.transactionId()))
        .compose(transaction -> readings(transaction.id(), MeterStore.MAX_READINGS))
        .map(
            readings ->
                new MeterSeries(query.transactionId(), curves(readings, query.measurand())));
  }

  private Future<List<Reading>> readings(long transactionId, int most) {
    return meters
        .readings(pool, transactionId, most)
        .map(
            found ->
                found.stream()
                    .map(MeterStore.Taken::reading)
                    .sorted(Comparator.comparing(Reading::time))
                    .toList());
  }

  private static List<Series> curves(List<Reading> readings, @Nullable String measurand) {
    Map<Curve, List<Point>> curves = new LinkedHashMap<>();
    for (Reading reading : readings) {
      for (Sample sample : reading.samples()) {
        if (measurand == null || measurand.equals(sample.measurand())) {
          Normal normal = Normal.of(sample);
          curves
              .computeIfAbsent(
                  new Curve(sample.measurand(), normal.phase(), sample.location(), normal.unit()),
                  key -> new ArrayList<>())
              .add(new Point(reading.time(), normal.value(), sample.context(), normal.raw(sample)));
        }
      }
    }
    return curves.entrySet().stream()
        .map(
            curve ->
                new Series(
                    curve.getKey().measurand(),
                    curve.getKey().phase(),
                    curve.getKey().location(),
                    curve.getKey().unit(),
                    curve.getValue()))
        .sorted(
            Comparator.comparing(Series::measurand)
                .thenComparing(series -> series.phase() == null ? "" : series.phase()))
        .toList();
  }
}
