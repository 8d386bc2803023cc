package io.galvan.charger.connection;

import io.galvan.contract.registration.Chargers.NameClaim;
import io.galvan.contract.registration.Chargers.NameKind;
import io.galvan.contract.registration.Chargers.NameStanding;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Which chargers have a name, as identity or serial number, in any letter case. */
final class NameStore {
  private static final int NAME_LENGTH = 1_000;

  Future<NameStanding> standing(SqlClient sql, NameClaim claim) {
    return sql.preparedQuery(
            """
            with named as (
              select id, serial_number_proved as proved, false as identity from charger
              where lower(serial_number collate "C") = lower($2 collate "C")
              union all
              select id, charge_box_serial_number_proved, false from charger
              where lower(charge_box_serial_number collate "C") = lower($2 collate "C")
              union all
              select id, true, true from charger where lower(id) = lower($2 collate "C")
            )
            select
              coalesce(bool_or(identity) filter (where id = $1), false) as identity,
              coalesce(bool_or(proved) filter (where id = $1), false) as proved,
              count(*) filter (where id = $1) > 0 as own,
              min(id) filter (where id <> $1) as other
            from named
            """)
        .execute(Tuple.of(claim.chargerId(), Sql.required(claim.commonName(), NAME_LENGTH)))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new NameStanding(kind(row), row.getString("other"));
            });
  }

  private static NameKind kind(Row row) {
    if (!row.getBoolean("own")) {
      return NameKind.None;
    }
    if (row.getBoolean("identity")) {
      return NameKind.Identity;
    }
    return row.getBoolean("proved") ? NameKind.SerialNumber : NameKind.UnprovedSerialNumber;
  }
}
