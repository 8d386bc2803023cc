package io.galvan.contract.transaction;

import io.galvan.contract.token.Tokens;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the transaction service answers: start, meter values, stop, and views of them. */
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
  public static final BusAddress<TransactionKey, Timeline> TIMELINE =
      new BusAddress<>("transaction.timeline", TransactionKey.class, Timeline.class);
  public static final BusAddress<EndTransaction, Transaction> END =
      new BusAddress<>("transaction.end", EndTransaction.class, Transaction.class);

  private Transactions() {}

  /**
   * StartTransaction. The same start told twice (charger, connector, idToken, time and meter alike)
   * is one transaction.
   *
   * @param meterStartWh the register at the start, in Wh; null when it was not told
   */
  public record Start(
      String chargerId,
      int connectorId,
      String idToken,
      @Nullable Long meterStartWh,
      Instant startedAt,
      @Nullable Integer reservationId) {}

  /**
   * The transaction is stored whatever the verdict on the token is; the charger acts on the
   * verdict.
   *
   * @param transactionId from 1 to 2147483647, since a station of OCPP 1.6 keeps it in 32 bits
   */
  public record Started(long transactionId, Tokens.Authorization authorization) {}

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

  /**
   * Samples of one time.
   *
   * @param receivedAt when it came, if {@code at} cannot be right; null when it can
   */
  public record Reading(Instant at, List<Sample> samples, @Nullable Instant receivedAt) {
    /** A reading of the time that is told. */
    public Reading(Instant at, List<Sample> samples) {
      this(at, samples, null);
    }

    /** The time that it counts for. */
    public Instant time() {
      return receivedAt == null ? at : receivedAt;
    }
  }

  /** MeterValues; transactionId null: outside a transaction. Told twice it is stored once. */
  public record Meter(
      String chargerId, int connectorId, @Nullable Long transactionId, List<Reading> readings) {}

  /**
   * StopTransaction. One whose transaction nobody knows is kept and answered.
   *
   * @param meterStopWh the register at the end, in Wh; null when it was not told
   * @param reason the standard's Reason text; empty when the charger left it out
   */
  public record Stop(
      String chargerId,
      long transactionId,
      @Nullable Long meterStopWh,
      Instant stoppedAt,
      String reason,
      @Nullable String idToken,
      List<Reading> transactionData) {}

  /**
   * @param authorization the verdict on the stopping idToken; null if none was sent
   */
  public record Stopped(Tokens.@Nullable Authorization authorization) {}

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
    NewStart,
    /** The connector became Available after the start. */
    Available,
    /** The station booted and told neither a stop nor that the charging goes on. */
    Boot,
    /** The station was removed from the system. */
    Removed,
    /** An operator ended it. */
    Operator,
    /** The station said that it does not go on, and that nothing more of it is to come. */
    NotOngoing
  }

  /** What is to be known before believing a transaction's figures. */
  public enum Mark {
    /** The register began again during the transaction; the energy is the sum of its parts. */
    MeterReset,
    /** A register lay below an earlier one and was not counted. */
    MeterWentBack,
    /** The energy comes from power over time, or a part of it could not be read. */
    Estimated,
    /** The end was not told by the station. */
    EndInferred,
    /** An inferred end was replaced by the one that was told later. */
    EndCorrected,
    /** The start was not told; it is the time of the earliest event. */
    StartMissing,
    /** Some of its events were not told. */
    EventsMissing,
    /** Nothing is known of its energy. */
    NotMetered,
    /** It charged before its first register was read: that energy is not known. */
    BeginNotMetered,
    /** Its station had another transaction of the same id before. */
    IdReused,
    /** A time that was told cannot be right; the time of receipt stands for it. */
    ImplausibleTime
  }

  /** Numbers of events that were not told, both inclusive. */
  public record Gap(int from, int to) {}

  /**
   * @param connectorId of OCPP 2.x: within the EVSE; 0 when it was not told
   * @param idToken null as long as a station of OCPP 2.x did not tell it
   * @param tokenStatus null without an idToken
   * @param meterStartWh the first register that was told; null as long as none was
   * @param evseId of OCPP 1.6: the connector; 0 when it was not told
   * @param stationTransactionId the station's own id; of OCPP 1.6 the id as text
   * @param chargingState the standard's ChargingState; null when it was never told, and after the
   *     end
   * @param remoteStartId of the remote start that it follows
   * @param cost so far, taxes included; null without a tariff
   * @param gaps the events that are missing
   * @param startedAtTold what the station told for {@code startedAt}, when that cannot be right
   * @param stoppedAtTold likewise for {@code stoppedAt}
   * @param meterStopWh the last register that the station told; null when it told none
   * @param energyWh energy imported since the start, in Wh; never negative, null when nothing is
   *     known of it
   * @param powerW last known active import power, in W
   * @param socPercent last known state of charge of the vehicle, in percent
   * @param inferredEnd set when the end was inferred; a later true StopTransaction clears it
   */
  public record Transaction(
      long id,
      String chargerId,
      int connectorId,
      @Nullable String idToken,
      @Nullable String groupIdToken,
      Tokens.@Nullable TokenStatus tokenStatus,
      @Nullable Integer reservationId,
      TransactionState state,
      Instant startedAt,
      @Nullable Long meterStartWh,
      @Nullable Instant stoppedAt,
      @Nullable Long meterStopWh,
      @Nullable String stopReason,
      @Nullable String stopIdToken,
      @Nullable InferredEnd inferredEnd,
      @Nullable BigDecimal energyWh,
      @Nullable BigDecimal powerW,
      @Nullable BigDecimal socPercent,
      @Nullable Instant meteredAt,
      Instant updatedAt,
      List<Mark> marks,
      int evseId,
      String stationTransactionId,
      @Nullable String idTokenType,
      @Nullable String chargingState,
      @Nullable Integer remoteStartId,
      @Nullable BigDecimal cost,
      @Nullable String currency,
      List<Gap> gaps,
      @Nullable Instant startedAtTold,
      @Nullable Instant stoppedAtTold) {
    /** A transaction of OCPP 1.6. */
    public Transaction(
        long id,
        String chargerId,
        int connectorId,
        @Nullable String idToken,
        @Nullable String groupIdToken,
        Tokens.@Nullable TokenStatus tokenStatus,
        @Nullable Integer reservationId,
        TransactionState state,
        Instant startedAt,
        @Nullable Long meterStartWh,
        @Nullable Instant stoppedAt,
        @Nullable Long meterStopWh,
        @Nullable String stopReason,
        @Nullable String stopIdToken,
        @Nullable InferredEnd inferredEnd,
        @Nullable BigDecimal energyWh,
        @Nullable BigDecimal powerW,
        @Nullable BigDecimal socPercent,
        @Nullable Instant meteredAt,
        Instant updatedAt,
        List<Mark> marks) {
      this(
          id,
          chargerId,
          connectorId,
          idToken,
          groupIdToken,
          tokenStatus,
          reservationId,
          state,
          startedAt,
          meterStartWh,
          stoppedAt,
          meterStopWh,
          stopReason,
          stopIdToken,
          inferredEnd,
          energyWh,
          powerW,
          socPercent,
          meteredAt,
          updatedAt,
          marks,
          connectorId,
          Long.toString(id),
          null,
          null,
          null,
          null,
          null,
          List.of(),
          null,
          null);
    }
  }

  public record TransactionKey(long id) {}

  /** By stoppedAt those that have ended are listed, and no others. */
  public enum TransactionSort {
    startedAt,
    stoppedAt,
    updatedAt,
    id,
    energyWh
  }

  /**
   * @param from started at or after
   * @param to started before
   * @param endedFrom ended at or after
   * @param endedTo ended before
   * @param updatedSince changed at or after, by the central system's clock; only by updatedAt, else
   *     INVALID
   */
  public record TransactionQuery(
      @Nullable String chargerId,
      @Nullable Integer connectorId,
      @Nullable String idToken,
      @Nullable TransactionState state,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Instant endedFrom,
      @Nullable Instant endedTo,
      @Nullable Instant updatedSince,
      TransactionSort sort,
      boolean descending,
      int limit,
      @Nullable String cursor) {
    /** Whenever they ended or were changed. */
    public TransactionQuery(
        @Nullable String chargerId,
        @Nullable Integer connectorId,
        @Nullable String idToken,
        @Nullable TransactionState state,
        @Nullable Instant from,
        @Nullable Instant to,
        TransactionSort sort,
        boolean descending,
        int limit,
        @Nullable String cursor) {
      this(
          chargerId,
          connectorId,
          idToken,
          state,
          from,
          to,
          null,
          null,
          null,
          sort,
          descending,
          limit,
          cursor);
    }
  }

  public record TransactionPage(List<Transaction> items, @Nullable String next) {}

  /**
   * @param measurand only this measurand; null is all
   */
  public record SeriesQuery(long transactionId, @Nullable String measurand) {}

  /** One curve: values of one measurand, phase, location and unit over time, in order of time. */
  public record Series(
      String measurand, @Nullable String phase, String location, String unit, List<Point> points) {}

  /**
   * @param value as a number in the curve's unit; null when the charger sent text that is none
   *     (signed data)
   * @param raw what the charger sent, with its unit, where that is not the value as it stands
   */
  public record Point(
      Instant at, @Nullable BigDecimal value, String context, @Nullable String raw) {}

  public record MeterSeries(long transactionId, List<Series> series) {}

  /** How a fact came to be known. */
  public enum FactKind {
    /** The station told it. */
    Received,
    /** It follows from something else. */
    Inferred,
    /** What the station told, or what was inferred, does not stand as it was. */
    Corrected,
    /** An operator said so. */
    Operator
  }

  /** What can be true of a transaction. */
  public enum Fact {
    Started,
    /** The verdict on the idToken at the start. */
    Authorized,
    /** The start was told long after its time. */
    StartedLate,
    FirstMeterRead,
    LastMeterRead,
    /** For longer than usual there was no reading. */
    MeterGap,
    MeterReset,
    MeterWentBack,
    /** A register lay further ahead than any station can charge. */
    MeterJumped,
    /** Readings that name no transaction were taken for this one's. */
    ReadingsAttributed,
    Charging,
    SuspendedEV,
    SuspendedEVSE,
    EVConnected,
    Idle,
    /** An event that tells of something else than meter values; the detail names the trigger. */
    Triggered,
    /** Some events were not told; the detail lists their numbers. */
    EventsMissing,
    /** Those that were missing were told later. */
    EventsComplete,
    /** What the station answered when it was asked for the transaction. */
    StatusTold,
    Ended,
    /** A told end replaced another; the detail keeps the old one. */
    EndCorrected,
    /** Another stop that does not agree with the end that was told first. */
    StopContradicted
  }

  /**
   * One fact of a transaction.
   *
   * @param at when it was so, by the clock of who told it
   * @param recordedAt when the central system learnt it
   * @param detail a JSON object
   */
  public record TimelineItem(
      Instant at, Instant recordedAt, FactKind kind, Fact fact, String detail) {}

  /** All facts of a transaction, in the order of their time; their number is bounded. */
  public record Timeline(long transactionId, List<TimelineItem> items) {}

  /**
   * An operator ends a transaction that the station will never end; only one that runs, or whose
   * end was not told by the station.
   *
   * @param at null is now
   * @param meterStopWh null: the last register that was read
   * @param requestedBy who ends it
   */
  public record EndTransaction(
      long transactionId,
      @Nullable Instant at,
      @Nullable Long meterStopWh,
      @Nullable String reason,
      String requestedBy) {}

  public record TotalsQuery() {}

  /**
   * The fleet's charging now and since midnight UTC.
   *
   * @param notMetered how many of today's transactions the energy leaves out, since it is not known
   */
  public record Totals(
      long running,
      BigDecimal powerW,
      long endedToday,
      BigDecimal energyTodayWh,
      long notMetered) {}
}
