package io.galvan.auth.user;

import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Sessions.Session;
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

/** The sessions and tickets in PostgreSQL. */
final class SessionStore {
  private static final int MOST_ENDED = 100_000;

  private static final String INSERT =
      """
      insert into session (id, account_id, secret, turn, created_at, refreshed_at, address, user_agent)
      values ($1, $2, $3, 0, $4, $4, $5, $6)
      """;

  private static final String END_BEYOND =
      """
      update session set ended_at = $3 where id in (
        select id from session where account_id = $1 and ended_at is null
        order by refreshed_at desc, id offset $2)
      """;

  private static final String LOCK =
      """
      select account_id, secret, turn, created_at, refreshed_at, ended_at is not null as ended
      from session where id = $1 for update
      """;

  private static final String ADVANCE =
      """
      update session set turn = turn + 1, refreshed_at = $2, address = $3, user_agent = $4
      where id = $1
      """;

  private static final String END =
      "update session set ended_at = $2 where id = $1 and ended_at is null";

  private static final String END_OF =
      "update session set ended_at = $2 where account_id = $1 and ended_at is null";

  private static final String END_OVERDUE =
      """
      update session set ended_at = $1
      where ended_at is null and (refreshed_at <= $2 or created_at <= $3)
      """;

  private static final String PRUNE = "delete from session where ended_at <= $1";

  private static final String LIST =
      """
      select id, created_at, refreshed_at, address, user_agent from session
      where account_id = $1 and ended_at is null order by refreshed_at desc, id
      """;

  private static final String ENDED =
      "select id from session where ended_at > $1 order by ended_at desc limit $2";

  private static final String PRUNE_TICKETS = "delete from stream_ticket where expires_at <= $1";

  /** As many as may be outstanding, no more. */
  private static final String INSERT_TICKET =
      """
      insert into stream_ticket (hash, session_id, expires_at)
      select $1, $2, $3
      where (select count(*) from stream_ticket where session_id = $2) < $4
      """;

  private static final String TAKE_TICKET =
      """
      with taken as (delete from stream_ticket where hash = $1 returning session_id, expires_at)
      select s.id, s.account_id from taken t join session s on s.id = t.session_id
      where t.expires_at > $2 and s.ended_at is null
      """;

  private final Pool pool;

  /** A session as it is refreshed. */
  record Stored(
      UUID accountId,
      byte[] secret,
      int turn,
      Instant createdAt,
      Instant refreshedAt,
      boolean ended) {}

  /** A session and whose it is. */
  record Owned(UUID sessionId, UUID accountId) {}

  SessionStore(Pool pool) {
    this.pool = pool;
  }

  /** Stores a new session and ends the least recently used of the account beyond so many. */
  Future<?> insert(
      UnitOfWork unit, UUID id, UUID accountId, byte[] secret, Origin origin, int most) {
    OffsetDateTime now = now(unit);
    return unit.sql()
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                id, accountId, Buffer.buffer(secret), now, origin.address(), origin.userAgent()))
        .compose(
            ok -> unit.sql().preparedQuery(END_BEYOND).execute(Tuple.of(accountId, most, now)));
  }

  /** The session, which no other may refresh before the transaction ends. */
  Future<Optional<Stored>> lock(UnitOfWork unit, UUID id) {
    return unit.sql()
        .preparedQuery(LOCK)
        .execute(Tuple.of(id))
        .map(
            rows ->
                first(rows)
                    .map(
                        row ->
                            new Stored(
                                row.getUUID("account_id"),
                                row.getBuffer("secret").getBytes(),
                                row.getInteger("turn"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                row.getOffsetDateTime("refreshed_at").toInstant(),
                                row.getBoolean("ended"))));
  }

  /** The next refresh token's turn. */
  Future<?> advance(UnitOfWork unit, UUID id, Origin origin) {
    return unit.sql()
        .preparedQuery(ADVANCE)
        .execute(Tuple.of(id, now(unit), origin.address(), origin.userAgent()));
  }

  Future<?> end(UnitOfWork unit, UUID id) {
    return unit.sql().preparedQuery(END).execute(Tuple.of(id, now(unit)));
  }

  /** Ends all sessions of an account. */
  Future<?> endOf(UnitOfWork unit, UUID accountId) {
    return unit.sql().preparedQuery(END_OF).execute(Tuple.of(accountId, now(unit)));
  }

  /** Ends what was not used for too long, or is too old, and forgets what ended long ago. */
  Future<?> sweep(UnitOfWork unit, Duration idle, Duration whole, Duration kept) {
    OffsetDateTime now = now(unit);
    return unit.sql()
        .preparedQuery(END_OVERDUE)
        .execute(Tuple.of(now, now.minus(idle), now.minus(whole)))
        .compose(ok -> unit.sql().preparedQuery(PRUNE).execute(Tuple.of(now.minus(kept))))
        .compose(ok -> unit.sql().preparedQuery(PRUNE_TICKETS).execute(Tuple.of(now)));
  }

  /** The sessions of an account that have not ended, the most recently used first. */
  Future<List<Session>> list(UUID accountId) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(accountId))
        .map(
            rows -> {
              List<Session> sessions = new ArrayList<>(rows.size());
              rows.forEach(
                  row ->
                      sessions.add(
                          new Session(
                              row.getUUID("id").toString(),
                              row.getOffsetDateTime("created_at").toInstant(),
                              row.getOffsetDateTime("refreshed_at").toInstant(),
                              row.getString("address"),
                              row.getString("user_agent"))));
              return sessions;
            });
  }

  /** Those that ended after a time. */
  Future<List<String>> ended(Instant after) {
    return pool.preparedQuery(ENDED)
        .execute(Tuple.of(after.atOffset(ZoneOffset.UTC), MOST_ENDED))
        .map(
            rows -> {
              List<String> ids = new ArrayList<>(rows.size());
              rows.forEach(row -> ids.add(row.getUUID("id").toString()));
              return ids;
            });
  }

  /** False when the session has so many already. */
  Future<Boolean> insertTicket(
      UnitOfWork unit, byte[] hash, UUID sessionId, Instant expiresAt, int most) {
    return unit.sql()
        .preparedQuery(PRUNE_TICKETS)
        .execute(Tuple.of(now(unit)))
        .compose(
            ok ->
                unit.sql()
                    .preparedQuery(INSERT_TICKET)
                    .execute(
                        Tuple.of(
                            Buffer.buffer(hash),
                            sessionId,
                            expiresAt.atOffset(ZoneOffset.UTC),
                            most)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Takes the ticket away; empty when there is none that still opens anything. */
  Future<Optional<Owned>> takeTicket(UnitOfWork unit, byte[] hash) {
    return unit.sql()
        .preparedQuery(TAKE_TICKET)
        .execute(Tuple.of(Buffer.buffer(hash), now(unit)))
        .map(
            rows ->
                first(rows).map(row -> new Owned(row.getUUID("id"), row.getUUID("account_id"))));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
  }

  private static OffsetDateTime now(UnitOfWork unit) {
    return unit.now().atOffset(ZoneOffset.UTC);
  }
}
