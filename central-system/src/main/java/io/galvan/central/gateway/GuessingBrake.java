package io.galvan.central.gateway;

import io.galvan.contract.registration.Identities;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses a station's password, on this node. After some failures each further
 * attempt waits for its turn, and few may wait of one address. Counted are failures of an identity
 * from one address, of an identity from everywhere, and of an address for all identities; the
 * latter two do not hold for a station that comes from an address it was let in from before, so
 * guesses from elsewhere do not lock it out.
 */
final class GuessingBrake implements Shareable {
  static final int FREE_OF_A_PAIR = 5;
  static final int FREE_OF_AN_IDENTITY = 20;
  static final int FREE_OF_AN_ADDRESS = 50;

  private static final long STEP_MS = 500;
  private static final long LONGEST_MS = 3_000;
  private static final int MOST_WAITING = 3;
  private static final int MOST_COUNTED = 20_000;
  private static final Duration FORGET = Duration.ofMinutes(10);

  /** An attempt's turn: how long it is to wait before it is looked at. */
  static final class Turn {
    private static final Turn FREE = new Turn(0, null);

    final long delayMs;
    private final @Nullable Count count;

    private Turn(long delayMs, @Nullable Count count) {
      this.delayMs = delayMs;
      this.count = count;
    }
  }

  private static final class Count {
    int failures;
    long lastNanos;
    long turnNanos;
    int waiting;
  }

  private final LongSupplier nanos;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_COUNTED;
        }
      };

  /**
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  GuessingBrake(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** That of this Vert.x, whatever the event loop. */
  static GuessingBrake of(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, GuessingBrake>getLocalMap("galvan.gateway")
        .computeIfAbsent("guesses", key -> new GuessingBrake(System::nanoTime));
  }

  /** Whether the identity or the address failed too often, seen over all others. */
  synchronized boolean isWidelyGuessed(String identity, String network) {
    return !counts.isEmpty()
        && (failures(identity(identity)) > FREE_OF_AN_IDENTITY
            || failures(address(network)) > FREE_OF_AN_ADDRESS);
  }

  /**
   * Takes a turn; null when too many wait already. Each turn is given back with {@link #leave}.
   *
   * @param familiar the station was let in from this address before
   */
  synchronized @Nullable Turn enter(String identity, String network, boolean familiar) {
    if (counts.isEmpty()) {
      return Turn.FREE;
    }
    String slowest = pair(identity, network);
    int over = failures(slowest) - FREE_OF_A_PAIR;
    if (!familiar) {
      int ofIdentity = failures(identity(identity)) - FREE_OF_AN_IDENTITY;
      if (ofIdentity > over) {
        over = ofIdentity;
        slowest = identity(identity);
      }
      int ofAddress = failures(address(network)) - FREE_OF_AN_ADDRESS;
      if (ofAddress > over) {
        over = ofAddress;
        slowest = address(network);
      }
    }
    if (over <= 0) {
      return Turn.FREE;
    }
    // Those who guess from elsewhere make the station wait, and do not take its place.
    String queue = slowest.equals(identity(identity)) ? pair(identity, network) : slowest;
    Count count = counts.computeIfAbsent(queue, unseen -> new Count());
    if (count.waiting >= MOST_WAITING) {
      return null;
    }
    long now = nanos.getAsLong();
    long from = count.waiting > 0 && count.turnNanos - now > 0 ? count.turnNanos : now;
    count.turnNanos = from + Math.min(LONGEST_MS, over * STEP_MS) * 1_000_000;
    count.waiting++;
    return new Turn((count.turnNanos - now) / 1_000_000, count);
  }

  /** The attempt was looked at. */
  synchronized void leave(Turn turn) {
    if (turn.count != null) {
      turn.count.waiting--;
    }
  }

  /** A password or certificate was wrong. */
  synchronized void failed(String identity, String network) {
    long now = nanos.getAsLong();
    for (String key : List.of(pair(identity, network), identity(identity), address(network))) {
      Count count = counts.computeIfAbsent(key, unseen -> new Count());
      count.failures = isOld(count, now) ? 1 : count.failures + 1;
      count.lastNanos = now;
    }
  }

  /** The right one was shown from there. */
  synchronized void succeeded(String identity, String network) {
    if (!counts.isEmpty()) {
      counts.remove(pair(identity, network));
    }
  }

  private int failures(String key) {
    Count count = counts.get(key);
    return count == null || isOld(count, nanos.getAsLong()) ? 0 : count.failures;
  }

  private static boolean isOld(Count count, long now) {
    return now - count.lastNanos > FORGET.toNanos();
  }

  private static String pair(String identity, String network) {
    return "pair\n" + Identities.key(identity) + "\n" + network;
  }

  private static String identity(String identity) {
    return "identity\n" + Identities.key(identity);
  }

  private static String address(String network) {
    return "address\n" + network;
  }
}
