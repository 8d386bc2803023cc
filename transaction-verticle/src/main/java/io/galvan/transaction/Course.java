package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Gap;
import io.galvan.contract.transaction.Transactions.InferredEnd;
import io.galvan.contract.transaction.Transactions.Reading;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.transaction.MeterStore.Taken;
import io.galvan.transaction.Metering.Attribution;
import io.galvan.transaction.TimelineStore.Entry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of OCPP 2.x while events are applied to it, in whatever order they come. What is
 * known of it only grows: an event adds what was not told yet, the newest one says how things
 * stand, and an end that was told stands against all that was inferred.
 */
final class Course {
  /** Beyond so many ranges of told events, late ones are counted at the end only. */
  private static final int MOST_RECOUNTED = 50;

  private static final int WORD_LENGTH = 50;
  private static final String CHARGING = "Charging";

  /** With these the idToken is the one that stops, not the one that charges. */
  private static final Set<String> STOPS = Set.of("StopAuthorized", "Deauthorized");

  final Known known;
  final boolean created;
  final Metering metering;
  final SeqNos seqNos;
  private final List<Gap> gapsBefore;
  private final List<Entry> facts = new ArrayList<>();
  boolean running;
  Instant startedAt;
  @Nullable Instant startedAtTold;
  boolean startInferred;
  int evseId;
  int connectorId;
  @Nullable String idToken;
  @Nullable String idTokenType;
  @Nullable String groupIdToken;
  @Nullable TokenStatus tokenStatus;
  @Nullable Integer reservationId;
  @Nullable Integer remoteStartId;
  @Nullable String chargingState;
  @Nullable Instant stoppedAt;
  @Nullable Instant stoppedAtTold;
  @Nullable String stopReason;
  @Nullable String stopIdToken;
  @Nullable InferredEnd inferredEnd;
  boolean endCorrected;
  EventDetail detail;
  final Bill bill;
  private Instant lastAt;
  private boolean changed;
  private boolean identified;
  private boolean ended;
  private boolean resumed;
  private boolean tokenNew;
  private boolean late;
  private boolean afterEnd;
  private final EventDeviations deviations = new EventDeviations();

  /**
   * @param created its row was made for the events that are applied now
   */
  Course(Known known, boolean created) {
    this.known = known;
    this.created = created;
    Transaction before = known.transaction();
    metering = new Metering(known.metered());
    seqNos = SeqNos.of(known.seqNos());
    gapsBefore = seqNos.gaps();
    running = before.state() == TransactionState.Running;
    startedAt = before.startedAt();
    startedAtTold = before.startedAtTold();
    startInferred = known.startInferred();
    evseId = before.evseId();
    connectorId = before.connectorId();
    idToken = before.idToken();
    idTokenType = before.idTokenType();
    groupIdToken = before.groupIdToken();
    tokenStatus = before.tokenStatus();
    reservationId = before.reservationId();
    remoteStartId = before.remoteStartId();
    chargingState = known.chargingState();
    stoppedAt = before.stoppedAt();
    stoppedAtTold = before.stoppedAtTold();
    stopReason = before.stopReason();
    stopIdToken = before.stopIdToken();
    inferredEnd = before.inferredEnd();
    endCorrected = known.endCorrected();
    detail = known.detail();
    lastAt = before.meteredAt() == null ? startedAt : before.meteredAt();
    bill = new Bill(this, known);
  }

  long id() {
    return known.transaction().id();
  }

  /** Whether this event tells, for the first time, the token that charges. */
  boolean isIdentifiedBy(TransactionEvent event) {
    return startToken(event) != null
        && (idToken == null || (event.kind() == EventKind.Started && startInferred));
  }

  private static @Nullable String startToken(TransactionEvent event) {
    boolean stops = event.kind() == EventKind.Ended || STOPS.contains(event.triggerReason());
    return stops ? null : event.idToken();
  }

