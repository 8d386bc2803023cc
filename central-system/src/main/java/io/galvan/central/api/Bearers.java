package io.galvan.central.api;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.Role;
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
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks the tokens that the auth service signed, with its public keys only. A signature takes a
 * millisecond and more, so it is checked beside the event loops, and once: what a token says is
 * remembered for as long as it is good. Thread-safe.
 */
public final class Bearers {
  private static final String ALGORITHM = "ES256";
  private static final String ISSUER = "galvan";
  private static final int MAX_TOKEN = 4_000;
  private static final int MOST_REMEMBERED = 1_000;

  private final Vertx vertx;
  private final Clock clock;
  private final JWTAuth jwt;

  /** The least recently used is forgotten. */
  private final Map<String, SignedInUser> good =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SignedInUser> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private Bearers(Vertx vertx, Clock clock, JWTAuth jwt) {
    this.vertx = vertx;
    this.clock = clock;
    this.jwt = jwt;
  }

  /** Gets the keys, which all nodes of a database share and which do not change while it lives. */
  public static Future<Bearers> load(Vertx vertx, Clock clock) {
    return Bus.of(vertx)
        .request(Auth.VERIFICATION_KEYS, new Auth.VerificationKeysQuery())
        .map(
            keys -> {
              JWTAuthOptions options =
                  new JWTAuthOptions()
                      .setJWTOptions(new JWTOptions().setIssuer(ISSUER).setAlgorithm(ALGORITHM));
              keys.pem()
                  .forEach(
                      pem ->
                          options.addPubSecKey(
                              new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(pem)));
              return new Bearers(vertx, clock, JWTAuth.create(vertx, options));
            });
  }

  /**
   * Who the token says it is; fails with UNAUTHENTICATED when it is forged, expired or no token at
   * all.
   */
  public Future<SignedInUser> check(String token) {
    if (token.length() > MAX_TOKEN) {
      return Future.failedFuture(refused());
    }
    SignedInUser known = good.get(token);
    if (known != null) {
      if (clock.instant().isBefore(known.until())) {
        return Future.succeededFuture(known);
      }
      good.remove(token);
      return Future.failedFuture(refused());
    }
    return vertx
        .executeBlocking(() -> jwt.authenticate(new TokenCredentials(token)), false)
        .compose(checked -> checked)
        .map(Bearers::user)
        .onSuccess(user -> good.put(token, user))
        .recover(failure -> Future.failedFuture(refused()));
  }

  private static SignedInUser user(User user) {
    JsonObject claims = user.principal();
    Long expiry = user.attributes().getLong("exp", claims.getLong("exp", 0L));
    return new SignedInUser(
        claims.getString("sub"),
        claims.getString("email"),
        Role.valueOf(claims.getString("role")),
        Instant.ofEpochSecond(expiry));
  }

  private static GalvanException refused() {
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the token is wrong or has expired; sign in again");
  }
}
