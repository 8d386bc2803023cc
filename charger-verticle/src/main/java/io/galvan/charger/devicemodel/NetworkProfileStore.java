package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.NetworkProfile;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connection profiles of stations, by slot. */
final class NetworkProfileStore {
  private static final int MOST = 100;

  /**
   * @param request the payload of SetNetworkProfile
   */
  Future<?> put(SqlClient sql, String chargerId, int slot, String request, Instant now) {
    return sql.preparedQuery(
            """
            insert into network_profile (charger_id, slot, profile, updated_at)
            select id, $2, ($3::text::jsonb -> 'connectionData')::text, $4
            from charger where id = $1
            on conflict (charger_id, slot) do update set
              profile = excluded.profile, updated_at = excluded.updated_at
            """)
        .execute(Tuple.of(chargerId, slot, request, Sql.time(now)));
  }

  Future<List<NetworkProfile>> list(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            "select * from network_profile where charger_id = $1 order by slot limit " + MOST)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              List<NetworkProfile> profiles = new ArrayList<>();
              rows.forEach(
                  row ->
                      profiles.add(
                          new NetworkProfile(
                              row.getInteger("slot"),
                              row.getString("profile"),
                              Sql.instant(row, "updated_at"))));
              return profiles;
            });
  }

  /**
   * The security profile that a slot stands for: as the station accepted it as a whole, else as its
   * variables have it (NetworkConfiguration, since 2.1).
   */
  Future<@Nullable Integer> securityProfile(SqlClient sql, String chargerId, int slot) {
    return sql.preparedQuery(
            """
            select (profile::jsonb ->> 'securityProfile')::int as security_profile
            from network_profile where charger_id = $1 and slot = $2::int
            union all
            select a.value::int from device_variable v
              join device_attribute a on a.variable_id = v.id and a.type = 'Actual'
            where v.charger_id = $1 and lower(v.component) = 'networkconfiguration'
              and v.component_instance = ($2::int)::text and lower(v.variable) = 'securityprofile'
              and a.value ~ '^[0-9]$'
            limit 1
            """)
        .execute(Tuple.of(chargerId, slot))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getInteger(0));
  }
}
