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
import org.jspecify.annotations.Nullable;

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
      insert into announced_credential (charger_key, salt, iterations, hash, announced_at)
      values ($1, $2, $3, $4, $5)
      on conflict (charger_key) do update set salt = excluded.salt,
        iterations = excluded.iterations, hash = excluded.hash,
        announced_at = excluded.announced_at
      """;

  private static final String FULFIL =
      """
      with announced as (
        delete from announced_credential where charger_key = $1 returning *
      )
      insert into credential (charger_key, salt, iterations, hash, updated_at)
      select charger_key, salt, iterations, hash, $2 from announced
      on conflict (charger_key) do update set salt = excluded.salt,
        iterations = excluded.iterations, hash = excluded.hash, updated_at = excluded.updated_at
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

  Future<?> announce(UnitOfWork unit, String chargerKey, PasswordHash hash) {
    return unit.sql().preparedQuery(ANNOUNCE).execute(row(unit, chargerKey, hash));
  }

  Future<@Nullable PasswordHash> announced(String chargerKey) {
    return pool.preparedQuery(
            "select salt, iterations, hash from announced_credential where charger_key = $1")
        .execute(Tuple.of(chargerKey))
        .map(rows -> rows.size() == 0 ? null : PasswordHash.from(rows.iterator().next()));
  }

  /** What was announced holds from now on. */
  Future<?> fulfil(UnitOfWork unit, String chargerKey) {
    return unit.sql()
        .preparedQuery(FULFIL)
        .execute(Tuple.of(chargerKey, unit.now().atOffset(ZoneOffset.UTC)));
  }
}
