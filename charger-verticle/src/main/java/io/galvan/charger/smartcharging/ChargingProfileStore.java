package io.galvan.charger.smartcharging;

import io.galvan.contract.smartcharging.ChargingProfiles.Owner;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileSlot;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateData;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateQuery;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Templates of charging profiles, and the profiles that chargers hold. */
final class ChargingProfileStore {
  private static final String COLUMNS = "id, data::text as data, created_at, updated_at";
  private static final int MAX_LISTED = 1_000;

  /** Fails with CONFLICT when the name is taken. */
  Future<?> create(SqlClient sql, String id, TemplateData data, Instant now) {
    return sql.preparedQuery(
            """
            insert into charging_profile_template (id, name, data, created_at, updated_at)
            values ($1, $2, $3::text::jsonb, $4, $4)
            """)
        .execute(Tuple.of(id, data.name(), Mapper.write(data), Sql.time(now)));
  }

  Future<?> replace(SqlClient sql, String id, TemplateData data, Instant now) {
    return sql.preparedQuery(
            """
            update charging_profile_template set name = $2, data = $3::text::jsonb, updated_at = $4
            where id = $1
            """)
        .execute(Tuple.of(id, data.name(), Mapper.write(data), Sql.time(now)));
  }

  Future<Boolean> delete(SqlClient sql, String id) {
    return sql.preparedQuery("delete from charging_profile_template where id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.rowCount() > 0);
  }

  Future<@Nullable Template> template(SqlClient sql, String id) {
    return sql.preparedQuery("select " + COLUMNS + " from charging_profile_template where id = $1")
        .execute(Tuple.of(id))
        .map(
            rows -> {
              for (Row row : rows) {
                return template(row);
              }
              return null;
            });
  }

  /** In order of their names; one more than the page holds, if there are more. */
  Future<List<Template>> templates(SqlClient sql, TemplateQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (after != null) {
      conditions.add("name > ?", after.key());
    }
    return sql.preparedQuery(
            "select "
                + COLUMNS
                + " from charging_profile_template"
                + conditions.where()
                + " order by name"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(
            rows -> {
              List<Template> templates = new ArrayList<>();
              rows.forEach(row -> templates.add(template(row)));
              return templates;
            });
  }

  private static Template template(Row row) {
    TemplateData data = Mapper.read(row.getString("data"), TemplateData.class);
    return new Template(
        row.getString("id"),
        data.name(),
        data.purpose(),
        data.kind(),
        data.recurrencyKind(),
        data.stackLevel(),
        data.validFrom(),
        data.validTo(),
        data.durationS(),
        data.startSchedule(),
        data.chargingRateUnit(),
        data.minChargingRate(),
        data.periods(),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }

  /**
   * A number for a new profile that no profile of the station has, whoever set it, above those that
   * the station keeps for limits of others (2.1, K01); null when the charger is unknown.
   */
  Future<@Nullable Integer> nextId(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select candidate.id
            from charger c
            left join lateral (
              select case when a.value ~ '^[0-9]{1,10}$' then a.value::bigint end as most
              from device_variable v
              join device_attribute a on a.variable_id = v.id and a.type = 'Actual'
              where v.charger_id = c.id and lower(v.component) = 'smartchargingctrlr'
                and lower(v.variable) = 'maxexternalconstraintsid'
              limit 1) others on true
            cross join lateral (
              select numbered.id
              from (select nextval('charging_profile_id') as id from generate_series(1, 5000)) next
              cross join lateral (
                select (case when others.most < 2147483647
                  then others.most + 1 + next.id % (2147483647 - others.most)
                  else next.id end)::int as id) numbered
              where not exists (
                select from charging_profile p
                where p.charger_id = c.id and p.profile_id = numbered.id)
              limit 1) candidate
            where c.id = $1
            """)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              for (Row row : rows) {
                return row.getInteger("id");
              }
              return null;
            });
  }

  /** The number of the profile that the charger holds there from us; null if it holds none. */
  Future<@Nullable Integer> numberAt(SqlClient sql, ProfileSlot slot) {
    return sql.preparedQuery(
            """
            select profile_id from charging_profile
            where charger_id = $1 and evse_id = $2 and purpose = $3 and stack_level = $4
              and source is null
              and ($5::text is null or station_transaction_id = $5)
            order by set_at desc limit 1
            """)
        .execute(
            Tuple.of(
                slot.chargerId(),
                slot.evseId(),
                slot.purpose(),
                slot.stackLevel(),
                slot.stationTransactionId()))
        .map(
            rows -> {
              for (Row row : rows) {
                return row.getInteger("profile_id");
              }
              return null;
            });
  }

  /**
   * The charger holds the profile now, instead of one with its number and of one with its purpose
   * and level at its place.
   *
   * @param commandId the command that set it, whose owner it has; null: the charger told of it, and
   *     the owner stays that of the profile with its number
   * @param reportedBy the request whose report told of it; null when the charger accepted it
   */
  Future<?> set(
      SqlClient sql,
      String chargerId,
      SetProfile profile,
      @Nullable String commandId,
      @Nullable Integer reportedBy) {
    Future<@Nullable String> replaced =
        sql.preparedQuery(
                """
                delete from charging_profile
                where charger_id = $1
                  and (profile_id = $2
                    or (evse_id = $3 and purpose = $4 and stack_level = $5
                      and source is not distinct from $6))
                returning profile_id, owner
                """)
            .execute(
                Tuple.of(
                    chargerId,
                    profile.profileId(),
                    profile.evseId(),
                    profile.purpose(),
                    profile.stackLevel(),
                    profile.source()))
            .map(
                rows -> {
                  for (Row row : rows) {
                    if (row.getInteger("profile_id") == profile.profileId()) {
                      return row.getString("owner");
                    }
                  }
                  return null;
                });
    return replaced.compose(
        owner ->
            sql.preparedQuery(
                    """
                    insert into charging_profile
                      (charger_id, profile_id, connector_id, purpose, stack_level, transaction_id,
                       profile, set_at, evse_id, station_transaction_id, source, reported_by, owner)
                    values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10, $11, $12,
                      case when $13::text is null then $14::text
                        else (select coalesce(profile_owner, 'Operator') from command
                              where id = $13) end)
                    """)
                .execute(
                    Tuple.from(
                        new Object[] {
                          chargerId,
                          profile.profileId(),
                          profile.connectorId(),
                          profile.purpose(),
                          profile.stackLevel(),
                          profile.transactionId(),
                          profile.profile(),
                          Sql.time(profile.setAt()),
                          profile.evseId(),
                          profile.stationTransactionId(),
                          profile.source(),
                          reportedBy,
                          commandId,
                          owner
                        })));
  }

  Future<?> clear(SqlClient sql, String chargerId, int profileId) {
    return sql.preparedQuery(
            "delete from charging_profile where charger_id = $1 and profile_id = $2")
        .execute(Tuple.of(chargerId, profileId));
  }

  /**
   * Which profiles a request names: those that match every criterion given.
   *
   * @param sources "CSO" is ours
   */
  record Criteria(
      @Nullable Integer evseId,
      @Nullable String purpose,
      @Nullable Integer stackLevel,
      @Nullable List<Integer> ids,
      @Nullable List<String> sources) {}

  private static final String MATCHING =
      """
       from charging_profile
      where charger_id = $1
        and ($2::int is null or evse_id = $2)
        and ($3::text is null or purpose = $3)
        and ($4::int is null or stack_level = $4)
        and ($5::int[] is null or profile_id = any($5))
        and ($6::text[] is null or coalesce(source, 'CSO') = any($6))
      """;

  private static Tuple matching(String chargerId, Criteria criteria) {
    List<Integer> ids = criteria.ids();
    List<String> sources = criteria.sources();
    return Tuple.tuple()
        .addValue(chargerId)
        .addValue(criteria.evseId())
        .addValue(criteria.purpose())
        .addValue(criteria.stackLevel())
        .addValue(ids == null ? null : ids.toArray(Integer[]::new))
        .addValue(sources == null ? null : sources.toArray(String[]::new));
  }

  Future<?> clear(SqlClient sql, String chargerId, Criteria criteria) {
    return sql.preparedQuery("delete" + MATCHING).execute(matching(chargerId, criteria));
  }

  /** Clears those that match but were not in the report, set before it was asked for. */
  Future<?> clearUnreported(
      SqlClient sql, String chargerId, Criteria criteria, int requestId, Instant askedAt) {
    return sql.preparedQuery(
            "delete" + MATCHING + " and reported_by is distinct from $7 and set_at < $8")
        .execute(matching(chargerId, criteria).addValue(requestId).addValue(Sql.time(askedAt)));
  }

  /** The request for this report, and when it was made; null when nobody asked. */
  Future<@Nullable AskedReport> reportAsked(SqlClient sql, String chargerId, int requestId) {
    return sql.preparedQuery(
            """
            select request, created_at from command
            where charger_id = $1 and action = 'GetChargingProfiles'
              and request::json ->> 'requestId' = $2::int::text
            order by created_at desc limit 1
            """)
        .execute(Tuple.of(chargerId, requestId))
        .map(
            rows -> {
              for (Row row : rows) {
                return new AskedReport(row.getString("request"), Sql.instant(row, "created_at"));
              }
              return null;
            });
  }

  record AskedReport(String request, Instant at) {}

  /** A transaction that ended, and until when what was set before was meant for it. */
  record EndedTransaction(String chargerId, String stationId, int evseId, Instant until) {}

  /** Clears what was set for transactions: named by it, or for whichever ran on its connector. */
  Future<?> clearOfTransactions(SqlClient sql, List<EndedTransaction> ended) {
    return sql.preparedQuery(
            """
            delete from charging_profile p
            using unnest($1::text[], $2::text[], $3::int[], $4::timestamptz[])
              as e (charger_id, transaction_id, evse_id, until)
            where p.charger_id = e.charger_id and p.purpose = 'TxProfile' and p.set_at <= e.until
              and (p.station_transaction_id = e.transaction_id
                or (p.station_transaction_id is null and p.evse_id in (0, e.evse_id)))
            """)
        .execute(
            Tuple.of(
                Sql.texts(ended, EndedTransaction::chargerId),
                Sql.texts(ended, EndedTransaction::stationId),
                Sql.ints(ended, EndedTransaction::evseId),
                Sql.times(ended, EndedTransaction::until)));
  }

  /** What the charger holds, by connector and level; null if the charger is unknown. */
  Future<@Nullable List<SetProfile>> profiles(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select p.profile_id, p.connector_id, p.purpose, p.stack_level, p.transaction_id,
              p.profile::text as profile, p.set_at, p.evse_id, p.station_transaction_id, p.source,
              p.owner
            from charger c left join charging_profile p on p.charger_id = c.id
            where c.id = $1
            order by p.evse_id, p.purpose, p.stack_level, p.profile_id
            limit $2
            """)
        .execute(Tuple.of(chargerId, MAX_LISTED))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              List<SetProfile> profiles = new ArrayList<>();
              for (Row row : rows) {
                if (row.getInteger("profile_id") != null) {
                  profiles.add(
                      new SetProfile(
                          row.getInteger("profile_id"),
                          row.getInteger("connector_id"),
                          row.getString("purpose"),
                          row.getInteger("stack_level"),
                          row.getLong("transaction_id"),
                          row.getString("profile"),
                          Sql.instant(row, "set_at"),
                          row.getInteger("evse_id"),
                          row.getString("station_transaction_id"),
                          row.getString("source"),
                          Sql.constantOrNull(row, "owner", Owner.class)));
                }
              }
              return profiles;
            });
  }
}
