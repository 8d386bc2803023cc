package io.galvan.auth.user;

import io.galvan.contract.user.Sessions.Ended;
import io.galvan.contract.user.Sessions.EndedQuery;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Sessions.Refresh;
import io.galvan.contract.user.Sessions.SessionKey;
import io.galvan.contract.user.Sessions.SessionList;
import io.galvan.contract.user.Sessions.Ticket;
import io.galvan.contract.user.Sessions.TicketKey;
import io.galvan.contract.user.Sessions.TicketUser;
import io.galvan.contract.user.Sessions.UserSessions;
import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions: opened by a sign-in, kept by refresh tokens that rotate, ended by sign-out, with their
 * user, or by time. All nodes read from the database which have ended.
 */
final class SessionService {
  private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

  /** Ends a session that nobody refreshed for so long. */
  static final Duration IDLE = Duration.ofDays(30);

  /** Ends every session. */
  static final Duration WHOLE = Duration.ofDays(90);

  /** Two tabs, or a repeated request, may come with the same token. */
  static final Duration GRACE = Duration.ofSeconds(10);

  static final Duration TICKET = Duration.ofSeconds(30);

  /** Ended sessions stay for nodes whose database is away. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final int MOST_OF_A_USER = 100;
  private static final int MOST_TICKETS = 20;
  private static final int TICKET_BYTES = 32;
  private static final int MAX_TICKET = 100;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SessionStore store;
  private final ApiKeyStore keys;
  private final UserStore users;
  private final Writer writer;
  private final SignedTokens tokens;
  private final Clock clock;

  /** What became of a refresh token; without a user it opens nothing. */
  private record Refreshed(
      @Nullable User user, UUID accountId, @Nullable RefreshToken next, boolean reused) {}

