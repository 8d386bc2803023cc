package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Applicable;
import io.galvan.contract.cost.Tariffs.Assignment;
import io.galvan.contract.cost.Tariffs.AssignmentKey;
import io.galvan.contract.cost.Tariffs.AssignmentKind;
import io.galvan.contract.cost.Tariffs.AssignmentQuery;
import io.galvan.contract.cost.Tariffs.RunningCost;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.cost.Tariffs.TariffData;
import io.galvan.contract.cost.Tariffs.Tax;
import io.galvan.contract.cost.Tariffs.TimeUnit;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tariffs, and to whom or where they belong. */
final class TariffStore {
  /** A tariff that is looked for: of the token, else of the charger, its site, or the default. */
  record Wanted(String chargerId, @Nullable String idToken, @Nullable String site, Instant at) {}

  /** Whether there are tariffs of anyone at all, and of sites. */
  record Assigned(boolean any, boolean sites) {}

  /** No tariff holds. */
  static final Applicable NONE = new Applicable(null, null);

  private static final String PUT =
      """
      insert into tariff (id, currency, energy_price_per_kwh, time_price, time_unit, fixed_fee, taxes,
        valid_from, valid_to, text, running_cost, running_cost_interval_s, limits, station_tariff,
        created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
      """;

  /** Stores a new tariff; its id must be free. */
  Future<Tariff> create(SqlClient sql, TariffData data, Instant now) {
    return sql.preparedQuery(PUT + " returning *")
        .execute(parameters(data, now))
        .map(rows -> tariffs(rows).get(0));
  }

  /** Null when there is no such tariff. */
  Future<@Nullable Tariff> replace(SqlClient sql, TariffData data, Instant now) {
    return sql.preparedQuery(
            """
            update tariff set currency = $2, energy_price_per_kwh = $3, time_price = $4, time_unit = $5,
              fixed_fee = $6, taxes = $7, valid_from = $8, valid_to = $9, text = $10, running_cost = $11,
              running_cost_interval_s = $12, limits = $13, station_tariff = $14, updated_at = $15
            where id = $1 returning *
            """)
        .execute(parameters(data, now))
        .map(TariffStore::first);
  }

  private static Tuple parameters(TariffData data, Instant now) {
    return Tuple.tuple()
        .addValue(data.id())
        .addValue(data.currency())
        .addValue(data.energyPricePerKwh())
        .addValue(data.timePrice())
        .addValue(data.timeUnit().name())
        .addValue(data.fixedFee())
        .addValue(Mapper.write(data.taxes()))
        .addValue(data.validFrom() == null ? null : Sql.time(data.validFrom()))
        .addValue(data.validTo() == null ? null : Sql.time(data.validTo()))
        .addValue(data.text())
        .addValue(data.runningCost().name())
        .addValue(data.runningCostIntervalS())
        .addValue(data.limit() == null ? null : Mapper.write(data.limit()))
        .addValue(data.stationTariff())
        .addValue(Sql.time(now));
  }

  Future<@Nullable Tariff> find(SqlClient sql, String id) {
    return sql.preparedQuery("select * from tariff where id = $1")
        .execute(Tuple.of(id))
        .map(TariffStore::first);
  }

  Future<Boolean> delete(SqlClient sql, String id) {
    return sql.preparedQuery("delete from tariff where id = $1")
        .execute(Tuple.of(id))
        .map(done -> done.rowCount() > 0);
  }

  Future<List<Tariff>> list(SqlClient sql, int limit, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (after != null) {
      conditions.add("id > ?", after.id());
    }
    return sql.preparedQuery(
            "select * from tariff" + conditions.where() + " order by id" + Conditions.limit(limit))
        .execute(conditions.parameters())
        .map(TariffStore::tariffs);
  }

  /** Gives the target this tariff instead of the one it had. */
  Future<?> assign(SqlClient sql, Assignment assignment) {
    return sql.preparedQuery(
            """
            insert into tariff_assignment (kind, target, tariff_id) values ($1, $2, $3)
            on conflict (kind, target) do update set tariff_id = excluded.tariff_id
            """)
        .execute(
            Tuple.of(
                assignment.kind().name(),
                target(assignment.kind(), assignment.target()),
                assignment.tariffId()));
  }

