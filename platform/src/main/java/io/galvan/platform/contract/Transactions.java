package io.galvan.platform.contract;

import io.galvan.platform.bus.BusAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the transaction service answers: start, meter values, stop, and the operator's views of
 * them.
 */
public final class Transactions {
  public static final BusAddress<Start, Started> START =
      new BusAddress<>("transaction.start", Start.class, Started.class);
  public static final BusAddress<Meter, Done> METER =
      new BusAddress<>("transaction.meter", Meter.class, Done.class);
  public static final BusAddress<Stop, Stopped> STOP =
      new BusAddress<>("transaction.stop", Stop.class, Stopped.class);
  public static final BusAddress<TransactionQuery, TransactionPage> LIST =
      new BusAddress<>("transaction.list", TransactionQuery.class, TransactionPage.class);
  public static final BusAddress<TransactionKey, Transaction> GET =
      new BusAddress<>("transaction.get", TransactionKey.class, Transaction.class);
  public static final BusAddress<SeriesQuery, MeterSeries> SERIES =
      new BusAddress<>("transaction.series", SeriesQuery.class, MeterSeries.class);
  public static final BusAddress<TotalsQuery, Totals> TOTALS =
      new BusAddress<>("transaction.totals", TotalsQuery.class, Totals.class);

  private Transactions() {}

  /**
   * StartTransaction. The same start told twice (charger, connector, idToken, time and meter alike)
   * is one transaction.
   *
   * @param meterStartWh the register at the start, in Wh
   */
  public record Start(
      String chargerId,
      int connectorId,
      String idToken,
      long meterStartWh,
      Instant startedAt,
      @Nullable Integer reservationId) {}

  /**
   * The transaction is stored whatever the verdict on the token is; the charger acts on the
   * verdict.
   */
  public record Started(long transactionId, Auth.Authorization authorization) {}

  /**
   * One SampledValue as received; absent fields have the standard's defaults (1.6 part 2, 7.43)
   * filled in, phase null is none.
   */
  public record Sample(
      String value,
      String context,
      String format,
      String measurand,
      @Nullable String phase,
      String location,
      String unit) {}

  public record Reading(Instant at, List<Sample> samples) {}

  /** MeterValues; transactionId null: outside a transaction. Told twice it is stored once. */
  public record Meter(
      String chargerId, int connectorId, @Nullable Long transactionId, List<Reading> readings) {}

  /**
   * StopTransaction. One whose transaction nobody knows is kept and answered.
   *
   * @param reason the standard's Reason text; Local when the charger left it out
   */
  public record Stop(
      String chargerId,
      long transactionId,
      long meterStopWh,
      Instant stoppedAt,
      String reason,
      @Nullable String idToken,
      List<Reading> transactionData) {}

  /**
   * @param authorization the verdict on the stopping idToken; null if none was sent
   */
  public record Stopped(Auth.@Nullable Authorization authorization) {}

  public enum TransactionState {
    Running,
    Ended
  }

  /** Why an end was inferred, when the charger did not tell it. */
  public enum InferredEnd {
    /** The connector or station became Unavailable. */
    Unavailable,
    /** The station was not connected for longer than the policy waits. */
    Disconnected,
    /** A new transaction started on the same connector. */
    NewStart
  }

  /**
   * @param energyWh energy imported since the start, in Wh
   * @param powerW last known active import power, in W
   * @param socPercent last known state of charge of the vehicle, in percent
   * @param inferredEnd set when the end was inferred; a later true StopTransaction clears it
   */
  public record Transaction(
      long id,
      String chargerId,
      int connectorId,
      String idToken,
      @Nullable String groupIdToken,
      Auth.TokenStatus tokenStatus,
      @Nullable Integer reservationId,
      TransactionState state,
      Instant startedAt,
      long meterStartWh,
      @Nullable Instant stoppedAt,
      @Nullable Long meterStopWh,
      @Nullable String stopReason,
      @Nullable String stopIdToken,
      @Nullable InferredEnd inferredEnd,
      BigDecimal energyWh,
      @Nullable BigDecimal powerW,
      @Nullable BigDecimal socPercent,
      @Nullable Instant meteredAt,
      Instant updatedAt) {}

  public record TransactionKey(long id) {}

  public enum TransactionSort {
    startedAt,
    id,
    energyWh
  }

  public record TransactionQuery(
      @Nullable String chargerId,
      @Nullable Integer connectorId,
      @Nullable String idToken,
      @Nullable TransactionState state,
      @Nullable Instant from,
      @Nullable Instant to,
      TransactionSort sort,
      boolean descending,
      int limit,
      @Nullable String cursor) {}

  public record TransactionPage(List<Transaction> items, @Nullable String next) {}

  /**
   * @param measurand only this measurand; null is all
   */
  public record SeriesQuery(long transactionId, @Nullable String measurand) {}

  /** One curve: values of one measurand, phase, location and unit over time, in order of time. */
  public record Series(
      String measurand, @Nullable String phase, String location, String unit, List<Point> points) {}

  /**
   * @param value as a number; null when the charger sent text that is none (signed data), then
   *     {@code raw} has it
   */
  public record Point(
      Instant at, @Nullable BigDecimal value, String context, @Nullable String raw) {}

  public record MeterSeries(long transactionId, List<Series> series) {}

  public record TotalsQuery() {}

  /** The fleet's charging now and since midnight UTC. */
  public record Totals(
      long running, BigDecimal powerW, long endedToday, BigDecimal energyTodayWh) {}
}
