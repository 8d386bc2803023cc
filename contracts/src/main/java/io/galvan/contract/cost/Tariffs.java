package io.galvan.contract.cost;

import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What charging costs: tariffs, and to whom or where they belong. */
public final class Tariffs {
  public static final BusAddress<TariffQuery, TariffPage> LIST =
      new BusAddress<>("tariff.list", TariffQuery.class, TariffPage.class);
  public static final BusAddress<TariffKey, Tariff> GET =
      new BusAddress<>("tariff.get", TariffKey.class, Tariff.class);
  public static final BusAddress<TariffData, Tariff> CREATE =
      new BusAddress<>("tariff.create", TariffData.class, Tariff.class);
  public static final BusAddress<TariffData, Tariff> REPLACE =
      new BusAddress<>("tariff.replace", TariffData.class, Tariff.class);
  public static final BusAddress<TariffKey, Done> DELETE =
      new BusAddress<>("tariff.delete", TariffKey.class, Done.class);
  public static final BusAddress<AssignmentQuery, AssignmentPage> LIST_ASSIGNMENTS =
      new BusAddress<>("tariff.assignment.list", AssignmentQuery.class, AssignmentPage.class);
  public static final BusAddress<Assignment, Assignment> ASSIGN =
      new BusAddress<>("tariff.assign", Assignment.class, Assignment.class);
  public static final BusAddress<AssignmentKey, Done> UNASSIGN =
      new BusAddress<>("tariff.unassign", AssignmentKey.class, Done.class);
  public static final BusAddress<Asked, Applicable> APPLICABLE =
      new BusAddress<>("tariff.applicable", Asked.class, Applicable.class);

  private Tariffs() {}

  /** What a time price is for. */
  public enum TimeUnit {
    Minute,
    Hour
  }

  /** How a station learns the cost while it charges; at the end the answer always tells it. */
  public enum RunningCost {
    /** Not at all. */
    Never,
    /** In the answer to its events. */
    Answer,
    /** By CostUpdated. */
    Command
  }

  /** From what counts most to what counts least. */
  public enum AssignmentKind {
    Token,
    Charger,
    Site,
    Default
  }

  /** A tax on top of the prices. */
  public record Tax(String name, BigDecimal percent) {}

  /**
   * A tariff's prices, without taxes.
   *
   * @param currency three letters of ISO 4217
   * @param timePrice for a timeUnit of the transaction, from its start to its end
   * @param text for drivers, where a station asks for it
   * @param runningCostIntervalS at least so long between two; 0 is with every event
   * @param limit how far a transaction may go by it
   * @param stationTariff the TariffType of OCPP 2.1 as JSON, by which a station counts itself when
   *     it shows a token that charges by this tariff; null where stations are to be told none
   */
  public record TariffData(
      String id,
      String currency,
      BigDecimal energyPricePerKwh,
      BigDecimal timePrice,
      TimeUnit timeUnit,
      BigDecimal fixedFee,
      List<Tax> taxes,
      @Nullable Instant validFrom,
      @Nullable Instant validTo,
      @Nullable String text,
      RunningCost runningCost,
      int runningCostIntervalS,
      @Nullable Limit limit,
      @Nullable String stationTariff) {}

  /** A stored tariff. */
  public record Tariff(
      String id,
      String currency,
      BigDecimal energyPricePerKwh,
      BigDecimal timePrice,
      TimeUnit timeUnit,
      BigDecimal fixedFee,
      List<Tax> taxes,
      @Nullable Instant validFrom,
      @Nullable Instant validTo,
      @Nullable String text,
      RunningCost runningCost,
      int runningCostIntervalS,
      @Nullable Limit limit,
      @Nullable String stationTariff,
      Instant createdAt,
      Instant updatedAt) {}

  public record TariffKey(String id) {}

  public record TariffQuery(int limit, @Nullable String cursor) {}

  public record TariffPage(List<Tariff> items, @Nullable String next) {}

  /**
   * @param target an idToken, a charger's id or a site; empty for the default
   */
  public record Assignment(AssignmentKind kind, String target, String tariffId) {}

  public record AssignmentKey(AssignmentKind kind, String target) {}

  public record AssignmentQuery(@Nullable String tariffId, int limit, @Nullable String cursor) {}

  public record AssignmentPage(List<Assignment> items, @Nullable String next) {}

  /** By which tariff would this token charge here, now? */
  public record Asked(String chargerId, @Nullable String idToken) {}

  /**
   * @param by whose tariff it is, or where; null when there is none
   */
  public record Applicable(@Nullable Tariff tariff, @Nullable AssignmentKind by) {}
}