  SessionService(
      SessionStore store,
      ApiKeyStore keys,
      UserStore users,
      Writer writer,
      SignedTokens tokens,
      Clock clock) {
    this.store = store;
    this.keys = keys;
    this.users = users;
    this.writer = writer;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Opens a session in the transaction that finds its user. */
  Future<SignedIn> open(UnitOfWork unit, User user, Origin origin) {
    UUID id = UUID.randomUUID();
    byte[] secret = RefreshToken.newSecret();
    return store
        .insert(unit, id, UUID.fromString(user.id()), secret, origin, MOST_OF_A_USER)
        .map(ok -> tokens.issue(user, id, RefreshToken.of(id, 0, secret)));
  }

  /** See {@link Refresh}. */
  Future<SignedIn> refresh(Refresh request) {
    RefreshToken token = RefreshToken.parse(request.refreshToken()).orElse(null);
    if (token == null) {
      throw over();
    }
    return writer
        .write(unit -> refresh(unit, token, request.origin()))
        .map(
            refreshed -> {
              if (refreshed.reused()) {
                LOG.warn(
                    "a used refresh token of user {} came again from {}; its session has ended",
                    refreshed.accountId(),
                    request.origin().address());
              }
              if (refreshed.user() == null || refreshed.next() == null) {
                throw over();
              }
              return tokens.issue(refreshed.user(), token.sessionId(), refreshed.next());
            });
  }

  private Future<Refreshed> refresh(UnitOfWork unit, RefreshToken token, Origin origin) {
    UUID id = token.sessionId();
    return store
        .lock(unit, id)
        .compose(
            found -> {
              SessionStore.Stored session = found.orElse(null);
              if (session == null
                  || session.ended()
                  || !token.isBy(session.secret())
                  || isOverdue(session, unit.now())) {
                return Future.succeededFuture(new Refreshed(null, id, null, false));
              }
              boolean current = token.turn() == session.turn();
              boolean repeated =
                  token.turn() == session.turn() - 1
                      && unit.now().isBefore(session.refreshedAt().plus(GRACE));
              if (!current && !repeated) {
                return store
                    .end(unit, id)
                    .map(ok -> new Refreshed(null, session.accountId(), null, true));
              }
              int next = current ? session.turn() + 1 : session.turn();
              Future<?> advanced =
                  current ? store.advance(unit, id, origin) : Future.succeededFuture();
              return advanced
                  .compose(ok -> users.find(unit, session.accountId()))
                  .map(
                      user ->
                          new Refreshed(
                              user.orElse(null),
                              session.accountId(),
                              RefreshToken.of(id, next, session.secret()),
                              false));
            });
  }

  private static boolean isOverdue(SessionStore.Stored session, Instant now) {
    return !now.isBefore(session.refreshedAt().plus(IDLE))
        || !now.isBefore(session.createdAt().plus(WHOLE));
  }

  private static GalvanException over() {
    return new GalvanException(Fault.UNAUTHENTICATED, "the session has ended; sign in again");
  }

  /** Signs out; a session that has ended already stays so. */
  Future<Done> end(SessionKey request) {
    UUID id = UUID.fromString(request.id());
    return writer.write(unit -> store.end(unit, id)).map(Done.DONE);
  }

  /** Ends all sessions of a user; NOT_FOUND when there is no such user. */
  Future<Done> endAll(UserSessions request) {
    UUID user = UserService.id(request.userId());
    return writer.write(
        unit ->
            users
                .find(unit, user)
                .map(found -> found.orElseThrow(() -> UserService.missing(user)))
                .compose(ok -> store.endOf(unit, user))
                .map(Done.DONE));
  }

  Future<SessionList> list(UserSessions request) {
    UUID user = UserService.id(request.userId());
    return users
        .find(user)
        .map(found -> found.orElseThrow(() -> UserService.missing(user)))
        .compose(ok -> store.list(user))
        .map(SessionList::new);
  }

  /** Sessions, and grants of API keys, which are known by their ids alike. */
  Future<Ended> ended(EndedQuery query) {
    return store
        .ended(query.after())
        .compose(
            sessions ->
                keys.ended(query.after(), clock.instant())
                    .map(
                        grants ->
                            new Ended(
                                grants.isEmpty()
                                    ? sessions
                                    : Stream.concat(sessions.stream(), grants.stream()).toList())));
  }

  /** TOO_MANY when the session has 20 that nobody took. */
  Future<Ticket> giveTicket(SessionKey request) {
    UUID id = UUID.fromString(request.id());
    byte[] bytes = new byte[TICKET_BYTES];
    RANDOM.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant expiresAt = clock.instant().plus(TICKET);
    return writer
        .write(unit -> store.insertTicket(unit, hash(ticket), id, expiresAt, MOST_TICKETS))
        .map(
            stored -> {
              if (!stored) {
                throw new GalvanException(
                    Fault.TOO_MANY, "too many tickets wait to be used; each is good for 30 s");
              }
              return new Ticket(ticket, expiresAt);
            });
  }

  /** See {@link TicketKey}. */
  Future<TicketUser> takeTicket(TicketKey request) {
    if (request.ticket().length() > MAX_TICKET) {
      throw noTicket();
    }
    return writer
        .write(
            unit ->
                store
                    .takeTicket(unit, hash(request.ticket()))
                    .compose(
                        taken ->
                            taken
                                .map(owned -> ticketUser(unit, owned))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty()))))
        .map(user -> user.orElseThrow(SessionService::noTicket));
  }

  private Future<Optional<TicketUser>> ticketUser(UnitOfWork unit, SessionStore.Owned owned) {
    return users
        .find(unit, owned.accountId())
        .map(found -> found.map(user -> new TicketUser(owned.sessionId().toString(), user)));
  }

  private static GalvanException noTicket() {
    return new GalvanException(Fault.UNAUTHENTICATED, "the ticket was used or has expired");
  }

  /** Ends what is overdue; for several nodes at once. */
  Future<?> sweep() {
    return writer.write(
        unit -> store.sweep(unit, IDLE, WHOLE, KEPT).compose(ok -> keys.prune(unit, KEPT)));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
