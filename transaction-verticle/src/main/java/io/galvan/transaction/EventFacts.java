package io.galvan.transaction;

import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.transaction.TimelineStore.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts that events of OCPP 2.x tell, as the timeline has them. */
final class EventFacts {
  private static final Set<String> STATES =
      Set.of(
          Fact.EVConnected.name(),
          Fact.Charging.name(),
          Fact.SuspendedEV.name(),
          Fact.SuspendedEVSE.name(),
          Fact.Idle.name());

  /** What these tell is a fact of its own already. */
  private static final Set<String> TOLD_OTHERWISE =
      Set.of("ChargingStateChanged", "MeterValueClock", "MeterValuePeriodic");

  private EventFacts() {}

  static Entry started(long id, TransactionEvent event, Instant at) {
    return new Entry(
        id,
        at,
        FactKind.Received,
        Fact.Started,
        Facts.detail(
            "evseId",
            positive(event.evseId()),
            "connectorId",
            positive(event.connectorId()),
            "idToken",
            event.idToken(),
            "trigger",
            event.triggerReason(),
            "reservationId",
            event.reservationId(),
            "remoteStartId",
            event.remoteStartId(),
            "offline",
            event.offline() ? true : null));
  }

  private static @Nullable Integer positive(int number) {
    return number > 0 ? number : null;
  }

  /** The earliest event stands for the start until that is told. */
  static Entry startInferred(Transaction transaction) {
    return new Entry(
        transaction.id(), transaction.startedAt(), FactKind.Inferred, Fact.Started, Map.of());
  }

  static Entry authorized(long id, Instant at, TransactionEvent event, Authorization verdict) {
    return new Entry(
        id,
        at,
        FactKind.Received,
        Fact.Authorized,
        Facts.detail(
            "idToken",
            event.idToken(),
            "idTokenType",
            event.idTokenType(),
            "status",
            verdict.status(),
            "groupIdToken",
            verdict.groupIdToken(),
            "expiresAt",
            verdict.expiresAt()));
  }

  static List<Entry> state(long id, Instant at, String state) {
    return STATES.contains(state)
        ? List.of(new Entry(id, at, FactKind.Received, Fact.valueOf(state), Map.of()))
        : List.of();
  }

  static List<Entry> triggered(long id, Instant at, TransactionEvent event) {
    return TOLD_OTHERWISE.contains(event.triggerReason())
        ? List.of()
        : List.of(
            new Entry(
                id,
                at,
                FactKind.Received,
                Fact.Triggered,
                Facts.detail(
                    "trigger",
                    event.triggerReason(),
                    "seqNo",
                    event.seqNo(),
                    "offline",
                    event.offline() ? true : null)));
  }

  static Entry contradicted(long id, Instant at, TransactionEvent event, String reason) {
    return new Entry(
        id,
        at,
        FactKind.Received,
        Fact.StopContradicted,
        Facts.detail("reason", reason, "idToken", event.idToken(), "seqNo", event.seqNo()));
  }

  /** An inferred end was none. */
  static Entry resumed(Transaction before, Instant at) {
    return new Entry(
        before.id(),
        at,
        FactKind.Corrected,
        Fact.EndCorrected,
        Facts.detail(
            "before", Facts.detail("reason", before.inferredEnd(), "at", before.stoppedAt())));
  }

  static Entry status(
      Transaction transaction, Instant at, @Nullable Boolean ongoing, boolean messagesInQueue) {
    return new Entry(
        transaction.id(),
        at,
        FactKind.Received,
        Fact.StatusTold,
        Facts.detail("ongoing", ongoing, "messagesInQueue", messagesInQueue));
  }

  /** Which events are missing once it has ended, and that none is any more. */
  static List<Entry> gaps(Transaction after, List<Gap> before, boolean endedNow, Instant now) {
    boolean over = after.state() == TransactionState.Ended;
    if (over && !after.gaps().isEmpty() && (endedNow || !after.gaps().equals(before))) {
      return List.of(
          new Entry(
              after.id(),
              now,
              FactKind.Inferred,
              Fact.EventsMissing,
              Facts.detail("seqNos", after.gaps())));
    }
    if (over && !endedNow && after.gaps().isEmpty() && !before.isEmpty()) {
      return List.of(
          new Entry(
              after.id(),
              now,
              FactKind.Corrected,
              Fact.EventsComplete,
              Facts.detail("seqNos", before)));
    }
    return List.of();
  }
}
