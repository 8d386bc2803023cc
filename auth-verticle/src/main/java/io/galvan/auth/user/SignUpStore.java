package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.auth.block.PasswordHash;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sign-ups in PostgreSQL whose addresses are not proven yet. */
final class SignUpStore {
  private static final String INSERT =
      """
      insert into sign_up (code_hash, email_key, email, name, salt, iterations, hash, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      """;

  /** All are good for as long, so the first to expire are the oldest. */
  private static final String DELETE_BEYOND =
      """
      delete from sign_up where code_hash in (
        select code_hash from sign_up where $1::text is null or email_key = $1
        order by expires_at desc offset $2)
      """;

  private static final String FIND =
      """
      select email, name, salt, iterations, hash from sign_up
      where code_hash = $1 and expires_at > $2 for update
      """;

  private static final String DELETE_OF = "delete from sign_up where email_key = $1";
  private static final String PRUNE = "delete from sign_up where expires_at <= $1";

  /** A sign-up that waits for its address to be proven. */
  record Pending(String email, String name, PasswordHash password) {}

  /** Stores one more; the oldest beyond so many of its address, and so many in all, make way. */
  Future<?> insert(
      UnitOfWork unit,
      byte[] codeHash,
      Pending pending,
      Instant expiresAt,
      int mostOfAnAddress,
      int most) {
    String key = Fields.key(pending.email());
    return deleteBeyond(unit, key, mostOfAnAddress - 1)
        .compose(ok -> deleteBeyond(unit, null, most - 1))
        .compose(
            ok ->
                unit.sql()
                    .preparedQuery(INSERT)
                    .execute(
                        Tuple.of(
                            Buffer.buffer(codeHash),
                            key,
                            pending.email(),
                            pending.name(),
                            pending.password().saltBuffer(),
                            pending.password().iterations(),
                            pending.password().hashBuffer(),
                            expiresAt.atOffset(ZoneOffset.UTC))));
  }

  private static Future<?> deleteBeyond(UnitOfWork unit, @Nullable String key, int most) {
    return unit.sql().preparedQuery(DELETE_BEYOND).execute(Tuple.of(key, most));
  }

  Future<Optional<Pending>> find(UnitOfWork unit, byte[] codeHash) {
    return unit.sql()
        .preparedQuery(FIND)
        .execute(Tuple.of(Buffer.buffer(codeHash), now(unit)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next())
                        .map(
                            row ->
                                new Pending(
                                    row.getString("email"),
                                    row.getString("name"),
                                    PasswordHash.from(row))));
  }

  /** All of an address are over when one is confirmed. */
  Future<?> deleteOf(UnitOfWork unit, String email) {
    return unit.sql().preparedQuery(DELETE_OF).execute(Tuple.of(Fields.key(email)));
  }

  Future<?> prune(UnitOfWork unit) {
    return unit.sql().preparedQuery(PRUNE).execute(Tuple.of(now(unit)));
  }

  private static OffsetDateTime now(UnitOfWork unit) {
    return unit.now().atOffset(ZoneOffset.UTC);
  }
}
