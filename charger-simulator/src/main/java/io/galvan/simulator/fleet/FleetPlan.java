package io.galvan.simulator.fleet;

import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet does in some time of its own; who plans the same with the same seed, sees the same
 * people come.
 *
 * @param sites where the stations stand; they take turns
 * @param tags what people hold up
 * @param meterInterval null for that of each station's template
 * @param speed seconds of the fleet a second of the clock
 * @param from when people begin to come
 * @param length until all have left
 * @param quirks what every station does other than the standard says
 * @param signed whether the meters sign their readings
 * @param models what the stations are like, taking turns; none for what is usual at their sites
 */
public record FleetPlan(
    List<Member> members,
    List<SiteKind> sites,
    List<String> tags,
    @Nullable Duration meterInterval,
    double speed,
    Instant from,
    Duration length,
    long seed,
    Set<Quirk> quirks,
    Patience patience,
    boolean signed,
    List<StationModel> models) {
  private static final int MAX_STATIONS = 100_000;
  private static final Duration LONGEST = Duration.ofDays(31);

  /** Checks what no fleet can do. */
  public FleetPlan {
    if (members.isEmpty() || members.size() > MAX_STATIONS) {
      throw new IllegalArgumentException(
          "1 to " + MAX_STATIONS + " stations, not " + members.size());
    }
    if (sites.isEmpty() || tags.isEmpty()) {
      throw new IllegalArgumentException("a fleet needs a kind of site and a tag");
    }
    if (!(speed > 0 && speed <= 3_600)) {
      throw new IllegalArgumentException("a speed must be above 0 and at most 3600, not " + speed);
    }
    if (length.compareTo(Duration.ofMinutes(15)) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a run takes 15 minutes to 31 days, not " + length);
    }
    members = List.copyOf(members);
    sites = List.copyOf(sites);
    tags = List.copyOf(tags);
    quirks = Set.copyOf(quirks);
    models = List.copyOf(models);
  }

  /** What one station is like. */
  StationModel modelOf(int station) {
    if (!models.isEmpty()) {
      return models.get(station % models.size());
    }
    List<StationTemplate> usual = sites.get(station % sites.size()).templates();
    return usual.get(station / sites.size() % usual.size()).asModel();
  }

  /** When all have left. */
  public Instant to() {
    return from.plus(length);
  }

  /** A seed of one station's own. */
  long seedOf(int station) {
    return seed * 1_000_003 + station;
  }
}
