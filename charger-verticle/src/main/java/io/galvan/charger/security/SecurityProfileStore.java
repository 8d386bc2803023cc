package io.galvan.charger.security;

import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;

/** The least security profile of chargers, and those they have announced. */
final class SecurityProfileStore {
  /** Demands the profile from the next connection on; false if there is no such charger. */
  Future<Boolean> set(SqlClient sql, String chargerId, int profile, Instant now) {
    return sql.preparedQuery(
            """
            update charger set security_profile = $2, announced_profile = null, updated_at = $3
            where id = $1
            """)
        .execute(Tuple.of(chargerId, profile, Sql.time(now)))
        .map(rows -> rows.rowCount() > 0);
  }

  /** The charger will come with this profile; a lower one than demanded announces nothing. */
  Future<?> announce(SqlClient sql, String chargerId, int profile) {
    return sql.preparedQuery(
            """
            update charger set announced_profile = $2 where id = $1 and security_profile < $2
            """)
        .execute(Tuple.of(chargerId, profile));
  }

  /**
   * The charger came with this profile: true if that raised the least one, to one that it
   * announced, or to 2 once it has shown itself over TLS.
   */
  Future<Boolean> reached(SqlClient sql, String chargerId, int profile, Instant now) {
    return sql.preparedQuery(
            """
            update charger set
              security_profile = greatest(security_profile,
                case when announced_profile <= $2 then announced_profile else 0 end,
                case when $2 >= 2 then 2 else 0 end),
              announced_profile = case when announced_profile > $2 then announced_profile end,
              updated_at = $3
            where id = $1 and (announced_profile <= $2 or ($2 >= 2 and security_profile < 2))
            """)
        .execute(Tuple.of(chargerId, profile, Sql.time(now)))
        .map(rows -> rows.rowCount() > 0);
  }
}
