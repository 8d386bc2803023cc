package io.galvan.transaction;

import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Transactions.Fact;
import io.galvan.platform.contract.Transactions.FactKind;
import io.galvan.platform.contract.Transactions.Start;
import io.galvan.platform.contract.Transactions.Stop;
import io.galvan.platform.contract.Transactions.Transaction;
import io.galvan.transaction.TimelineStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The facts of a transaction's start and of its ends, as the timeline tells them. */
final class Facts {
  /** Longer than a message travels, and than the clocks of stations are usually wrong. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private Facts() {}

  /** A JSON object of what is known; the rest is left out. */
  private static Map<String, Object> detail(@Nullable Object... namesAndValues) {
    Map<String, Object> detail = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        detail.put(
            Objects.toString(namesAndValues[i]),
            value instanceof Instant || value instanceof Enum<?> ? value.toString() : value);
      }
    }
    return detail;
  }

  static List<Entry> started(
      Transaction transaction, Start start, Auth.Authorization verdict, Instant now) {
    List<Entry> facts = new ArrayList<>(3);
    long id = transaction.id();
    Instant at = transaction.startedAt();
    facts.add(
        new Entry(
            id,
            at,
            FactKind.Received,
            Fact.Started,
            detail(
                "connectorId",
                transaction.connectorId(),
                "idToken",
                transaction.idToken(),
                "meterStartWh",
                transaction.meterStartWh(),
                "reservationId",
                start.reservationId())));
    facts.add(
        new Entry(
            id,
            at,
            FactKind.Received,
            Fact.Authorized,
            detail(
                "status",
                verdict.status(),
                "groupIdToken",
                transaction.groupIdToken(),
                "expiresAt",
                verdict.expiresAt())));
    Duration late = Duration.between(at, now);
    if (late.compareTo(LATE) > 0) {
      facts.add(
          new Entry(
              id, at, FactKind.Received, Fact.StartedLate, detail("seconds", late.toSeconds())));
    }
    return facts;
  }

  /** An end that the station did not tell. */
  static List<Entry> inferred(Transaction ended, Instant now, Instant seenAt) {
    Instant at = Objects.requireNonNullElse(ended.stoppedAt(), now);
    List<Entry> facts = new ArrayList<>(2);
    lastMeterRead(ended, facts);
    facts.add(
        new Entry(
            ended.id(),
            at,
            FactKind.Inferred,
            Fact.Ended,
            detail(
                "reason",
                ended.inferredEnd(),
                "seenAt",
                seenAt,
                "meterStopWh",
                ended.meterStopWh(),
                "energyWh",
                ended.energyWh())));
    return facts;
  }

  /**
   * An end that the station or the operator told, and what became of the end before it.
   *
   * @param before the transaction as it was
   * @param by the operator; null when the station told it
   */
  static List<Entry> ended(Transaction before, Transaction after, @Nullable String by) {
    Instant at = Objects.requireNonNullElse(after.stoppedAt(), after.updatedAt());
    List<Entry> facts = new ArrayList<>(3);
    lastMeterRead(after, facts);
    facts.add(
        new Entry(
            after.id(),
            at,
            by == null ? FactKind.Received : FactKind.Operator,
            Fact.Ended,
            detail(
                "reason",
                after.stopReason(),
                "idToken",
                after.stopIdToken(),
                "meterStopWh",
                after.meterStopWh(),
                "energyWh",
                after.energyWh(),
                "by",
                by)));
    if (before.stoppedAt() != null) {
      facts.add(
          new Entry(
              after.id(),
              at,
              FactKind.Corrected,
              Fact.EndCorrected,
              detail(
                  "before",
                  detail(
                      "reason",
                      before.inferredEnd(),
                      "at",
                      before.stoppedAt(),
                      "meterStopWh",
                      before.meterStopWh(),
                      "energyWh",
                      before.energyWh()))));
    }
    return facts;
  }

  private static void lastMeterRead(Transaction ended, List<Entry> facts) {
    if (ended.meteredAt() != null) {
      facts.add(
          new Entry(
              ended.id(),
              ended.meteredAt(),
              FactKind.Received,
              Fact.LastMeterRead,
              detail("socPercent", ended.socPercent())));
    }
  }

  /** A stop that does not agree with the one that was told first. */
  static Entry contradicted(Stop stop) {
    return new Entry(
        stop.transactionId(),
        Times.stored(stop.stoppedAt()),
        FactKind.Received,
        Fact.StopContradicted,
        detail(
            "reason", stop.reason(), "idToken", stop.idToken(), "meterStopWh", stop.meterStopWh()));
  }
}
