package io.galvan.central.api.user;

import io.galvan.central.api.operation.Call;
import io.galvan.central.http.ClientAddress;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * At most so many attempts of one address in a window of time, so that passwords cannot be tried
 * out. For one event loop.
 */
final class AddressLimit {
  private static final int MAX_ADDRESSES = 10_000;

  private final ConnectionSettings settings;
  private final Clock clock;
  private final int most;
  private final Duration window;
  private final Map<String, Attempts> attempts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
          return size() > MAX_ADDRESSES;
        }
      };

  private record Attempts(Instant since, int count) {}

  AddressLimit(ConnectionSettings settings, Clock clock, int most, Duration window) {
    this.settings = settings;
    this.clock = clock;
    this.most = most;
    this.window = window;
  }

  /** Counts an attempt; TOO_MANY when there were more than may be. */
  void count(Call call) {
    String address = ClientAddress.of(call.context().request(), settings).network();
    Instant now = clock.instant();
    Attempts before = attempts.get(address);
    Attempts after =
        before == null || before.since().plus(window).isBefore(now)
            ? new Attempts(now, 1)
            : new Attempts(before.since(), before.count() + 1);
    attempts.put(address, after);
    if (after.count() > most) {
      throw new GalvanException(
              Fault.TOO_MANY,
              "too many attempts from this address; wait " + window.toSeconds() + " s")
          .retryAfter(Duration.between(now, after.since().plus(window)));
    }
  }
}
