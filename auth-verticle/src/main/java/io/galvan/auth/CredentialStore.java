package io.galvan.auth;

import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.HashMap;
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

  private static final String DELETE = "delete from credential where charger_key = $1";

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

  Future<?> put(UnitOfWork unit, String chargerKey, PasswordHash hash) {
    return unit.sql()
        .preparedQuery(UPSERT)
        .execute(
            Tuple.of(
                chargerKey,
                hash.saltBuffer(),
                hash.iterations(),
                hash.hashBuffer(),
                unit.now().atOffset(ZoneOffset.UTC)));
  }

  Future<?> delete(UnitOfWork unit, String chargerKey) {
    return unit.sql().preparedQuery(DELETE).execute(Tuple.of(chargerKey));
  }
}
