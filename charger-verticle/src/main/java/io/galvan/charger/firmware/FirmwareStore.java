package io.galvan.charger.firmware;

import io.galvan.contract.firmware.Firmwares.Firmware;
import io.galvan.contract.firmware.Firmwares.NewFirmware;
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
import org.jspecify.annotations.Nullable;

/** Firmware images; their bytes are files. */
final class FirmwareStore {
  private static final String SELECT =
      "select w.*, f.size, f.sha256 from firmware w join file f on f.id = w.id";

  Future<?> add(SqlClient sql, NewFirmware firmware, Instant now) {
    return sql.preparedQuery(
            """
            insert into firmware (id, name, version, vendor, model, created_at)
            values ($1, $2, $3, $4, $5, $6)
            """)
        .execute(
            Tuple.of(
                firmware.content().fileId(),
                firmware.name(),
                firmware.version(),
                firmware.vendor(),
                firmware.model(),
                Sql.time(now)));
  }

  Future<@Nullable Firmware> get(SqlClient sql, String id) {
    return sql.preparedQuery(SELECT + " where w.id = $1")
        .execute(Tuple.of(id))
        .map(
            rows -> {
              List<Firmware> found = all(rows);
              return found.isEmpty() ? null : found.get(0);
            });
  }

  /** Newest first; one more than the page holds, if there are more. */
  Future<List<Firmware>> list(SqlClient sql, int limit, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (after != null) {
      conditions.add("(w.created_at, w.id) < (?, ?)", Sql.time(after.keyTime()), after.id());
    }
    return sql.preparedQuery(
            SELECT
                + conditions.where()
                + " order by w.created_at desc, w.id desc"
                + Conditions.limit(limit))
        .execute(conditions.parameters())
        .map(FirmwareStore::all);
  }

  /** Whether there was one; its bytes go with it. */
  Future<Boolean> delete(SqlClient sql, String id) {
    return sql.preparedQuery("delete from firmware where id = $1")
        .execute(Tuple.of(id))
        .compose(
            deleted ->
                sql.preparedQuery("delete from file where id = $1 and $2")
                    .execute(Tuple.of(id, deleted.rowCount() == 1))
                    .map(rows -> deleted.rowCount() == 1));
  }

  private static List<Firmware> all(Iterable<Row> rows) {
    List<Firmware> all = new ArrayList<>();
    for (Row row : rows) {
      all.add(
          new Firmware(
              row.getString("id"),
              row.getString("name"),
              row.getString("version"),
              row.getString("vendor"),
              row.getString("model"),
              row.getLong("size"),
              row.getString("sha256"),
              Sql.instant(row, "created_at")));
    }
    return all;
  }
}
