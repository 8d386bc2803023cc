package io.galvan.auth;

import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords on this node within 10 minutes: 10 for an account from one address, and
 * 100 for an account from all addresses that it was not signed in to from. Then none is looked at
 * until those minutes are over. So nobody's guesses lock an account where its owner is known. An
 * attempt counts when it begins, so guesses made at once count too. Counts beyond the bound push
 * out the oldest. Not thread-safe: for one event loop.
 */
final class SignInAttempts {
  static final int MOST_OF_AN_ADDRESS = 10;
  static final int MOST_OF_STRANGERS = 100;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final int MAX_COUNTS = 20_000;

  private final Clock clock;
  private final Map<Key, Window> windows =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
          return size() > MAX_COUNTS;
        }
      };

  /**
   * @param network empty for all strangers together
   */
  private record Key(String account, String network) {}

  private record Window(Instant end, int attempts) {}

  SignInAttempts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt; throws TOO_MANY, with the time to wait, when there were too many.
   *
   * @param known whether this address signed in to the account in the last 30 days
   */
  void begin(String account, String network, boolean known) {
    Key own = new Key(account, network);
    Key strangers = new Key(account, "");
    check(own, MOST_OF_AN_ADDRESS);
    if (!known) {
      check(strangers, MOST_OF_STRANGERS);
      count(strangers);
    }
    count(own);
  }

  private void check(Key key, int most) {
    Instant now = clock.instant();
    Window window = windows.get(key);
    if (window != null && now.isBefore(window.end) && window.attempts >= most) {
      Duration wait = Duration.between(now, window.end);
      throw new GalvanException(
              Fault.TOO_MANY,
              "too many wrong passwords; wait " + (wait.toMinutes() + 1) + " minutes")
          .retryAfter(wait);
    }
  }

  private void count(Key key) {
    Instant now = clock.instant();
    Window window = windows.get(key);
    if (window == null || !now.isBefore(window.end)) {
      windows.remove(key);
      windows.put(key, new Window(now.plus(WINDOW), 1));
    } else {
      windows.put(key, new Window(window.end, window.attempts + 1));
    }
  }

  /** The password was right: the address starts anew. */
  void succeeded(String account, String network) {
    windows.remove(new Key(account, network));
  }
}