  /**
   * Applies an event that was not applied before.
   *
   * @param verdict on its idToken
   * @param now when it was received
   */
  void apply(TransactionEvent event, @Nullable Authorization verdict, Instant now) {
    Times.Judged time = time(event, now);
    Instant at = time.at();
    if (isAfterEnd(event)) {
      afterEnd = true;
      deviations.afterEnd(event);
      return;
    }
    boolean newest = seqNos.isNewest(event.seqNo());
    if (seqNos.contains(event.seqNo())) {
      deviations.numberTwice(event);
    }
    seqNos.add(event.seqNo());
    changed = true;
    lastAt = at.isAfter(lastAt) ? at : lastAt;
    boolean tokenTold = isIdentifiedBy(event);
    if (event.kind() == EventKind.Started) {
      started(event, time);
    } else if (startInferred && at.isBefore(startedAt)) {
      startedAt = at;
      startedAtTold = time.told();
    }
    deviations.time(time);
    if (tokenTold && verdict != null) {
      authorized(event, verdict, at);
    }
    identify(event);
    boolean charging = CHARGING.equals(chargingState);
    if (event.chargingState() != null) {
      String state = Sql.required(event.chargingState(), WORD_LENGTH);
      if (newest) {
        chargingState = state;
      }
      facts.addAll(EventFacts.state(id(), at, state));
    }
    facts.addAll(EventFacts.triggered(id(), at, event));
    detail = newest ? merged(event.detail(), detail) : merged(detail, event.detail());
    bill.confirm(event.detail().transactionLimit());
    meter(event, newest, charging);
    if (event.kind() == EventKind.Ended) {
      end(event, time);
    } else if (isWrong(inferredEnd, at)) {
      resume(at);
    }
  }

  /** After an end that was told, an event above it has nothing to say. */
  private boolean isAfterEnd(TransactionEvent event) {
    return !running
        && inferredEnd == null
        && event.kind() != EventKind.Started
        && event.seqNo() > seqNos.last();
  }

  /** Whether an event was applied now that came after the end. */
  boolean isAfterEnd() {
    return afterEnd;
  }

  private Times.Judged time(TransactionEvent event, Instant now) {
    return event.kind() == EventKind.Ended
        ? Times.ofEnd(event.at(), startedAt, startedAtTold, now)
        : Times.judged(event.at(), now);
  }

  private void started(TransactionEvent event, Times.Judged time) {
    Instant at = time.at();
    if (startInferred) {
      seqNos.begin(event.seqNo());
      startedAt = at;
      startedAtTold = time.told();
      startInferred = false;
      facts.add(EventFacts.started(id(), event, at));
      identified = true;
    }
  }

  private void authorized(TransactionEvent event, Authorization verdict, Instant at) {
    idToken = TransactionStore.id(event.idToken() == null ? "" : event.idToken());
    idTokenType = Sql.text(event.idTokenType(), WORD_LENGTH);
    groupIdToken = Sql.text(verdict.groupIdToken(), TransactionStore.ID_LENGTH);
    tokenStatus = verdict.status();
    bill.authorized(verdict);
    facts.add(EventFacts.authorized(id(), at, event, verdict));
    identified = true;
    tokenNew = true;
  }

  private void identify(TransactionEvent event) {
    if (evseId == 0 && event.evseId() > 0) {
      evseId = event.evseId();
      identified = true;
    }
    if (connectorId == 0 && event.connectorId() > 0 && event.evseId() == evseId) {
      connectorId = event.connectorId();
      identified = true;
    }
    if (reservationId == null && event.reservationId() != null) {
      reservationId = event.reservationId();
      identified = true;
    }
    if (remoteStartId == null && event.remoteStartId() != null) {
      remoteStartId = event.remoteStartId();
      identified = true;
    }
  }

  private static EventDetail merged(EventDetail first, EventDetail second) {
    return new EventDetail(
        first(first.numberOfPhasesUsed(), second.numberOfPhasesUsed()),
        first(first.cableMaxCurrentA(), second.cableMaxCurrentA()),
        first(first.timeSpentChargingS(), second.timeSpentChargingS()),
        first(first.operationMode(), second.operationMode()),
        first(first.preconditioningStatus(), second.preconditioningStatus()),
        first(first.evseSleep(), second.evseSleep()),
        first(first.tariffId(), second.tariffId()),
        first(first.transactionLimit(), second.transactionLimit()),
        first(first.costDetails(), second.costDetails()));
  }

