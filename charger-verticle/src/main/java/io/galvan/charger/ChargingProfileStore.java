package io.galvan.charger;

import io.galvan.platform.contract.ChargingProfiles.SetProfile;
import io.galvan.platform.contract.ChargingProfiles.Template;
import io.galvan.platform.contract.ChargingProfiles.TemplateData;
import io.galvan.platform.contract.ChargingProfiles.TemplateQuery;
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

  /** A number for a new profile; null when the charger is unknown. */
  Future<@Nullable Integer> nextId(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            "select nextval('charging_profile_id')::int as id from charger where id = $1")
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              for (Row row : rows) {
                return row.getInteger("id");
              }
              return null;
            });
  }

  /**
   * The charger holds the profile now, instead of one with its number and of one with its purpose
   * and level on its connector.
   */
  Future<?> set(SqlClient sql, String chargerId, SetProfile profile) {
    Future<?> replaced =
        sql.preparedQuery(
                """
                delete from charging_profile
                where charger_id = $1
                  and (profile_id = $2
                    or (connector_id = $3 and purpose = $4 and stack_level = $5))
                """)
            .execute(
                Tuple.of(
                    chargerId,
                    profile.profileId(),
                    profile.connectorId(),
                    profile.purpose(),
                    profile.stackLevel()));
    return replaced.compose(
        ok ->
            sql.preparedQuery(
                    """
                    insert into charging_profile
                      (charger_id, profile_id, connector_id, purpose, stack_level, transaction_id,
                       profile, set_at)
                    values ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8)
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
                          Sql.time(profile.setAt())
                        })));
  }

  Future<?> clear(SqlClient sql, String chargerId, int profileId) {
    return sql.preparedQuery(
            "delete from charging_profile where charger_id = $1 and profile_id = $2")
        .execute(Tuple.of(chargerId, profileId));
  }

  /** Clears those that match every criterion given; all of them when none is. */
  Future<?> clear(
      SqlClient sql,
      String chargerId,
      @Nullable Integer connectorId,
      @Nullable String purpose,
      @Nullable Integer stackLevel) {
    return sql.preparedQuery(
            """
            delete from charging_profile
            where charger_id = $1
              and ($2::int is null or connector_id = $2)
              and ($3::text is null or purpose = $3)
              and ($4::int is null or stack_level = $4)
            """)
        .execute(Tuple.of(chargerId, connectorId, purpose, stackLevel));
  }

  /**
   * Clears what was set for a transaction up to then: named by it, or for whichever ran on its
   * connector.
   */
  Future<?> clearOfTransaction(
      SqlClient sql, String chargerId, long transactionId, int connectorId, Instant until) {
    return sql.preparedQuery(
            """
            delete from charging_profile
            where charger_id = $1 and purpose = 'TxProfile' and set_at <= $4
              and (transaction_id = $2 or (transaction_id is null and connector_id = $3))
            """)
        .execute(Tuple.of(chargerId, transactionId, connectorId, Sql.time(until)));
  }

  /** What the charger holds, by connector and level; null if the charger is unknown. */
  Future<@Nullable List<SetProfile>> profiles(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select p.profile_id, p.connector_id, p.purpose, p.stack_level, p.transaction_id,
              p.profile::text as profile, p.set_at
            from charger c left join charging_profile p on p.charger_id = c.id
            where c.id = $1
            order by p.connector_id, p.purpose, p.stack_level, p.profile_id
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
                          Sql.instant(row, "set_at")));
                }
              }
              return profiles;
            });
  }
}
