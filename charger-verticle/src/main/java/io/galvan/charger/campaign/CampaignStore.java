package io.galvan.charger.campaign;

import io.galvan.charger.registration.ChargerStore;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.CampaignQuery;
import io.galvan.contract.campaign.Campaigns.CampaignState;
import io.galvan.contract.campaign.Campaigns.Filter;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.campaign.Campaigns.Result;
import io.galvan.contract.campaign.Campaigns.ResultQuery;
import io.galvan.contract.campaign.Campaigns.ResultState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Campaigns and the turn of each charger in them. */
final class CampaignStore {
  private static final String VIEW =
      """
      select c.*, (
        select json_object_agg(state, n)::text
        from (select state, count(*) n from campaign_item where campaign_id = c.id group by state) s
      ) as counts
      from campaign c
      """;

  /** A charger whose turn it is; online null: there is no such charger any more. */
  record Turn(String chargerId, @Nullable Boolean online) {}

  /** A charger whose turn has begun with a command. */
  record Begun(String chargerId, String commandId) {}

  Future<?> create(
      SqlClient sql, String id, NewCampaign campaign, @Nullable Instant expiresAt, Instant now) {
    return sql.preparedQuery(
            """
            insert into campaign
              (id, name, action, request, parallelism, state, total, requested_by, created_at,
               expires_at, version)
            values ($1, $2, $3, $4, $5, 'Running', 0, $6, $7, $8, $9)
            """)
        .execute(
            Tuple.of(
                id,
                campaign.name(),
                campaign.action(),
                campaign.request(),
                campaign.parallelism(),
                campaign.requestedBy(),
                Sql.time(now),
                expiresAt == null ? null : Sql.time(expiresAt),
                Sql.name(campaign.version())));
  }

  /** Adds named chargers; the ones that do not exist are answered. */
  Future<List<String>> addNamed(SqlClient sql, String id, List<String> chargerIds, Instant now) {
    return sql.preparedQuery(
            """
            with named as (select distinct n from unnest($2::text[]) as n),
            added as (
              insert into campaign_item (campaign_id, charger_id, state, at)
              select $1, c.id, 'Waiting', $3 from named join charger c on c.id = named.n
              returning charger_id
            )
            select n from named where n collate "C" not in (select charger_id from added) limit 10
            """)
        .execute(Tuple.of(id, chargerIds.toArray(String[]::new), Sql.time(now)))
        .map(
            rows -> {
              List<String> unknown = new ArrayList<>();
              rows.forEach(row -> unknown.add(row.getString("n")));
              return unknown;
            });
  }

  Future<?> addMatching(SqlClient sql, String id, Filter filter, Instant now) {
    Conditions conditions = new Conditions();
    ChargerStore.match(
        conditions,
        filter.search(),
        filter.registration(),
        filter.online(),
        filter.status(),
        filter.site());
    equal(conditions, "c.vendor", filter.vendor());
    equal(conditions, "c.model", filter.model());
    equal(conditions, "c.firmware_version", filter.firmwareVersion());
    Tuple parameters = conditions.parameters();
    int first = parameters.size() + 1;
    parameters.addValue(id).addValue(Sql.time(now));
    return sql.preparedQuery(
            "insert into campaign_item (campaign_id, charger_id, state, at) select $"
                + first
                + ", c.id, 'Waiting', $"
                + (first + 1)
                + " from charger c join connection k on k.charger_id = c.id"
                + conditions.where())
        .execute(parameters);
  }

  private static void equal(Conditions conditions, String column, @Nullable String value) {
    if (value != null) {
      conditions.add(column + " = ?", Sql.required(value, 1_000));
    }
  }

  /** Counts its chargers, once all are added. */
  Future<Integer> setTotal(SqlClient sql, String id) {
    return sql.preparedQuery(
            """
            update campaign set total = (select count(*) from campaign_item where campaign_id = $1)
            where id = $1 returning total
            """)
        .execute(Tuple.of(id))
        .map(rows -> rows.iterator().next().getInteger("total"));
  }

