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
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Instant;

/** Checks the tokens that the auth service signed, with its public keys only. */
public final class Bearers {
  private static final String ALGORITHM = "ES256";
  private static final String ISSUER = "galvan";
  private static final int MAX_TOKEN = 4_000;

  private final JWTAuth jwt;

  private Bearers(JWTAuth jwt) {
    this.jwt = jwt;
  }

  /** Gets the keys, which all nodes of a database share and which do not change while it lives. */
  public static Future<Bearers> load(Vertx vertx) {
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
              return new Bearers(JWTAuth.create(vertx, options));
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
    return jwt.authenticate(new TokenCredentials(token))
        .map(
            user -> {
              JsonObject claims = user.principal();
              Long expiry = user.attributes().getLong("exp", claims.getLong("exp", 0L));
              return new SignedInUser(
                  claims.getString("sub"),
                  claims.getString("email"),
                  Role.valueOf(claims.getString("role")),
                  Instant.ofEpochSecond(expiry));
            })
        .recover(failure -> Future.failedFuture(refused()));
  }

  private static GalvanException refused() {
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the token is wrong or has expired; sign in again");
  }
}
