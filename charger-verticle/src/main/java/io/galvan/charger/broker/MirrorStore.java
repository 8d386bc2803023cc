package io.galvan.charger.broker;

import io.galvan.contract.broker.Mirrors.Mirroring;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The chargers that are mirrored to MQTT. */
final class MirrorStore {
  /** Empty when the charger is not known. */
  Future<Optional<Mirroring>> get(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select c.id, m.charger_id is not null as mirror
            from charger c left join charger_mirror m on m.charger_id = c.id
            where c.id = $1
            """)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              for (Row row : rows) {
                return Optional.of(new Mirroring(row.getString("id"), row.getBoolean("mirror")));
              }
              return Optional.empty();
            });
  }

  Future<?> set(SqlClient sql, Mirroring wanted) {
    String change =
        wanted.mirror()
            ? "insert into charger_mirror (charger_id) values ($1) on conflict do nothing"
            : "delete from charger_mirror where charger_id = $1";
    return sql.preparedQuery(change).execute(Tuple.of(wanted.chargerId()));
  }

  Future<List<String>> all(SqlClient sql) {
    return sql.query("select charger_id from charger_mirror order by charger_id")
        .execute()
        .map(
            rows -> {
              List<String> ids = new ArrayList<>(rows.size());
              rows.forEach(row -> ids.add(row.getString("charger_id")));
              return ids;
            });
  }
}