  private static <T> @Nullable T first(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  /**
   * The numbers of the events say what came after what, and not their times.
   *
   * @param charging it charged before this event
   */
  private void meter(TransactionEvent event, boolean newest, boolean charging) {
    boolean unknown = metering.begin() == null;
    event.readings().stream()
        .sorted(Comparator.comparing(Reading::time))
        .forEach(
            reading -> {
              if (newest) {
                metering.addNext(reading, Attribution.Named);
              } else {
                metering.addEarlier(reading);
                late = true;
              }
            });
    if (unknown && metering.begin() != null && charging && event.kind() != EventKind.Started) {
      metering.begunCharging();
    }
  }

  private void end(TransactionEvent event, Times.Judged time) {
    Instant at = time.at();
    String reason = event.stoppedReason() == null ? "Local" : event.stoppedReason();
    if (!running && inferredEnd == null) {
      Instant told = Times.stored(event.at());
      boolean same = told.equals(stoppedAtTold == null ? stoppedAt : stoppedAtTold);
      if (!same || !reason.equals(stopReason)) {
        facts.add(EventFacts.contradicted(id(), at, event, reason));
      }
      return;
    }
    endCorrected |= !running;
    running = false;
    inferredEnd = null;
    stoppedAt = at;
    stoppedAtTold = time.told();
    stopReason = Sql.required(reason, WORD_LENGTH);
    stopIdToken = Sql.text(event.idToken(), TransactionStore.ID_LENGTH);
    ended = true;
  }

  /** The station goes on after an end that nobody told. */
  private boolean isWrong(@Nullable InferredEnd end, Instant at) {
    Instant stopped = stoppedAt;
    return !running
        && end != null
        && EndPolicy.TAKEN_BACK.contains(end)
        && stopped != null
        && at.isAfter(stopped);
  }

  private void resume(Instant at) {
    facts.add(EventFacts.resumed(known.transaction(), at));
    running = true;
    inferredEnd = null;
    stoppedAt = null;
    stoppedAtTold = null;
    endCorrected = true;
    resumed = true;
  }

  /** Whether what the readings mean is to be counted again from all that is stored. */
  boolean isToBeRecounted() {
    return metering.unsure() && (ended || (late && seqNos.gaps().size() <= MOST_RECOUNTED));
  }

  void recount(List<Taken> readings) {
    metering.recount(readings);
  }

  /** Whether the tariff is to be looked up: at its first event, and when its token is told. */
  boolean needsTariff() {
    return created || tokenNew;
  }

  /** How long it has charged, as far as is told. */
  Duration duration() {
    return Duration.between(startedAt, stoppedAt == null ? lastAt : stoppedAt);
  }

  /** The text for the driver whose token was told just now. */
  @Nullable String personalMessage() {
    Tariff tariff = bill.tariff();
    return tokenNew && tariff != null && running ? tariff.text() : null;
  }

  boolean isChanged() {
    return changed || created;
  }

  boolean isEndedNow() {
    return ended;
  }

  /** Whether it had ended by inference and goes on. */
  boolean isResumedNow() {
    return resumed && running;
  }

  /** Whether its token has just been told and may not charge here too. */
  boolean isDenied() {
    return tokenNew && tokenStatus == TokenStatus.ConcurrentTx;
  }

  boolean isIdentifiedNow() {
    return identified && !created;
  }

  /** The first register known; null for none. */
  @Nullable BigDecimal begin() {
    return metering.begin() == null ? known.begin() : metering.begin();
  }

  /** The register at the end; null while it runs, or when no register is known. */
  @Nullable Long meterStopWh() {
    return running ? null : metering.lastRegisterWh();
  }

  @Nullable Long meterStartWh() {
    BigDecimal begin = begin();
    return begin == null ? null : begin.setScale(0, RoundingMode.FLOOR).longValue();
  }

  /** Tells in which ways the events deviate that were applied now. */
  void tellDeviations(UnitOfWork unit) {
    deviations.tell(unit, metering);
  }

  /**
   * The facts that followed from all that was applied.
   *
   * @param after the transaction as it is stored now
   */
  List<Entry> facts(Transaction after, Instant now) {
    List<Entry> all = new ArrayList<>(facts);
    if (created && startInferred) {
      all.add(EventFacts.startInferred(after));
    }
    all.addAll(metering.facts());
    if (ended) {
      all.addAll(Facts.ended(known.transaction(), after, null));
    }
    all.addAll(EventFacts.gaps(after, gapsBefore, ended, now));
    return all;
  }
}
