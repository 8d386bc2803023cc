package io.galvan.auth;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords of each account on this node: 10 within 10 minutes, then none is looked at
 * until those minutes are over. An attempt counts when it begins, so guesses made at once count
 * too. Accounts beyond the bound push out the oldest. Not thread-safe: for one event loop.
 */
final class SignInAttempts {
  private static final int MAX_ATTEMPTS = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int MAX_ACCOUNTS = 10_000;

  private final Clock clock;
  private final Map<String, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
          return size() > MAX_ACCOUNTS;
        }
      };

  private record Window(Instant end, int attempts) {}

  SignInAttempts(Clock clock) {
    this.clock = clock;
  }

  /** Counts an attempt; throws TOO_MANY when there were too many. */
  void begin(String account) {
    Instant now = clock.instant();
    Window window = windows.get(account);
    if (window == null || !now.isBefore(window.end)) {
      windows.remove(account);
      windows.put(account, new Window(now.plus(WINDOW), 1));
      return;
    }
    if (window.attempts >= MAX_ATTEMPTS) {
      throw new GalvanException(
          Fault.TOO_MANY,
          "too many wrong passwords; wait "
              + (Duration.between(now, window.end).toMinutes() + 1)
              + " minutes");
    }
    windows.put(account, new Window(window.end, window.attempts + 1));
  }

  /** The password was right: the account starts anew. */
  void succeeded(String account) {
    windows.remove(account);
  }
}
