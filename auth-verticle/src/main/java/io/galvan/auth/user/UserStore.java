package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.auth.block.PasswordHash;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The users and the signing key in PostgreSQL. */
final class UserStore {
  private static final String COLUMNS = "id, email, name, role, created_at, last_sign_in_at";

  private static final String FIND = "select " + COLUMNS + " from account where id = $1";

  private static final String LIST =
      "select "
          + COLUMNS
          + """
           from account
          where email_key > $1
            and ($2::text is null or position($2 in email_key) > 0 or position($2 in lower(name)) > 0)
          order by email_key
          limit $3
          """;

  private static final String LOGIN =
      "select "
          + COLUMNS
          + """
          , salt, iterations, hash, exists (
              select from sign_in_address a
              where a.account_id = account.id and a.network = $2 and a.signed_in_at > $3) as known
          from account where email_key = $1
          """;

  private static final String LOGIN_OF =
      "select " + COLUMNS + ", salt, iterations, hash, true as known from account where id = $1";

  private static final String NOTE_ADDRESS =
      """
      insert into sign_in_address (account_id, network, signed_in_at) values ($1, $2, $3)
      on conflict (account_id, network) do update set signed_in_at = excluded.signed_in_at
      """;

  private static final String PRUNE_ADDRESSES =
      "delete from sign_in_address where signed_in_at <= $1";

  private static final String INSERT =
      """
      insert into account (id, email_key, email, name, role, salt, iterations, hash, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (email_key) do nothing
      returning
      """
          + COLUMNS;

  private static final String SIGNED_IN =
      "update account set last_sign_in_at = $2 where id = $1 and hash = $3 returning " + COLUMNS;

  private static final String EDIT =
      """
      update account set name = coalesce($2, name), role = coalesce($3, role),
        salt = coalesce($4, salt), iterations = coalesce($5, iterations), hash = coalesce($6, hash)
      where id = $1
      returning
      """
          + COLUMNS;

  private static final String CHANGE_PASSWORD =
      """
      update account set salt = $3, iterations = $4, hash = $5 where id = $1 and hash = $2
      """;

  private static final String DELETE = "delete from account where id = $1";

  private static final String LOCK_ADMINS =
      "select id from account where role = 'Admin' order by id for update";

  private static final String LOCK_FIRST_ADMIN =
      "select pg_advisory_xact_lock(hashtext('auth.first-admin'))";

  private static final String HAS_ADMIN =
      "select exists (select from account where role = 'Admin') as found";

  private static final String INSERT_KEY =
      """
      insert into signing_key (id, public_pem, private_pem, created_at) values (1, $1, $2, $3)
      on conflict do nothing
      """;

  private static final String KEY = "select public_pem, private_pem from signing_key where id = 1";

  private final Pool pool;

  /**
   * A user with what proves their password.
   *
   * @param known whether they signed in from this network of late
   */
  record Login(User user, PasswordHash password, boolean known) {}

  UserStore(Pool pool) {
    this.pool = pool;
  }

  Future<Optional<User>> find(UUID id) {
    return pool.preparedQuery(FIND).execute(Tuple.of(id)).map(UserStore::first);
  }

  /** As it is in the transaction. */
  Future<Optional<User>> find(UnitOfWork unit, UUID id) {
    return unit.sql().preparedQuery(FIND).execute(Tuple.of(id)).map(UserStore::first);
  }

