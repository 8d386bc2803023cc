package io.galvan.simulator.chaos;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How bad a network is. All in real time.
 *
 * @param betweenDrops about how long a connection lives until it is lost; null for ever
 * @param betweenStalls about how long until a connection is open at one end only; null for ever
 * @param stall how long it stays so at most
 * @param delayed the share of texts that come later, 0 to 1
 * @param longestDelay how much later at most
 * @param duplicated the share of texts that come twice
 * @param reordered the share of texts that are overtaken by the next
 */
public record Weather(
    @Nullable Duration betweenDrops,
    @Nullable Duration betweenStalls,
    Duration stall,
    double delayed,
    Duration longestDelay,
    double duplicated,
    double reordered) {
  /** A network that does nothing wrong. */
  public static final Weather FAIR =
      new Weather(null, null, Duration.ofSeconds(5), 0, Duration.ZERO, 0, 0);

  /** A network that does everything wrong. */
  public static final Weather STORM =
      new Weather(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          0.2,
          Duration.ofMillis(300),
          0.03,
          0.03);

  /** Checks shares and times. */
  public Weather {
    for (double share : new double[] {delayed, duplicated, reordered}) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("a share must be 0 to 1, not " + share);
      }
    }
    if (stall.isNegative() || longestDelay.isNegative()) {
      throw new IllegalArgumentException("a time must not be negative");
    }
  }
}
