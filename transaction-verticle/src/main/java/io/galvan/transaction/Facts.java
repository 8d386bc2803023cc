package io.galvan.transaction;

import io.galvan.contract.transaction.Transactions.Fact;
import io.galvan.contract.transaction.Transactions.FactKind;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Stop;
import io.galvan.contract.transaction.Transactions.TimelineItem;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.json.Mapper;
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
  static Map<String, Object> detail(@Nullable Object... namesAndValues) {
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

  /** What a transaction's own row says of it; such facts are not stored. */
  static List<TimelineItem> ofRow(
      Transaction transaction, @Nullable Instant tokenExpiresAt, Instant receivedAt) {
    List<TimelineItem> items = new ArrayList<>();
    items.add(
        received(
            transaction.startedAt(),
            receivedAt,
            Fact.Started,
            detail(
                "connectorId",
                transaction.connectorId(),
                "idToken",
                transaction.idToken(),
                "meterStartWh",
                transaction.meterStartWh(),
                "reservationId",
                transaction.reservationId())));
    if (transaction.tokenStatus() != null) {
      items.add(
          received(
              transaction.startedAt(),
              receivedAt,
              Fact.Authorized,
              detail(
                  "status",
                  transaction.tokenStatus(),
                  "groupIdToken",
                  transaction.groupIdToken(),
                  "expiresAt",
                  tokenExpiresAt)));
    }
    Instant stoppedAt = transaction.stoppedAt();
    if (stoppedAt != null) {
      if (transaction.meteredAt() != null) {
        items.add(
            received(
                transaction.meteredAt(),
                transaction.updatedAt(),
                Fact.LastMeterRead,
                detail("socPercent", transaction.socPercent())));
      }
      if (transaction.inferredEnd() == null) {
        items.add(
            received(
                stoppedAt,
                transaction.updatedAt(),
                Fact.Ended,
                detail(
                    "reason",
                    transaction.stopReason(),
                    "idToken",
                    transaction.stopIdToken(),
                    "meterStopWh",
                    transaction.meterStopWh(),
                    "energyWh",
                    transaction.energyWh())));
      }
    }
    return items;
  }

  /** The first reading of a transaction. */
  static TimelineItem firstMeterRead(Reading reading, Instant receivedAt) {
    Observation observation = Observation.of(reading);
    Instant at = Times.stored(reading.time());
    return received(
        at,
        at.isBefore(receivedAt) ? receivedAt : at,
        Fact.FirstMeterRead,
        detail(
            "registerWh",
            observation.registers().isEmpty() ? null : observation.registers().get(0).value(),
            "powerW",
            observation.powerW()));
  }

  private static TimelineItem received(
      Instant at, Instant recordedAt, Fact fact, Map<String, Object> detail) {
    return new TimelineItem(at, recordedAt, FactKind.Received, fact, Mapper.write(detail));
  }

  /** That a start was told late. */
  static List<Entry> late(Transaction transaction, Instant now) {
    Instant at = transaction.startedAt();
    Duration late = Duration.between(at, now);
    return late.compareTo(LATE) > 0
        ? List.of(
            new Entry(
                transaction.id(),
                at,
                FactKind.Received,
                Fact.StartedLate,
                detail("seconds", late.toSeconds())))
        : List.of();
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
   * An end that the station or the operator told, and what became of the end before it. The first
   * end that a station tells stands in the transaction's row.
   *
   * @param before the transaction as it was
   * @param by the operator; null when the station told it
   */
  static List<Entry> ended(Transaction before, Transaction after, @Nullable String by) {
    if (by == null && before.stoppedAt() == null) {
      return List.of();
    }
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

  /** A reading says that the transaction goes on whose end was inferred. */
  static Entry resumed(Metering metering) {
    return new Entry(
        metering.id(),
        Objects.requireNonNull(metering.aliveAt()),
        FactKind.Corrected,
        Fact.EndCorrected,
        detail("before", detail("reason", metering.transaction().inferredEnd())));
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
