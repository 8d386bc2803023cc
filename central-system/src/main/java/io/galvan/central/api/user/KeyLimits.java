package io.galvan.central.api.user;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many requests an API key may make in a minute at this node. A minute begins with the first
 * request after the one before. Each answer tells where the key stands (RateLimit-Limit,
 * -Remaining, -Reset in seconds: draft-ietf-httpapi-ratelimit-headers-03). For one event loop.
 */
final class KeyLimits {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 1_000;

  private final Clock clock;
  private final Map<String, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MOST_KEYS;
        }
      };

  private record Window(Instant end, int count) {}

  KeyLimits(Clock clock) {
    this.clock = clock;
  }

  /** Counts a request of a key; TOO_MANY when it made as many as it may. */
  void count(String keyId, int most, HttpServerResponse response) {
    Instant now = clock.instant();
    Window before = windows.get(keyId);
    Window after =
        before == null || !now.isBefore(before.end())
            ? new Window(now.plus(WINDOW), 1)
            : new Window(before.end(), before.count() + 1);
    Duration left = Duration.between(now, after.end());
    response
        .putHeader("RateLimit-Limit", Integer.toString(most))
        .putHeader("RateLimit-Remaining", Integer.toString(Math.max(0, most - after.count())))
        .putHeader("RateLimit-Reset", Long.toString(left.plusMillis(999).toSeconds()));
    if (after.count() > most) {
      throw new GalvanException(
              Fault.TOO_MANY, "this API key may make " + most + " requests a minute")
          .retryAfter(left);
    }
    windows.put(keyId, after);
  }
}
