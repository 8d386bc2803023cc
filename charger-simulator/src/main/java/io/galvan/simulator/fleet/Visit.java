package io.galvan.simulator.fleet;

import io.galvan.simulator.station.StationModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Somebody who will come to a connector.
 *
 * @param wantedPercent the state of charge with which he leaves, if it comes before the end
 */
public record Visit(
    Instant arrival,
    Instant end,
    String tag,
    double capacityWh,
    double socPercent,
    double wantedPercent) {
  /** Two visits of one connector are at least so far apart. */
  private static final Duration GAP = Duration.ofMinutes(3);

  /** The last leave so long before the end, that all can be told before it. */
  private static final Duration CLOSING = Duration.ofMinutes(5);

  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final double MOST_AN_HOUR = 2;
  private static final double MILLIS_PER_HOUR = 3_600_000;

  /**
   * All visits of one connector, one after the other; the same seed draws the same visits.
   *
   * @param to by then all have left
   */
  public static List<Visit> plan(
      SiteKind site, StationModel model, List<String> tags, Instant from, Instant to, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Instant last = to.minus(CLOSING);
    List<Visit> visits = new ArrayList<>();
    Instant at = from;
    while (true) {
      // Arrivals of a varying rate: those of the highest rate, of which some do not come.
      long wait = Math.round(-Math.log(1 - random.nextDouble()) / MOST_AN_HOUR * MILLIS_PER_HOUR);
      at = at.plusMillis(wait);
      if (!at.plus(SHORTEST).isBefore(last)) {
        return visits;
      }
      if (random.nextDouble() * MOST_AN_HOUR >= site.arrivalsPerHour(at)) {
        continue;
      }
      Instant leaves = at.plus(between(random, site.shortestStay(), site.longestStay()));
      Instant end = leaves.isAfter(last) ? last : leaves;
      visits.add(
          new Visit(
              at,
              end,
              tags.get(random.nextInt(tags.size())),
              model.vehicleWh() * random.nextDouble(0.7, 1.4),
              random.nextDouble(8, 65),
              model.curve().direct() ? random.nextDouble(70, 95) : 100));
      at = end.plus(GAP);
    }
  }

  private static Duration between(RandomGenerator random, Duration least, Duration most) {
    return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
  }
}
