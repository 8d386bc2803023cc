package io.galvan.auth.user;

import io.galvan.contract.user.ApiKeys.KeyToken;
import io.galvan.contract.user.ApiKeys.Use;
import io.galvan.contract.user.Users.Role;
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
 * role, iat, exp. A token is good for 15 minutes, and no longer than its session. One of an API key
 * has the key's id, its grant for a session, and its limit of requests a minute as {@code rpm}.
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
    Instant now = now();
    Instant expiresAt = now.plus(LIFETIME);
    JsonObject claims =
        claims(user.id(), sessionId.toString(), user.email(), user.role(), now, expiresAt)
            .put("name", user.name());
    return new SignedIn(sign(claims), expiresAt, user, refreshToken.encode());
  }

  /** A token of an API key, no longer than the key is good. */
  KeyToken issue(Use key) {
    Instant now = now();
    Instant longest = now.plus(LIFETIME);
    Instant end = key.expiresAt();
    Instant expiresAt =
        end == null || longest.isBefore(end) ? longest : end.truncatedTo(ChronoUnit.SECONDS);
    JsonObject claims =
        claims(key.id(), key.grantId(), key.actor(), key.role().role(), now, expiresAt)
            .put("rpm", key.requestsPerMinute());
    return new KeyToken(sign(claims), expiresAt, key.role());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private static JsonObject claims(
      String subject, String sessionId, String email, Role role, Instant now, Instant expiresAt) {
    return new JsonObject()
        .put("iss", ISSUER)
        .put("sub", subject)
        .put("sid", sessionId)
        .put("email", email)
        .put("role", role.name())
        .put("iat", now.getEpochSecond())
        .put("exp", expiresAt.getEpochSecond());
  }

  private String sign(JsonObject claims) {
    // The time is the injected clock's, not the library's.
    return jwt.generateToken(claims, new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true));
  }
}
