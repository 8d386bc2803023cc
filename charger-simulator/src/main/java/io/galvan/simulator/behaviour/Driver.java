package io.galvan.simulator.behaviour;

import io.galvan.simulator.station.ChargingStation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People at one connector, one after the other: plug in, hold up a tag, charge to some state of
 * charge or for some time, leave, and after a pause the next comes. Also plugs in when somebody
 * starts charging from afar.
 */
public final class Driver {
  private static final Logger LOG = LoggerFactory.getLogger(Driver.class);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double[] CAPACITIES_WH = {40_000, 52_000, 60_000, 77_000, 100_000};

  /** Where the present driver is. */
  private enum Phase {
    AWAY,
    PLUGGED,
    CHARGING,
    LEAVING
  }

  /**
   * How drivers behave; what is between two bounds is drawn anew for each.
   *
   * @param firstPause before the very first, at most
   * @param shortestPause between two drivers, at least
   * @param longestPause between two drivers, at most
   * @param shortestStay from plugging in, at least
   * @param longestStay from plugging in, at most
   */
  public record Habits(
      Duration firstPause,
      Duration shortestPause,
      Duration longestPause,
      Duration shortestStay,
      Duration longestStay) {
    /** Sessions of some minutes with short pauses: something is always to be seen. */
    public static final Habits LIVELY =
        new Habits(
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(90),
            Duration.ofMinutes(2),
            Duration.ofMinutes(9));

    /** Sessions of half an hour to four hours. */
    public static final Habits EVERYDAY =
        new Habits(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(60),
            Duration.ofMinutes(30),
            Duration.ofHours(4));
  }

  private final ChargingStation station;
  private final int connector;
  private final List<String> tags;
  private final Habits habits;
  private final RandomGenerator random;
  private Phase phase = Phase.AWAY;
  private Instant next = Instant.EPOCH;
  private Instant leaves = Instant.EPOCH;
  private double wantedSoc;
  private @Nullable Battery battery;
  private String tag = "";
  private volatile boolean running;
  private final AtomicInteger sessions = new AtomicInteger();

  /**
   * @param tags the tags people hold up, at least one
   * @param seed of all that is drawn
   */
  public Driver(
      ChargingStation station, int connector, List<String> tags, Habits habits, long seed) {
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("no tags");
    }
    this.station = station;
    this.connector = connector;
    this.tags = List.copyOf(tags);
    this.habits = habits;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Begins; the station must be started. */
  public void start() {
    running = true;
    station
        .run(
            () -> {
              next = now().plus(between(Duration.ofSeconds(1), habits.firstPause()));
              station.timeline().after(STEP, this::step);
            })
        .onFailure(failure -> LOG.warn("{}: {}", station.id(), failure.getMessage()));
  }

  /** Stops with the next step; what is plugged in stays so. */
  public void stop() {
    running = false;
  }

  /** How many sessions have been ended. */
  public int sessions() {
    return sessions.get();
  }

  private Instant now() {
    return station.timeline().now();
  }

  private Duration between(Duration least, Duration most) {
    long span = Math.max(0, most.minus(least).toMillis());
    return least.plusMillis(random.nextLong(span + 1));
  }

  private void step() {
    if (!running) {
      return;
    }
    switch (phase) {
      case AWAY -> arrive();
      case PLUGGED -> awaitCharging();
      case CHARGING -> awaitEnough();
      case LEAVING -> leave();
    }
    station.timeline().after(STEP, this::step);
  }

  private void arrive() {
    boolean called = station.awaitsCable(connector);
    if (!called && (now().isBefore(next) || !station.available(connector))) {
      return;
    }
    double capacity = CAPACITIES_WH[random.nextInt(CAPACITIES_WH.length)];
    Battery arrived = new Battery(capacity, random.nextDouble(8, 70));
    battery = arrived;
    wantedSoc = random.nextDouble(75, 100);
    leaves = now().plus(between(habits.shortestStay(), habits.longestStay()));
    tag = tags.get(random.nextInt(tags.size()));
    next = now().plus(PATIENCE);
    phase = Phase.PLUGGED;
    station
        .plugIn(connector, arrived)
        .compose(plugged -> called ? Future.succeededFuture() : present())
        .onFailure(failure -> LOG.info("{}: {}", station.id(), failure.getMessage()));
  }

  private Future<?> present() {
    return station.presentTag(connector, tag);
  }

  private void awaitCharging() {
    if (station.charging(connector)) {
      phase = Phase.CHARGING;
    } else if (now().isAfter(next)) {
      goOn();
    }
  }

  private void awaitEnough() {
    Battery charged = battery;
    boolean enough = charged == null || charged.socPercent() >= wantedSoc;
    if (!station.charging(connector)) {
      // Somebody else ended it, the operator perhaps.
      goOn();
    } else if (enough || !now().isBefore(leaves)) {
      present();
      goOn();
    }
  }

  private void goOn() {
    phase = Phase.LEAVING;
    next = now().plus(between(Duration.ofSeconds(2), Duration.ofSeconds(10)));
  }

  private void leave() {
    if (now().isBefore(next)) {
      return;
    }
    station.unplug(connector);
    battery = null;
    sessions.incrementAndGet();
    phase = Phase.AWAY;
    next = now().plus(between(habits.shortestPause(), habits.longestPause()));
  }
}
