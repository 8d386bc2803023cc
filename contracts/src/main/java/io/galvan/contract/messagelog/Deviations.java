package io.galvan.contract.messagelog;

import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which ways chargers' messages and connections differ from the standard, as counted. */
public final class Deviations {
  public static final BusAddress<DeviationQuery, DeviationPage> LIST =
      new BusAddress<>("charger.deviations.list", DeviationQuery.class, DeviationPage.class);

  private Deviations() {}

  /** What one item of the list stands for. */
  public enum Grouping {
    charger,
    /** All chargers of one vendor, model and firmware version. */
    model
  }

  /** Each criterion must be met exactly; null is any. */
  public record DeviationQuery(
      @Nullable String chargerId,
      @Nullable String vendor,
      @Nullable String model,
      @Nullable String firmwareVersion,
      @Nullable String action,
      @Nullable String kind,
      Grouping groupBy,
      int limit,
      @Nullable String cursor) {}

  /**
   * One way of deviating.
   *
   * @param chargerId null when grouped by model
   * @param chargers how many chargers do it
   * @param action null for what belongs to no action, such as the connection itself
   * @param kind a kind of repair, or Refused or Unusable
   * @param field where in the message; {@code []} is any position of a list
   * @param raw what came the last time, bounded and without secrets
   * @param repaired what it was read as, or why it was not
   */
  public record Deviation(
      @Nullable String chargerId,
      long chargers,
      @Nullable String vendor,
      @Nullable String model,
      @Nullable String firmwareVersion,
      @Nullable String action,
      String kind,
      String field,
      long count,
      Instant firstAt,
      Instant lastAt,
      String raw,
      String repaired) {}

  /** The newest first. */
  public record DeviationPage(List<Deviation> items, @Nullable String next) {}
}
