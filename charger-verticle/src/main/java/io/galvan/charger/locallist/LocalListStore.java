package io.galvan.charger.locallist;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.galvan.charger.block.Identity;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Sql;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the chargers' local authorization lists. */
final class LocalListStore {
  /**
   * @param updatedAt null when nothing was ever heard of the list
   */
  record Stored(LocalList list, @Nullable Instant updatedAt) {}

  private static final String COLUMNS =
      "version, reported_version, planned_version, entries::text as entries, last_update_type,"
          + " last_status, updated_at";

  /** The version that the charger speaks, or spoke last; 1.6 while nothing is known. */
  Future<OcppVersion> version(SqlClient sql, String chargerId) {
    return sql.preparedQuery(
            """
            select coalesce(k.version, c.default_version) as version
            from charger c left join connection k on k.charger_id = c.id where c.id = $1
            """)
        .execute(Tuple.of(chargerId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Identity.unknown(chargerId);
              }
              OcppVersion version =
                  Sql.constantOrNull(rows.iterator().next(), "version", OcppVersion.class);
              return version == null ? OcppVersion.V1_6 : version;
            });
  }

  Future<@Nullable Stored> find(SqlClient sql, String chargerId) {
    return sql.preparedQuery("select " + COLUMNS + " from local_list where charger_id = $1")
        .execute(Tuple.of(chargerId))
        .map(rows -> first(chargerId, rows));
  }

  /** The list, kept from changes by others until the transaction ends. */
  Future<LocalList> hold(SqlClient sql, String chargerId, Instant now) {
    Future<?> present =
        sql.preparedQuery(
                """
                insert into local_list (charger_id, planned_version, entries, updated_at)
                select id, 0, '[]', $2 from charger where id = $1
                on conflict do nothing
                """)
            .execute(Tuple.of(chargerId, Sql.time(now)));
    return present.compose(
        ok ->
            sql.preparedQuery(
                    "select " + COLUMNS + " from local_list where charger_id = $1 for update")
                .execute(Tuple.of(chargerId))
                .map(
                    rows -> {
                      Stored stored = first(chargerId, rows);
                      if (stored == null) {
                        throw Identity.unknown(chargerId);
                      }
                      return stored.list();
                    }));
  }

  Future<?> put(SqlClient sql, LocalList list, Instant now) {
    return sql.preparedQuery(
            """
            update local_list set version = $2, reported_version = $3, planned_version = $4,
              entries = $5::text::jsonb, last_update_type = $6, last_status = $7, updated_at = $8
            where charger_id = $1
            """)
        .execute(
            Tuple.from(
                new Object[] {
                  list.chargerId(),
                  list.version(),
                  list.reportedVersion(),
                  list.plannedVersion(),
                  Mapper.write(list.entries().values()),
                  Sql.name(list.lastUpdateType()),
                  list.lastStatus(),
                  Sql.time(now)
                }));
  }

  private static @Nullable Stored first(String chargerId, Iterable<Row> rows) {
    for (Row row : rows) {
      LocalList list =
          new LocalList(
              chargerId,
              row.getInteger("version"),
              row.getInteger("reported_version"),
              row.getInteger("planned_version"),
              LocalList.byKey(entries(row.getString("entries"))),
              Sql.constantOrNull(row, "last_update_type", ListUpdateType.class),
              row.getString("last_status"));
      return new Stored(list, Sql.instant(row, "updated_at"));
    }
    return null;
  }

  private static List<LocalList.Entry> entries(String json) {
    try {
      return List.of(Mapper.JSON.readValue(json, LocalList.Entry[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own writing cannot be read", e);
    }
  }
}
