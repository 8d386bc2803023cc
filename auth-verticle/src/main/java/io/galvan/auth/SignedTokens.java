package io.galvan.auth;

import io.galvan.platform.contract.Auth.SignedIn;
import io.galvan.platform.contract.Auth.User;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Issues JWTs (RFC 7519, ES256): iss galvan, sub the user's id, email, name, role, iat, exp. A
 * token is believed until it expires, 12 hours after the sign-in: a change of password or role, or
 * a deletion, takes effect for it then.
 */
final class SignedTokens {
  static final String ISSUER = "galvan";
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final String ALGORITHM = "ES256";

  private final JWTAuth jwt;
  private final Clock clock;

  SignedTokens(Vertx vertx, SigningKey key, Clock clock) {
    this.clock = clock;
    this.jwt =
        JWTAuth.create(
            vertx,
            new JWTAuthOptions()
                .addPubSecKey(
                    new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(key.privatePem())));
  }

  SignedIn issue(User user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(LIFETIME);
    JsonObject claims =
        new JsonObject()
            .put("iss", ISSUER)
            .put("sub", user.id())
            .put("email", user.email())
            .put("name", user.name())
            .put("role", user.role().name())
            .put("iat", now.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond());
    // The time is the injected clock's, not the library's.
    JWTOptions options = new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true);
    return new SignedIn(jwt.generateToken(claims, options), expiresAt, user);
  }
}
