package io.galvan.central.api.user;

import io.galvan.central.api.operation.SignedInUser;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.EndedQuery;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.Role;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the tokens that the auth service signed, with its public keys only. A signature takes a
 * millisecond and more, so it is checked beside the event loops, and once: what a token says is
 * remembered for as long as it is good.
 *
 * <p>Which sessions have ended is read from the database every second, by every node, so that it
 * holds whatever becomes of the event bus. While the database is away nothing can end. Thread-safe.
 */
public final class Bearers {
  private static final Logger LOG = LoggerFactory.getLogger(Bearers.class);
  private static final String ALGORITHM = "ES256";
  private static final String ISSUER = "galvan";
  private static final int MAX_TOKEN = 4_000;
  private static final int MOST_REMEMBERED = 10_000;
  private static final int LEEWAY_S = 5;
  private static final long READ_EVERY_MS = 1_000;

  /** No token is good for longer. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Tokens of sessions that ended before have expired; five minutes are for clocks that differ. */
  private static final Duration WINDOW = LONGEST.plusMinutes(5);

  private final Vertx vertx;
  private final Bus bus;
  private final Clock clock;
  private final JWTAuth jwt;
  private final Consumer<Set<String>> listener;
  private final KeyBearers keys;
  private volatile Set<String> ended = Set.of();
  private volatile Instant lastRead;
  private volatile boolean closed;
  private boolean failing;
  private long timer = -1;

  private record Remembered(SignedInUser user, Instant until) {}

  /** The least recently used is forgotten. */
  private final Map<String, Remembered> good =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private Bearers(Vertx vertx, Clock clock, JWTAuth jwt, Consumer<Set<String>> listener) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.clock = clock;
    this.jwt = jwt;
    this.listener = listener;
    this.lastRead = clock.instant();
    this.keys = new KeyBearers(bus, clock, id -> ended.contains(id));
  }

  /**
   * Gets the keys, which all nodes of a database share and which do not change while it lives, and
   * begins to read which sessions end.
   *
   * @param listener told the ids of sessions when they have ended
   */
  public static Future<Bearers> load(Vertx vertx, Clock clock, Consumer<Set<String>> listener) {
    return Bus.of(vertx)
        .request(Users.VERIFICATION_KEYS, new Users.VerificationKeysQuery())
        .map(keys -> new Bearers(vertx, clock, jwt(vertx, keys.pem()), listener))
        .compose(bearers -> bearers.readEnded().map(bearers))
        .onSuccess(Bearers::schedule);
  }

  private static JWTAuth jwt(Vertx vertx, List<String> keys) {
    JWTAuthOptions options =
        new JWTAuthOptions()
            .setJWTOptions(
                new JWTOptions().setIssuer(ISSUER).setAlgorithm(ALGORITHM).setLeeway(LEEWAY_S));
    keys.forEach(
        pem -> options.addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(pem)));
    return JWTAuth.create(vertx, options);
  }

  private void schedule() {
    if (!closed) {
      timer =
          vertx.setTimer(
              READ_EVERY_MS,
              id ->
                  readEnded()
                      .onComplete(
                          (ok, failure) -> {
                            if (failure != null && !failing) {
                              LOG.warn(
                                  "which sessions have ended cannot be read: {}",
                                  failure.getMessage());
                            }
                            failing = failure != null;
                            schedule();
                          }));
    }
  }

  /** Reads now which sessions have ended; for the node on which one was just ended. */
  Future<?> readEnded() {
    Instant asked = clock.instant();
    return bus.request(Sessions.ENDED, new EndedQuery(lastRead.minus(WINDOW)))
        .onSuccess(
            answer -> {
              Set<String> fresh = new HashSet<>(answer.ids());
              Set<String> known = ended;
              ended = Set.copyOf(fresh);
              lastRead = asked;
              fresh.removeAll(known);
              if (!fresh.isEmpty()) {
                listener.accept(fresh);
              }
            });
  }

  /**
   * Who the token says it is; fails with UNAUTHENTICATED when it is forged, expired, of a session
   * that has ended, or no token at all. An API key does in place of a token.
   *
   * @param network where it comes from, which wrong keys are counted by
   */
  public Future<SignedInUser> check(String token, String network) {
    if (token.startsWith(ApiKeys.MARK)) {
      return keys.check(token, network);
    }
    if (token.length() > MAX_TOKEN) {
      return Future.failedFuture(refused());
    }
    Remembered known = good.get(token);
    Future<Remembered> checked =
        known == null
            ? vertx
                .executeBlocking(() -> jwt.authenticate(new TokenCredentials(token)), false)
                .compose(user -> user)
                .map(Bearers::remembered)
                .onSuccess(user -> good.put(token, user))
                .recover(failure -> Future.failedFuture(refused()))
            : Future.succeededFuture(known);
    return checked.map(
        remembered -> {
          if (!clock.instant().isBefore(remembered.until())) {
            good.remove(token);
            throw refused();
          }
          refuseEnded(remembered.user().sessionId());
          return remembered.user();
        });
  }

  /**
   * Throws UNAUTHENTICATED when this node knows that the session has ended. Where something is to
   * last as long as its session, it asks on the event loop on which it begins: an end that is
   * learned later is told to the listener then.
   */
  public void refuseEnded(String sessionId) {
    if (ended.contains(sessionId)) {
      throw refused();
    }
  }

  /** A token without the claims that ours have is none of ours, whoever signed it. */
  private static Remembered remembered(User user) {
    JsonObject claims = user.principal();
    Long issued = claims.getLong("iat", user.attributes().getLong("iat"));
    Long expiry = claims.getLong("exp", user.attributes().getLong("exp"));
    String sessionId = claims.getString("sid");
    if (issued == null
        || expiry == null
        || sessionId == null
        || expiry - issued > LONGEST.toSeconds()) {
      throw refused();
    }
    return new Remembered(
        new SignedInUser(
            claims.getString("sub"),
            claims.getString("email"),
            Role.valueOf(claims.getString("role")),
            sessionId,
            claims.getInteger("rpm")),
        Instant.ofEpochSecond(expiry));
  }

  private static GalvanException refused() {
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the token is wrong, has expired or its session has ended");
  }

  /** Reads no more. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }
}
