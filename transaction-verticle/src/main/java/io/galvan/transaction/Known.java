package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.transaction.EventStore.Key;
import io.galvan.transaction.Metering.Metered;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a transaction of OCPP 2.x.
 *
 * @param reuse how many transactions had its id before
 * @param doubted its station has booted since it told something of it
 * @param stopTold its end was told to all before
 * @param chargingState as it was told last, of an ended one too
 * @param begin the first register known
 * @param tariff by which it charges
 */
record Known(
    Transaction transaction,
    Metered metered,
    boolean startInferred,
    boolean endCorrected,
    int reuse,
    boolean doubted,
    boolean stopTold,
    @Nullable String chargingState,
    @Nullable BigDecimal begin,
    @Nullable String seqNos,
    EventDetail detail,
    @Nullable Tariff tariff,
    @Nullable Limit wantedLimit,
    @Nullable Instant toldCostAt) {
  Key key() {
    return Key.of(transaction.chargerId(), transaction.stationTransactionId());
  }

  /** Whether an event tells of another EVSE than this transaction's. */
  boolean isOnAnotherEvse(TransactionEvent event) {
    int evseId = transaction.evseId();
    return event.evseId() > 0 && evseId > 0 && event.evseId() != evseId;
  }

  /**
   * Whether a Started that was not told before begins another transaction: this one has ended, or
   * its station has booted since, and did not begin then.
   */
  boolean isBegunAnew(TransactionEvent event) {
    if (transaction.state() == TransactionState.Running && !doubted) {
      return false;
    }
    Instant at = Times.stored(event.at());
    if (!startInferred) {
      return !at.equals(
          Objects.requireNonNullElse(transaction.startedAtTold(), transaction.startedAt()));
    }
    // Its own Started lies before all that was told; a clock that was set back may say otherwise.
    Instant last =
        transaction.stoppedAt() == null ? transaction.startedAt() : transaction.stoppedAt();
    return at.isAfter(last) && at.isAfter(transaction.updatedAt());
  }
}