  Future<@Nullable Campaign> get(SqlClient sql, String id) {
    return sql.preparedQuery(VIEW + "where c.id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.size() == 0 ? null : campaign(rows.iterator().next()));
  }

  /** A running campaign, kept from other nodes until the transaction ends. */
  Future<Boolean> hold(SqlClient sql, String id) {
    return sql.preparedQuery(
            "select id from campaign where id = $1 and state = 'Running' for update skip locked")
        .execute(Tuple.of(id))
        .map(rows -> rows.size() > 0);
  }

  Future<List<String>> running(SqlClient sql, int limit) {
    return sql.preparedQuery("select id from campaign where state = 'Running' limit $1")
        .execute(Tuple.of(limit))
        .map(
            rows -> {
              List<String> ids = new ArrayList<>();
              rows.forEach(row -> ids.add(row.getString("id")));
              return ids;
            });
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<Campaign>> list(SqlClient sql, CampaignQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.state() != null) {
      conditions.add("c.state = ?", query.state().name());
    }
    if (after != null) {
      conditions.add("(c.created_at, c.id) < (?, ?)", Sql.time(after.keyTime()), after.id());
    }
    return sql.preparedQuery(
            VIEW
                + conditions.where()
                + " order by c.created_at desc, c.id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Campaign> campaigns = new ArrayList<>();
              rows.forEach(row -> campaigns.add(campaign(row)));
              return campaigns;
            });
  }

  /** The next chargers whose turn it is; of a campaign that waits, only connected ones. */
  Future<List<Turn>> next(SqlClient sql, String id, boolean waits, int limit) {
    return sql.preparedQuery(
            """
            select i.charger_id, k.online
            from campaign_item i left join connection k on k.charger_id = i.charger_id
            where i.campaign_id = $1 and i.state = 'Waiting'
              and (not $2 or k.online is distinct from false)
            order by i.charger_id limit $3
            """)
        .execute(Tuple.of(id, waits, limit))
        .map(
            rows -> {
              List<Turn> turns = new ArrayList<>();
              rows.forEach(
                  row ->
                      turns.add(new Turn(row.getString("charger_id"), row.getBoolean("online"))));
              return turns;
            });
  }

  /** Opens the commands of these chargers; the nodes that hold their connections take them up. */
  Future<?> begin(
      SqlClient sql, Campaign campaign, List<Begun> begun, Instant expiresAt, Instant now) {
    return sql.preparedQuery(
            """
            with turns as (
              select * from unnest($2::text[], $3::text[]) as t(charger_id, command_id)
            ),
            opened as (
              insert into command
                (id, charger_id, action, request, state, requested_by, campaign_id, created_at,
                 expires_at, version)
              select t.command_id, t.charger_id, $4, $5, 'Queued', $6, $1, $7, $8, $9 from turns t
            )
            update campaign_item i set state = 'Running', command_id = t.command_id, at = $7
            from turns t where i.campaign_id = $1 and i.charger_id = t.charger_id
            """)
        .execute(
            Tuple.tuple()
                .addValue(campaign.id())
                .addValue(Sql.texts(begun, Begun::chargerId))
                .addValue(Sql.texts(begun, Begun::commandId))
                .addValue(campaign.action())
                .addValue(campaign.request())
                .addValue(campaign.requestedBy())
                .addValue(Sql.time(now))
                .addValue(Sql.time(expiresAt))
                .addValue(Sql.name(campaign.version())));
  }

  /**
   * Passes over the chargers that speak, or spoke last, another version than the campaign. One of
   * 2.1 understands what is said in the terms of 2.0.1.
   */
  Future<?> passOver(SqlClient sql, String id, @Nullable OcppVersion version, Instant now) {
    return sql.preparedQuery(
            """
            update campaign_item i set state = 'NotApplicable', at = $3,
              detail = 'the charging station speaks ' || coalesce(k.version, c.default_version)
            from charger c join connection k on k.charger_id = c.id
            where i.campaign_id = $1 and i.charger_id = c.id
              and coalesce(k.version, c.default_version) <> $2
              and not (coalesce(k.version, c.default_version) = 'V2_1' and $2 = 'V2_0_1')
            """)
        .execute(
            Tuple.of(id, (version == null ? OcppVersion.V1_6 : version).name(), Sql.time(now)));
  }