  /** In the order of their e-mail addresses, those after the given one. */
  Future<List<User>> list(String after, @Nullable String search, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(after, search, limit))
        .map(
            rows -> {
              List<User> users = new ArrayList<>(rows.size());
              rows.forEach(row -> users.add(user(row)));
              return users;
            });
  }

  /**
   * @param network known is who signed in from there after {@code since}
   */
  Future<Optional<Login>> login(String emailKey, String network, Instant since) {
    return pool.preparedQuery(LOGIN)
        .execute(Tuple.of(emailKey, network, since.atOffset(ZoneOffset.UTC)))
        .map(UserStore::firstLogin);
  }

  /** Whether there is such a user. */
  Future<Boolean> exists(String emailKey) {
    return login(emailKey, "", Instant.EPOCH).map(Optional::isPresent);
  }

  /** Remembers where a user signed in from. */
  Future<?> noteAddress(UnitOfWork unit, UUID id, String network) {
    return unit.sql().preparedQuery(NOTE_ADDRESS).execute(Tuple.of(id, network, now(unit)));
  }

  /** Forgets where nobody signed in from since then. */
  Future<?> pruneAddresses(UnitOfWork unit, Instant since) {
    return unit.sql()
        .preparedQuery(PRUNE_ADDRESSES)
        .execute(Tuple.of(since.atOffset(ZoneOffset.UTC)));
  }

  Future<Optional<Login>> login(UUID id) {
    return pool.preparedQuery(LOGIN_OF).execute(Tuple.of(id)).map(UserStore::firstLogin);
  }

  /** Empty when the e-mail address is taken. */
  Future<Optional<User>> insert(
      UnitOfWork unit, String email, String name, Role role, PasswordHash password) {
    return unit.sql()
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                UUID.randomUUID(),
                Fields.key(email),
                email,
                name,
                role.name(),
                password.saltBuffer(),
                password.iterations(),
                password.hashBuffer(),
                now(unit)))
        .map(UserStore::first);
  }

  /**
   * Empty when the user is gone, or has another password than the one that was proven: it may be
   * changed while the proof, which is slow, is under way.
   */
  Future<Optional<User>> signedIn(UnitOfWork unit, UUID id, PasswordHash proven) {
    return unit.sql()
        .preparedQuery(SIGNED_IN)
        .execute(Tuple.of(id, now(unit), proven.hashBuffer()))
        .map(UserStore::first);
  }

  /** False when the user is gone, or has another password than the one that was proven. */
  Future<Boolean> changePassword(
      UnitOfWork unit, UUID id, PasswordHash proven, PasswordHash fresh) {
    return unit.sql()
        .preparedQuery(CHANGE_PASSWORD)
        .execute(
            Tuple.of(
                id,
                proven.hashBuffer(),
                fresh.saltBuffer(),
                fresh.iterations(),
                fresh.hashBuffer()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Changes what is not null; empty when there is no such user. */
  Future<Optional<User>> edit(
      UnitOfWork unit,
      UUID id,
      @Nullable String name,
      @Nullable Role role,
      @Nullable PasswordHash password) {
    return unit.sql()
        .preparedQuery(EDIT)
        .execute(
            Tuple.of(
                id,
                name,
                role == null ? null : role.name(),
                password == null ? null : password.saltBuffer(),
                password == null ? null : password.iterations(),
                password == null ? null : password.hashBuffer()))
        .map(UserStore::first);
  }

  /** False when there is no such user. */
  Future<Boolean> delete(UnitOfWork unit, UUID id) {
    return unit.sql().preparedQuery(DELETE).execute(Tuple.of(id)).map(rows -> rows.rowCount() == 1);
  }

  /** The ids of all admins, who stay admins until the transaction ends. */
  Future<List<UUID>> lockAdmins(UnitOfWork unit) {
    return unit.sql()
        .preparedQuery(LOCK_ADMINS)
        .execute()
        .map(
            rows -> {
              List<UUID> ids = new ArrayList<>(rows.size());
              rows.forEach(row -> ids.add(row.getUUID("id")));
              return ids;
            });
  }

  Future<Boolean> hasAdmin() {
    return pool.query(HAS_ADMIN).execute().map(UserStore::found);
  }

  /** As {@link #hasAdmin()}, and no other node gets an answer before the transaction ends. */
  Future<Boolean> lockAndHasAdmin(UnitOfWork unit) {
    return unit.sql()
        .query(LOCK_FIRST_ADMIN)
        .execute()
        .compose(locked -> unit.sql().query(HAS_ADMIN).execute())
        .map(UserStore::found);
  }

  /** Stores the key unless there is one, and answers the one that is stored. */
  Future<SigningKey> signingKey(UnitOfWork unit, SigningKey candidate) {
    return unit.sql()
        .preparedQuery(INSERT_KEY)
        .execute(Tuple.of(candidate.publicPem(), candidate.privatePem(), now(unit)))
        .compose(ok -> unit.sql().query(KEY).execute())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new SigningKey(row.getString("public_pem"), row.getString("private_pem"));
            });
  }

  private static boolean found(RowSet<Row> rows) {
    return rows.iterator().next().getBoolean("found");
  }

  private static Optional<User> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(user(rows.iterator().next()));
  }

  private static Optional<Login> firstLogin(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row row = rows.iterator().next();
    return Optional.of(new Login(user(row), PasswordHash.from(row), row.getBoolean("known")));
  }

  private static User user(Row row) {
    OffsetDateTime lastSignInAt = row.getOffsetDateTime("last_sign_in_at");
    return new User(
        row.getUUID("id").toString(),
        row.getString("email"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getOffsetDateTime("created_at").toInstant(),
        lastSignInAt == null ? null : lastSignInAt.toInstant());
  }

  private static OffsetDateTime now(UnitOfWork unit) {
    return unit.now().atOffset(ZoneOffset.UTC);
  }
}
