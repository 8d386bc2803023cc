package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.contract.user.ApiKeys.ApiKey;
import io.galvan.contract.user.ApiKeys.KeyRole;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keys of programs, and which of their grants have ended, in PostgreSQL. */
final class ApiKeyStore {
  private static final int MOST_ENDED = 100_000;

  private static final String COLUMNS =
      """
       id, prefix, name, role, requests_per_minute, expires_at, created_by, created_at, rotated_at,
        last_used_at, hash, grant_id
      """;

  private static final String FIND = "select" + COLUMNS + "from api_key where id = $1";

  private static final String LOCK = FIND + " for update";

  private static final String FIND_BY_PREFIX =
      "select" + COLUMNS + "from api_key where prefix = $1";

  private static final String LIST =
      "select"
          + COLUMNS
          + """
          from api_key
          where (name_key, id) > ($1, $2)
            and ($3::text is null or starts_with(prefix, $3) or position($3 in name_key) > 0)
          order by name_key, id
          limit $4
          """;

  /** One after the other, so that there are never more. */
  private static final String LOCK_COUNT =
      "select pg_advisory_xact_lock(hashtext('auth.api-keys'))";

  private static final String INSERT =
      """
      insert into api_key (id, prefix, hash, grant_id, name, name_key, role, requests_per_minute,
        expires_at, created_by, created_at)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
      where (select count(*) from api_key) < $12
      returning
      """
          + COLUMNS;

  private static final String REPLACE =
      """
      update api_key set name = $2, name_key = $3, role = $4, requests_per_minute = $5,
        expires_at = $6, grant_id = $7
      where id = $1
      returning
      """
          + COLUMNS;

  private static final String ROTATE =
      """
      update api_key set hash = $2, grant_id = $3, rotated_at = $4 where id = $1
      returning
      """
          + COLUMNS;

  private static final String DELETE = "delete from api_key where id = $1";

  private static final String END =
      "insert into ended_grant (id, ended_at) values ($1, $2) on conflict do nothing";

  private static final String PRUNE = "delete from ended_grant where ended_at <= $1";

  private static final String TOUCH =
      """
      update api_key set last_used_at = $2
      where id = $1 and (last_used_at is null or last_used_at <= $3)
      """;

  /** An expired one ends by the time alone. */
  private static final String ENDED =
      """
      (select id from ended_grant where ended_at > $1 order by ended_at desc limit $3)
      union all
      (select grant_id from api_key where expires_at > $1 and expires_at <= $2)
      """;

  private final Pool pool;

  /** A key with what proves it. */
  record Stored(ApiKey key, byte[] hash, UUID grantId) {}

  ApiKeyStore(Pool pool) {
    this.pool = pool;
  }

  Future<Optional<Stored>> find(UUID id) {
    return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(ApiKeyStore::first);
  }

  Future<Optional<Stored>> find(String prefix) {
    return pool.preparedQuery(FIND_BY_PREFIX).execute(Tuple.of(prefix)).map(ApiKeyStore::first);
  }

  /** The key, which no other may change before the transaction ends. */
  Future<Optional<Stored>> lock(UnitOfWork unit, UUID id) {
    return unit.sql().preparedQuery(LOCK).execute(Tuple.of(id)).map(ApiKeyStore::first);
  }

  /** By name, those after the given one. */
  Future<List<ApiKey>> list(String afterName, UUID afterId, @Nullable String search, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(afterName, afterId, search, limit))
        .map(
            rows -> {
              List<ApiKey> keys = new ArrayList<>(rows.size());
              rows.forEach(row -> keys.add(key(row)));
              return keys;
            });
  }

  /**
   * Empty when there are so many already.
   *
   * @param key with its id, prefix and all that people give
   */
  Future<Optional<Stored>> insert(
      UnitOfWork unit, ApiKey key, byte[] hash, UUID grantId, int most) {
    return unit.sql()
        .query(LOCK_COUNT)
        .execute()
        .compose(
            ok ->
                unit.sql()
                    .preparedQuery(INSERT)
                    .execute(
                        Tuple.of(
                            UUID.fromString(key.id()),
                            key.prefix(),
                            Buffer.buffer(hash),
                            grantId,
                            key.name(),
                            Fields.key(key.name()),
                            key.role().name(),
                            key.requestsPerMinute(),
                            at(key.expiresAt()),
                            key.createdBy(),
                            at(key.createdAt()),
                            most)))
        .map(ApiKeyStore::first);
  }

  /** The key as it is to be, with the grant that it has then. */
  Future<Stored> replace(
      UnitOfWork unit,
      UUID id,
      String name,
      KeyRole role,
      int requestsPerMinute,
      @Nullable Instant expiresAt,
      UUID grantId) {
    return unit.sql()
        .preparedQuery(REPLACE)
        .execute(
            Tuple.of(
                id, name, Fields.key(name), role.name(), requestsPerMinute, at(expiresAt), grantId))
        .map(rows -> first(rows).orElseThrow());
  }

  Future<Stored> rotate(UnitOfWork unit, UUID id, byte[] hash, UUID grantId) {
    return unit.sql()
        .preparedQuery(ROTATE)
        .execute(Tuple.of(id, Buffer.buffer(hash), grantId, at(unit.now())))
        .map(rows -> first(rows).orElseThrow());
  }

  Future<?> delete(UnitOfWork unit, UUID id) {
    return unit.sql().preparedQuery(DELETE).execute(Tuple.of(id));
  }

  /** All that was opened by the grant ends on every node. */
  Future<?> end(UnitOfWork unit, UUID grantId) {
    return unit.sql().preparedQuery(END).execute(Tuple.of(grantId, at(unit.now())));
  }

  /** Notes that the key is used, at most so often. */
  Future<?> touch(UnitOfWork unit, UUID id, Duration every) {
    return unit.sql()
        .preparedQuery(TOUCH)
        .execute(Tuple.of(id, at(unit.now()), at(unit.now().minus(every))));
  }

  /** The grants that ended after a time, and until now. */
  Future<List<String>> ended(Instant after, Instant now) {
    return pool.preparedQuery(ENDED)
        .execute(Tuple.of(at(after), at(now), MOST_ENDED))
        .map(
            rows -> {
              List<String> ids = new ArrayList<>(rows.size());
              rows.forEach(row -> ids.add(row.getUUID(0).toString()));
              return ids;
            });
  }

  /** Forgets which grants ended long ago. */
  Future<?> prune(UnitOfWork unit, Duration kept) {
    return unit.sql().preparedQuery(PRUNE).execute(Tuple.of(at(unit.now().minus(kept))));
  }

  private static Optional<Stored> first(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(
        new Stored(key(row), row.getBuffer("hash").getBytes(), row.getUUID("grant_id")));
  }

  private static ApiKey key(Row row) {
    return new ApiKey(
        row.getUUID("id").toString(),
        row.getString("prefix"),
        row.getString("name"),
        KeyRole.valueOf(row.getString("role")),
        row.getInteger("requests_per_minute"),
        instant(row, "expires_at"),
        row.getString("created_by"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "rotated_at"),
        instant(row, "last_used_at"));
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }

  private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