  Future<Boolean> unassign(SqlClient sql, AssignmentKey key) {
    return sql.preparedQuery("delete from tariff_assignment where kind = $1 and target = $2")
        .execute(Tuple.of(key.kind().name(), target(key.kind(), key.target())))
        .map(done -> done.rowCount() > 0);
  }

  /** idTokens are compared without regard to letter case. */
  private static String target(AssignmentKind kind, String target) {
    return kind == AssignmentKind.Token ? target.toLowerCase(Locale.ROOT) : target;
  }

  Future<List<Assignment>> assignments(
      SqlClient sql, AssignmentQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.tariffId() != null) {
      conditions.add("tariff_id = ?", query.tariffId());
    }
    if (after != null) {
      conditions.add("(kind, target) > (?, ?)", after.key(), after.id());
    }
    return sql.preparedQuery(
            "select * from tariff_assignment"
                + conditions.where()
                + " order by kind, target"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Assignment> found = new ArrayList<>(rows.size());
              for (Row row : rows) {
                found.add(
                    new Assignment(
                        Sql.constant(row, "kind", AssignmentKind.class),
                        row.getString("target"),
                        row.getString("tariff_id")));
              }
              return found;
            });
  }

  Future<Assigned> assigned(SqlClient sql) {
    return sql.query(
            """
            select exists (select from tariff_assignment) as any,
              exists (select from tariff_assignment where kind = 'Site') as sites
            """)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Assigned(row.getBoolean("any"), row.getBoolean("sites"));
            });
  }

  /** The tariff of each, in their order; none where there is none that is valid at the time. */
  Future<List<Applicable>> applicable(SqlClient sql, List<Wanted> wanted) {
    return sql.preparedQuery(
            """
            select distinct on (w.n) w.n, a.kind, t.*
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) with ordinality
                as w (charger_id, token, site, at, n)
              cross join lateral (values (1, 'Token', w.token), (2, 'Charger', w.charger_id),
                (3, 'Site', w.site), (4, 'Default', '')) as v (rank, kind, target)
              join tariff_assignment a on a.kind = v.kind and a.target = v.target
              join tariff t on t.id = a.tariff_id
                and (t.valid_from is null or t.valid_from <= w.at) and (t.valid_to is null or w.at < t.valid_to)
            order by w.n, v.rank
            """)
        .execute(
            Tuple.of(
                Sql.texts(wanted, one -> TransactionStore.id(one.chargerId())),
                Sql.texts(
                    wanted,
                    one ->
                        one.idToken() == null ? null : target(AssignmentKind.Token, one.idToken())),
                Sql.texts(wanted, Wanted::site),
                Sql.times(wanted, Wanted::at)))
        .map(
            rows -> {
              List<Applicable> found = new ArrayList<>(Collections.nCopies(wanted.size(), NONE));
              for (Row row : rows) {
                found.set(
                    row.getInteger("n") - 1,
                    new Applicable(tariff(row), Sql.constant(row, "kind", AssignmentKind.class)));
              }
              return found;
            });
  }

  private static @Nullable Tariff first(RowSet<Row> rows) {
    return rows.size() == 0 ? null : tariff(rows.iterator().next());
  }

  private static List<Tariff> tariffs(RowSet<Row> rows) {
    List<Tariff> tariffs = new ArrayList<>(rows.size());
    rows.forEach(row -> tariffs.add(tariff(row)));
    return tariffs;
  }

  private static Tariff tariff(Row row) {
    String limits = row.getString("limits");
    return new Tariff(
        row.getString("id"),
        row.getString("currency"),
        row.getBigDecimal("energy_price_per_kwh"),
        row.getBigDecimal("time_price"),
        Sql.constant(row, "time_unit", TimeUnit.class),
        row.getBigDecimal("fixed_fee"),
        List.of(Mapper.read(row.getString("taxes"), Tax[].class)),
        Sql.instantOrNull(row, "valid_from"),
        Sql.instantOrNull(row, "valid_to"),
        row.getString("text"),
        Sql.constant(row, "running_cost", RunningCost.class),
        row.getInteger("running_cost_interval_s"),
        limits == null ? null : Mapper.read(limits, Limit.class),
        row.getString("station_tariff"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }
}
