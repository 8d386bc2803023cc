package io.galvan.contract.transaction;

import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of which stations of OCPP 2.x make their transactions: told in any order, twice, with
 * gaps and late, they are one transaction.
 */
public final class TransactionEvents {
  public static final BusAddress<TransactionEvent, EventAnswer> EVENT =
      new BusAddress<>("transaction.event", TransactionEvent.class, EventAnswer.class);
  public static final BusAddress<Transactions.TransactionKey, EventHistory> GET_EVENTS =
      new BusAddress<>(
          "transaction.events.get", Transactions.TransactionKey.class, EventHistory.class);
  public static final BusAddress<UnsureQuery, UnsureTransactions> UNSURE =
      new BusAddress<>("transaction.unsure", UnsureQuery.class, UnsureTransactions.class);
  public static final BusAddress<SetLimit, Done> SET_LIMIT =
      new BusAddress<>("transaction.limit.set", SetLimit.class, Done.class);

  private TransactionEvents() {}

  /** The standard's TransactionEventEnumType. */
  public enum EventKind {
    Started,
    Updated,
    Ended
  }

  /**
   * How far a transaction may go; a null part is not limited.
   *
   * @param maxCost in the tariff's currency
   */
  public record Limit(
      @Nullable BigDecimal maxCost,
      @Nullable BigDecimal maxEnergyWh,
      @Nullable Integer maxTimeS,
      @Nullable Integer maxSocPercent) {}

  /**
   * What a station tells beside its transaction's course; null parts were not told.
   *
   * @param tariffId the tariff by which the station counts the cost itself
   * @param costDetails the station's own count of the cost, as JSON
   */
  public record EventDetail(
      @Nullable Integer numberOfPhasesUsed,
      @Nullable Integer cableMaxCurrentA,
      @Nullable Integer timeSpentChargingS,
      @Nullable String operationMode,
      @Nullable String preconditioningStatus,
      @Nullable Boolean evseSleep,
      @Nullable String tariffId,
      @Nullable Limit transactionLimit,
      @Nullable String costDetails) {
    public static final EventDetail NONE =
        new EventDetail(null, null, null, null, null, null, null, null, null);
  }

  /**
   * TransactionEvent. The same event (station's transaction, seqNo and content alike) counts once.
   *
   * @param evseId 0 when it was not told
   * @param connectorId 0 when it was not told
   * @param idToken empty with the type NoAuthorization; null when none was told
   */
  public record TransactionEvent(
      String chargerId,
      String stationTransactionId,
      int seqNo,
      EventKind kind,
      Instant at,
      String triggerReason,
      boolean offline,
      int evseId,
      int connectorId,
      @Nullable String idToken,
      @Nullable String idTokenType,
      @Nullable Integer reservationId,
      @Nullable Integer remoteStartId,
      @Nullable String chargingState,
      @Nullable String stoppedReason,
      List<Reading> readings,
      EventDetail detail) {
    /** The same on this connector of its EVSE. */
    public TransactionEvent on(int connector) {
      return copy(connector, stoppedReason, readings);
    }

    /** The same with this reason of the end. */
    public TransactionEvent stoppedFor(String reason) {
      return copy(connectorId, reason, readings);
    }

    /** The same with these readings. */
    public TransactionEvent with(List<Reading> others) {
      return copy(connectorId, stoppedReason, others);
    }

    private TransactionEvent copy(int connector, @Nullable String reason, List<Reading> others) {
      return new TransactionEvent(
          chargerId,
          stationTransactionId,
          seqNo,
          kind,
          at,
          triggerReason,
          offline,
          evseId,
          connector,
          idToken,
          idTokenType,
          reservationId,
          remoteStartId,
          chargingState,
          reason,
          others,
          detail);
    }
  }

  /**
   * @param authorization the verdict on the event's idToken; null when it had none
   * @param totalCost in the tariff's currency, taxes included; null when it is not to be told now
   * @param personalMessage for the driver; null for none
   * @param limit wanted here and not yet confirmed by the station; null for none
   */
  public record EventAnswer(
      long transactionId,
      Tokens.@Nullable Authorization authorization,
      @Nullable BigDecimal totalCost,
      @Nullable String personalMessage,
      @Nullable Limit limit) {}

  /** One event as it was told. */
  public record ToldEvent(
      int seqNo,
      EventKind kind,
      Instant at,
      String triggerReason,
      boolean offline,
      Instant receivedAt) {}

  /**
   * The station's answer to GetTransactionStatus.
   *
   * @param ongoing null when the station did not say
   */
  public record StationStatus(@Nullable Boolean ongoing, boolean messagesInQueue, Instant at) {}

  /**
   * @param items in the order of their numbers, at most 10,000
   * @param gaps numbers that are missing among those told
   * @param detail what the station told last of each part
   * @param wantedLimit what the operator or the tariff wants
   */
  public record EventHistory(
      long transactionId,
      List<ToldEvent> items,
      List<Gap> gaps,
      EventDetail detail,
      @Nullable Limit wantedLimit,
      @Nullable StationStatus status) {}

  /**
   * @param arrivedAt when the station came back; a running transaction that it told something of
   *     since then is sure
   */
  public record UnsureQuery(String chargerId, Instant arrivedAt) {}

  /**
   * The station's ids of transactions of which the station should be asked: those that run, those
   * whose end was inferred, those that lack events.
   */
  public record UnsureTransactions(List<String> stationTransactionIds) {}

  /** Tells the station at its next event; null takes back what it has not confirmed. */
  public record SetLimit(long transactionId, @Nullable Limit limit) {}
}
