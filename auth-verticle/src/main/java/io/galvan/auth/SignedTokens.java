package io.galvan.auth;

import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
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
import java.util.UUID;

/**
 * Issues JWTs (RFC 7519, ES256): iss galvan, sub the user's id, sid the session's, email, name,
 * role, iat, exp. A token is good for 15 minutes, and no longer than its session.
 */
final class SignedTokens {
  static final String ISSUER = "galvan";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
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

  /** A token of the session, beside the refresh token that it now has. */
  SignedIn issue(User user, UUID sessionId, RefreshToken refreshToken) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(LIFETIME);
    JsonObject claims =
        new JsonObject()
            .put("iss", ISSUER)
            .put("sub", user.id())
            .put("sid", sessionId.toString())
            .put("email", user.email())
            .put("name", user.name())
            .put("role", user.role().name())
            .put("iat", now.getEpochSecond())
            .put("exp", expiresAt.getEpochSecond());
    // The time is the injected clock's, not the library's.
    JWTOptions options = new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true);
    return new SignedIn(jwt.generateToken(claims, options), expiresAt, user, refreshToken.encode());
  }
}
