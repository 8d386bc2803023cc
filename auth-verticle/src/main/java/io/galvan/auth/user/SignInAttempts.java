package io.galvan.auth.user;

import java.time.Clock;
import java.time.Duration;

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

  private final WindowCounts<Key> counts;

  /**
   * @param network empty for all strangers together
   */
  private record Key(String account, String network) {}

  SignInAttempts(Clock clock) {
    this.counts = new WindowCounts<>(clock, WINDOW, MAX_COUNTS);
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
      counts.count(strangers);
    }
    counts.count(own);
  }

  private void check(Key key, int most) {
    counts.check(key, most, "too many wrong passwords");
  }

  /** The password was right: the address starts anew. */
  void succeeded(String account, String network) {
    counts.forget(new Key(account, network));
  }
}
