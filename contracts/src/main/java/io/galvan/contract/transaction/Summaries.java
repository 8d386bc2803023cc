package io.galvan.contract.transaction;

import io.galvan.platform.bus.BusAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums over transactions, by day, month, station, idToken or tariff. */
public final class Summaries {
  public static final BusAddress<SummaryQuery, Summary> SUMMARIZE =
      new BusAddress<>("transaction.summarize", SummaryQuery.class, Summary.class);

  /** Sums of one answer. */
  public static final int MOST_SUMS = 1_000;

  /** Days between the first and the last start that one answer sums up. */
  public static final int MOST_DAYS = 366;

  private Summaries() {}

  /** What transactions are put together by. */
  public enum By {
    day,
    month,
    charger,
    token,
    tariff
  }

  /**
   * A transaction counts whole where it started. INVALID for more than 366 days, or a zone that is
   * none; UNAVAILABLE while as many are summed up as may be at once.
   *
   * @param from started at or after; null is 31 days before {@code to}
   * @param to started before; null is now
   * @param zone of IANA's time zone database, in which days and months begin
   * @param limit how many sums at most, to 1,000
   */
  public record SummaryQuery(
      By by,
      @Nullable Instant from,
      @Nullable Instant to,
      String zone,
      @Nullable String chargerId,
      @Nullable String idToken,
      int limit) {}

  /** What all in one currency cost. */
  public record Cost(String currency, BigDecimal amount) {}

  /**
   * @param key the day, month, chargerId, idToken in lower case, or tariffId; null for the total,
   *     and for those that have none
   * @param running how many of them have not ended
   * @param energyWh of those that are metered; null when none is
   * @param notMetered how many are left out of the energy, since nothing is known of theirs
   * @param durationS of those that have ended, in seconds
   * @param withoutCost how many are left out of the costs
   */
  public record Sum(
      @Nullable String key,
      long count,
      long running,
      @Nullable BigDecimal energyWh,
      long notMetered,
      long durationS,
      long withoutCost,
      List<Cost> costs) {}

  /**
   * @param items days and months in their order, others by their count, most first
   * @param keys how many there are, also beyond the limit
   * @param total of all, also beyond the limit
   */
  public record Summary(
      By by, Instant from, Instant to, String zone, List<Sum> items, long keys, Sum total) {}
}