  /** Ends the turn of these chargers without a command. */
  Future<?> fail(SqlClient sql, String id, List<String> chargerIds, String detail, Instant now) {
    return sql.preparedQuery(
            """
            update campaign_item set state = 'Failed', detail = $3, at = $4
            where campaign_id = $1 and charger_id = any($2)
            """)
        .execute(Tuple.of(id, chargerIds.toArray(String[]::new), detail, Sql.time(now)));
  }

  /** Ends the turn of all chargers that still wait for it. */
  Future<?> endWaiting(SqlClient sql, String id, ResultState state, Instant now) {
    return sql.preparedQuery(
            """
            update campaign_item set state = $2, at = $3
            where campaign_id = $1 and state = 'Waiting'
            """)
        .execute(Tuple.of(id, state.name(), Sql.time(now)));
  }

  /** Chargers whose command is gone, with the charger that was removed. */
  Future<?> failOrphans(SqlClient sql, String id, Instant now) {
    return sql.preparedQuery(
            """
            update campaign_item i set state = 'Failed', at = $2,
              detail = 'the charging station was removed'
            where campaign_id = $1 and state = 'Running'
              and not exists (select from command c where c.id = i.command_id)
            """)
        .execute(Tuple.of(id, Sql.time(now)));
  }

  Future<?> close(SqlClient sql, String id, CampaignState state, Instant now) {
    return sql.preparedQuery("update campaign set state = $2, closed_at = $3 where id = $1")
        .execute(Tuple.of(id, state.name(), Sql.time(now)));
  }

  /** In order of the chargers' ids; one more than the page holds, if there are more. */
  Future<List<Result>> results(SqlClient sql, ResultQuery query, @Nullable Cursor after) {
    Conditions conditions =
        new Conditions().add("i.campaign_id = ?", Sql.required(query.campaignId(), 100));
    if (query.state() != null) {
      conditions.add("i.state = ?", query.state().name());
    }
    if (after != null) {
      conditions.add("i.charger_id > ?", after.id());
    }
    return sql.preparedQuery(
            """
            select i.*, p.firmware_status
            from campaign_item i left join progress p on p.charger_id = i.charger_id
            """
                + conditions.where()
                + " order by i.charger_id"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Result> results = new ArrayList<>();
              rows.forEach(row -> results.add(result(row)));
              return results;
            });
  }

  /** Deletes at most so many campaigns that ended before then. */
  Future<?> deleteClosed(SqlClient sql, Instant closedBefore, int limit) {
    return sql.preparedQuery(
            """
            delete from campaign where id in (
              select id from campaign where closed_at < $1 limit $2 for update skip locked)
            """)
        .execute(Tuple.of(Sql.time(closedBefore), limit));
  }

  private static Result result(Row row) {
    return new Result(
        row.getString("charger_id"),
        Sql.constant(row, "state", ResultState.class),
        row.getString("command_id"),
        row.getString("status"),
        row.getString("detail"),
        row.getString("firmware_status"),
        Sql.instant(row, "at"));
  }

  private static Campaign campaign(Row row) {
    return new Campaign(
        row.getString("id"),
        row.getString("name"),
        row.getString("action"),
        row.getString("request"),
        row.getInteger("parallelism"),
        Sql.constant(row, "state", CampaignState.class),
        row.getInteger("total"),
        counts(row.getString("counts")),
        row.getString("requested_by"),
        Sql.instant(row, "created_at"),
        Sql.instantOrNull(row, "expires_at"),
        Sql.instantOrNull(row, "closed_at"),
        row.getString("version") == null ? null : Sql.constant(row, "version", OcppVersion.class));
  }

  private static Map<ResultState, Long> counts(@Nullable String json) {
    Map<ResultState, Long> counts = new TreeMap<>();
    if (json != null) {
      new io.vertx.core.json.JsonObject(json)
          .forEach(
              entry ->
                  counts.put(
                      ResultState.valueOf(entry.getKey()),
                      ((Number) entry.getValue()).longValue()));
    }
    return counts;
  }
}
