package io.galvan.charger.policy;

import io.galvan.contract.policy.Configurations.ConfigurationKey;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration keys of chargers; names in any letter case are the same key. */
public final class ConfigurationStore {
  /** Whether the charger is stored; keeps it from being deleted until the transaction ends. */
  Future<Boolean> holds(SqlClient sql, String chargerId) {
    return sql.preparedQuery("select 1 from charger where id = $1 for key share")
        .execute(Tuple.of(chargerId))
        .map(rows -> rows.size() > 0);
  }

  /** Each key once. A key that waits for a reboot goes on waiting. */
  Future<?> put(SqlClient sql, String chargerId, List<ConfigurationKey> keys, Instant now) {
    return sql.preparedQuery(
            """
            insert into configuration as k
              (charger_id, key, readonly, value, reboot_required, updated_at)
            select $1, g.key, g.readonly, g.value, false, $5
            from unnest($2::text[], $3::boolean[], $4::text[]) as g(key, readonly, value)
            on conflict (charger_id, lower(key)) do update set
              key = excluded.key, readonly = excluded.readonly, value = excluded.value,
              updated_at = excluded.updated_at
            """)
        .execute(
            Tuple.of(
                chargerId,
                Sql.texts(keys, ConfigurationKey::key),
                Sql.flags(keys, ConfigurationKey::readonly),
                Sql.texts(keys, ConfigurationKey::value),
                Sql.time(now)));
  }

  Future<?> requireReboot(SqlClient sql, String chargerId, List<String> keys) {
    return sql.preparedQuery(
            """
            update configuration set reboot_required = true
            where charger_id = $1
              and lower(key) in (select lower(g.key collate "C") from unnest($2::text[]) as g(key))
            """)
        .execute(Tuple.of(chargerId).addArrayOfString(keys.toArray(String[]::new)));
  }

  Future<?> remove(SqlClient sql, String chargerId, List<String> keys) {
    return sql.preparedQuery(
            """
            delete from configuration
            where charger_id = $1
              and lower(key) in (select lower(g.key collate "C") from unnest($2::text[]) as g(key))
            """)
        .execute(Tuple.of(chargerId).addArrayOfString(keys.toArray(String[]::new)));
  }

  Future<?> removeAllBut(SqlClient sql, String chargerId, List<String> keys) {
    return sql.preparedQuery(
            """
            delete from configuration
            where charger_id = $1 and lower(key) not in (
              select lower(g.key collate "C") from unnest($2::text[]) as g(key))
            """)
        .execute(Tuple.of(chargerId).addArrayOfString(keys.toArray(String[]::new)));
  }

  /** All keys in order of their names; null if the charger is not known. */
  public Future<@Nullable List<StoredKey>> keys(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select k.key, k.readonly, k.value, k.reboot_required, k.updated_at
            from charger c left join configuration k on k.charger_id = c.id
            where c.id = $1 order by lower(k.key)
            """)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return null;
              }
              List<StoredKey> keys = new ArrayList<>(rows.size());
              for (Row row : rows) {
                if (row.getString("key") != null) {
                  keys.add(
                      new StoredKey(
                          row.getString("key"),
                          row.getBoolean("readonly"),
                          row.getString("value"),
                          row.getBoolean("reboot_required"),
                          Sql.instant(row, "updated_at")));
                }
              }
              return keys;
            });
  }
}
