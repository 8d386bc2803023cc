package io.galvan.central.route.v2;

import io.galvan.central.route.Caller;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.smartcharging.SmartCharging.RestoreRequest;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.TransactionEvents.EventAnswer;
import io.galvan.contract.transaction.TransactionEvents.EventDetail;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.CostDetails;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageFormat;
import io.galvan.ocpp.v2.Transaction;
import io.galvan.ocpp.v2.TransactionEventRequest;
import io.galvan.ocpp.v2.TransactionEventResponse;
import io.galvan.ocpp.v2.TransactionLimit;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functional blocks E and I, and J within transactions: the events of transactions. */
final class TransactionRoutes {
  private final Bus bus;

  TransactionRoutes(Bus bus) {
    this.bus = bus;
  }

  Future<TransactionEventResponse> transactionEvent(
      Caller caller, TransactionEventRequest request) {
    return bus.request(TransactionEvents.EVENT, event(caller, request))
        .map(
            answer -> {
              if (request.triggerReason() == TriggerReason.TxResumed) {
                restoreProfiles(caller, request.transactionInfo());
              }
              return response(caller.version(), kind(request), answer);
            });
  }

  /** The station may have forgotten them when it started anew. */
  private void restoreProfiles(Caller caller, Transaction transaction) {
    bus.send(
        SmartCharging.RESTORE,
        new RestoreRequest(caller.chargerId(), caller.version(), transaction.transactionId()));
  }

  private static EventKind kind(TransactionEventRequest request) {
    return EventKind.valueOf(request.eventType().name());
  }

  private static TransactionEvent event(Caller caller, TransactionEventRequest request) {
    Transaction transaction = request.transactionInfo();
    EVSE evse = request.evse();
    IdToken idToken = request.idToken();
    return new TransactionEvent(
        caller.chargerId(),
        transaction.transactionId(),
        request.seqNo(),
        kind(request),
        request.timestamp().toInstant(),
        Wire.text(request.triggerReason()),
        Boolean.TRUE.equals(request.offline()),
        evse == null ? 0 : evse.id(),
        evse == null || evse.connectorId() == null ? 0 : evse.connectorId(),
        idToken == null ? null : idToken.idToken(),
        idToken == null ? null : IdTokenInfos.type(idToken),
        request.reservationId(),
        transaction.remoteStartId(),
        text(transaction.chargingState()),
        text(transaction.stoppedReason()),
        request.meterValue() == null ? List.of() : MeteringRoutes.readings(request.meterValue()),
        detail(request, transaction));
  }

  private static EventDetail detail(TransactionEventRequest request, Transaction transaction) {
    TransactionLimit limit = transaction.transactionLimit();
    CostDetails cost = request.costDetails();
    return new EventDetail(
        request.numberOfPhasesUsed(),
        request.cableMaxCurrent(),
        transaction.timeSpentCharging(),
        text(transaction.operationMode()),
        text(request.preconditioningStatus()),
        request.evseSleep(),
        transaction.tariffId(),
        limit == null
            ? null
            : new Limit(limit.maxCost(), limit.maxEnergy(), limit.maxTime(), limit.maxSoC()),
        cost == null ? null : Shape.of(CostDetails.class).write(cost));
  }

  private static @Nullable String text(@Nullable Enum<?> constant) {
    return constant == null ? null : Wire.text(constant);
  }

  /** The driver's priority, while there is something left to charge. */
  private static @Nullable Integer priority(EventKind kind, EventAnswer answer) {
    Tokens.Authorization verdict = answer.authorization();
    return kind == EventKind.Ended
            || verdict == null
            || verdict.told() == null
            || verdict.status() != Tokens.TokenStatus.Accepted
        ? null
        : verdict.told().chargingPriority();
  }

  private static TransactionEventResponse response(
      OcppVersion version, EventKind kind, EventAnswer answer) {
    Limit limit = version == OcppVersion.V2_0_1 ? null : answer.limit();
    String message = answer.personalMessage();
    return new TransactionEventResponse(
        answer.totalCost(),
        priority(kind, answer),
        answer.authorization() == null ? null : IdTokenInfos.of(answer.authorization(), version),
        limit == null
            ? null
            : new TransactionLimit(
                limit.maxCost(),
                limit.maxEnergyWh(),
                limit.maxSocPercent(),
                limit.maxTimeS(),
                null),
        message == null ? null : new MessageContent(message, MessageFormat.UTF8, null, null),
        null,
        null);
  }
}
