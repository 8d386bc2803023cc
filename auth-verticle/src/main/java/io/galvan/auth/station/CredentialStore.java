package io.galvan.auth.station;

import io.galvan.auth.block.PasswordHash;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The chargers' password hashes in PostgreSQL. Keys are lower-case identities. */
final class CredentialStore {
  private static final String HASHES =
      "select charger_key, salt, iterations, hash from credential where charger_key = any($1)";

  private static final String UPSERT =
      """
      insert into credential (charger_key, salt, iterations, hash, updated_at)
      values ($1, $2, $3, $4, $5)
      on conflict (charger_key) do update set salt = excluded.salt,
        iterations = excluded.iterations, hash = excluded.hash, updated_at = excluded.updated_at
      """;

  private static final String ANNOUNCE =
      """
      insert into announced_credential
        (charger_key, salt, iterations, hash, announced_at, command_id, place)
      values ($1, $2, $3, $4, $5, $6, $7)
      """;

  /** A proven password takes the place of the one that held, and of those sent before it. */
  private static final String PROVE =
      """
      with proven as (
        select * from announced_credential where id = $1 for update
      ), over as (
        delete from announced_credential a using proven p
        where a.charger_key = p.charger_key
          and (a.id = p.id or (a.place = p.place and a.id < p.id))
      )
      insert into credential (charger_key, salt, iterations, hash, updated_at)
      select charger_key, salt, iterations, hash, $2 from proven
      on conflict (charger_key) do update set salt = excluded.salt,
        iterations = excluded.iterations, hash = excluded.hash, updated_at = excluded.updated_at
      """;

  /** Those sent before to the same place are not there any more. */
  private static final String TAKEN =
      """
      delete from announced_credential a using announced_credential t
      where t.charger_key = $1 and t.command_id = $2 and t.place = $3
        and a.charger_key = t.charger_key and a.place = t.place and a.id < t.id
      """;

  private static final String REFUSED =
      """
      delete from announced_credential where charger_key = $1 and command_id = $2 and place = $3
      """;

  private static final String DELETE = "delete from credential where charger_key = $1";

  private static final String WITHDRAW = "delete from announced_credential where charger_key = $1";

  private final Pool pool;

  CredentialStore(Pool pool) {
    this.pool = pool;
  }

  Future<Map<String, PasswordHash>> hashes(Set<String> chargerKeys) {
    return pool.preparedQuery(HASHES)
        .execute(Tuple.of(chargerKeys.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, PasswordHash> hashes = new HashMap<>();
              for (Row row : rows) {
                hashes.put(row.getString("charger_key"), PasswordHash.from(row));
              }
              return hashes;
            });
  }

  /** Replaces the password; one that was announced before is worth nothing any more. */
  Future<?> put(UnitOfWork unit, String chargerKey, PasswordHash hash) {
    return unit.sql()
        .preparedQuery(UPSERT)
        .execute(row(unit, chargerKey, hash))
        .compose(ok -> withdraw(unit, chargerKey));
  }

  private static Tuple row(UnitOfWork unit, String chargerKey, PasswordHash hash) {
    return Tuple.of(
        chargerKey,
        hash.saltBuffer(),
        hash.iterations(),
        hash.hashBuffer(),
        unit.now().atOffset(ZoneOffset.UTC));
  }

  Future<?> delete(UnitOfWork unit, String chargerKey) {
    return unit.sql()
        .preparedQuery(DELETE)
        .execute(Tuple.of(chargerKey))
        .compose(ok -> withdraw(unit, chargerKey));
  }

  private static Future<?> withdraw(UnitOfWork unit, String chargerKey) {
    return unit.sql().preparedQuery(WITHDRAW).execute(Tuple.of(chargerKey));
  }

  /** One that waits to be proven. */
  record Announced(long id, PasswordHash hash) {}

  Future<?> announce(
      UnitOfWork unit, String chargerKey, String commandId, String place, PasswordHash hash) {
    return unit.sql()
        .preparedQuery(ANNOUNCE)
        .execute(row(unit, chargerKey, hash).addValue(commandId).addValue(place));
  }

  /** Those that wait to be proven, the one sent last first. */
  Future<List<Announced>> announced(SqlClient sql, String chargerKey) {
    return sql.preparedQuery(
            """
            select id, salt, iterations, hash from announced_credential
            where charger_key = $1 order by id desc
            """)
        .execute(Tuple.of(chargerKey))
        .map(
            rows -> {
              List<Announced> announced = new ArrayList<>();
              for (Row row : rows) {
                announced.add(new Announced(row.getLong("id"), PasswordHash.from(row)));
              }
              return announced;
            });
  }

  Future<List<Announced>> announced(String chargerKey) {
    return announced(pool, chargerKey);
  }

  /** A connection showed it; false when it is not announced any more. */
  Future<Boolean> prove(UnitOfWork unit, long id) {
    return unit.sql()
        .preparedQuery(PROVE)
        .execute(Tuple.of(id, unit.now().atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() > 0);
  }

  /** The station has taken it, but has not shown it yet. */
  Future<?> taken(UnitOfWork unit, String chargerKey, String commandId, String place) {
    return unit.sql().preparedQuery(TAKEN).execute(Tuple.of(chargerKey, commandId, place));
  }

  /** The station has not got it, or not taken it. */
  Future<?> refused(UnitOfWork unit, String chargerKey, String commandId, String place) {
    return unit.sql().preparedQuery(REFUSED).execute(Tuple.of(chargerKey, commandId, place));
  }
}
