package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.AuthorizationActions;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.CancelReservationRequest;
import io.galvan.ocpp.v2.CancelReservationResponse;
import io.galvan.ocpp.v2.CancelReservationStatus;
import io.galvan.ocpp.v2.ChangeAvailabilityRequest;
import io.galvan.ocpp.v2.ChangeAvailabilityResponse;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ClearCacheRequest;
import io.galvan.ocpp.v2.ClearCacheResponse;
import io.galvan.ocpp.v2.ClearCacheStatus;
import io.galvan.ocpp.v2.GetLocalListVersionRequest;
import io.galvan.ocpp.v2.GetLocalListVersionResponse;
import io.galvan.ocpp.v2.GetTransactionStatusRequest;
import io.galvan.ocpp.v2.GetTransactionStatusResponse;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.Reason;
import io.galvan.ocpp.v2.RequestStartStopStatus;
import io.galvan.ocpp.v2.RequestStartTransactionRequest;
import io.galvan.ocpp.v2.RequestStartTransactionResponse;
import io.galvan.ocpp.v2.RequestStopTransactionRequest;
import io.galvan.ocpp.v2.RequestStopTransactionResponse;
import io.galvan.ocpp.v2.ReserveNowRequest;
import io.galvan.ocpp.v2.ReserveNowResponse;
import io.galvan.ocpp.v2.ResetRequest;
import io.galvan.ocpp.v2.ResetResponse;
import io.galvan.ocpp.v2.ResetStatus;
import io.galvan.ocpp.v2.SendLocalListRequest;
import io.galvan.ocpp.v2.SendLocalListResponse;
import io.galvan.ocpp.v2.StatusInfo;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.TriggerReason;
import io.galvan.ocpp.v2.UnlockConnectorRequest;
import io.galvan.ocpp.v2.UnlockConnectorResponse;
import io.galvan.ocpp.v2.UnlockStatus;
import io.galvan.simulator.station.Answer;
import io.galvan.simulator.station2.Authorization.Verdict;
import io.galvan.simulator.station2.Evse.Permit;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What the central system wants of charging itself (OCPP 2.x, B, C, D, E, F, G, H). */
final class ChargingCommands {
  private final Station2 station;
  private final DeviceModel model;

  ChargingCommands(Station2 station) {
    this.station = station;
    this.model = station.model();
  }

  void register(Commands table) {
    table.route(TransactionActions.CANCEL_RESERVATION, this::cancelReservation);
    table.route(ProvisioningActions.CHANGE_AVAILABILITY, this::changeAvailability);
    table.route(AuthorizationActions.CLEAR_CACHE, this::clearCache);
    table.route(AuthorizationActions.GET_LOCAL_LIST_VERSION, this::getLocalListVersion);
    table.route(TransactionActions.GET_TRANSACTION_STATUS, this::getTransactionStatus);
    table.route(TransactionActions.REQUEST_START_TRANSACTION, this::requestStart);
    table.route(TransactionActions.REQUEST_STOP_TRANSACTION, this::requestStop);
    table.route(TransactionActions.RESERVE_NOW, this::reserveNow);
    table.route(ProvisioningActions.RESET, this::reset);
    table.route(AuthorizationActions.SEND_LOCAL_LIST, this::sendLocalList);
    table.route(TransactionActions.UNLOCK_CONNECTOR, this::unlockConnector);
  }

  private Answer requestStart(RequestStartTransactionRequest request) {
    if (!station.registration().accepted()) {
      return refusedStart("NotEnabled");
    }
    Evse evse = forRemoteStart(request);
    ChargingProfile profile = request.chargingProfile();
    if (evse == null) {
      return refusedStart("NoFreeEvse");
    }
    if (profile != null
        && (profile.chargingProfilePurpose() != ChargingProfilePurpose.TxProfile
            || profile.transactionId() != null)) {
      return refusedStart("InvalidProfile");
    }
    Session running = evse.session();
    return Answer.of(
            new RequestStartTransactionResponse(
                RequestStartStopStatus.Accepted, null, running == null ? null : running.id, null))
        .then(() -> startRemotely(evse, request, profile));
  }

  private static Answer refusedStart(String reason) {
    StatusInfo why = Why.of(reason);
    return Answer.of(
        new RequestStartTransactionResponse(RequestStartStopStatus.Rejected, why, null, null));
  }

  private void startRemotely(
      Evse evse, RequestStartTransactionRequest request, @Nullable ChargingProfile profile) {
    Future<Verdict> authorized =
        model.flag("AuthCtrlr.AuthorizeRemoteStart")
            ? station.authorization().authorize(request.idToken())
            : Future.succeededFuture(trusted(request));
    authorized.onSuccess(
        verdict -> {
          if (!verdict.accepted()) {
            return;
          }
          if (profile != null) {
            station.profiles().await(evse.id(), profile);
          }
          boolean permitted =
              evse.permit(
                  new Permit(request.idToken(), request.remoteStartId(), verdict),
                  TriggerReason.RemoteStart);
          Session running = evse.session();
          if (permitted && profile != null && running != null) {
            station.profiles().begun(evse.id(), running.id);
            evse.energy().flow();
          }
        });
  }

  /** The central system has authorized whom it starts for. */
  private static Verdict trusted(RequestStartTransactionRequest request) {
    return new Verdict(
        new IdTokenInfo(
            null,
            null,
            null,
            request.groupIdToken(),
            null,
            null,
            null,
            AuthorizationStatus.Accepted,
            null),
        null);
  }

  /** The EVSE asked for, or the first that is free, rather one with a cable in. */
  private @Nullable Evse forRemoteStart(RequestStartTransactionRequest request) {
    Integer id = request.evseId();
    if (id != null) {
      return station.has(id) && usable(station.evse(id), request) ? station.evse(id) : null;
    }
    Evse found = null;
    for (Evse evse : station.evses()) {
      if (usable(evse, request)
          && (found == null || found.vehicle() == null && evse.vehicle() != null)) {
        found = evse;
      }
    }
    return found;
  }

  private boolean usable(Evse evse, RequestStartTransactionRequest request) {
    return evse.free()
        && !station.reservations().refuses(evse.id(), request.idToken(), request.groupIdToken());
  }

  private Answer requestStop(RequestStopTransactionRequest request) {
    return station
        .evseOf(request.transactionId())
        .map(
            evse ->
                Answer.of(
                        new RequestStopTransactionResponse(
                            RequestStartStopStatus.Accepted, null, null))
                    .then(() -> evse.stop(TriggerReason.RemoteStop, Reason.Remote, null)))
        .orElseGet(
            () ->
                Answer.of(
                    new RequestStopTransactionResponse(
                        RequestStartStopStatus.Rejected, Why.of("TxNotFound"), null)));
  }

  private Answer reset(ResetRequest request) {
    ResetStatus verdict = station.availability().verdict(request);
    Answer answer = Answer.of(new ResetResponse(verdict, null, null));
    return verdict == ResetStatus.Rejected
        ? answer
        : answer.then(() -> station.availability().reset(request));
  }

  private Answer unlockConnector(UnlockConnectorRequest request) {
    if (!station.has(request.evseId())
        || !station.evse(request.evseId()).has(request.connectorId())) {
      return unlocked(UnlockStatus.UnknownConnector);
    }
    Evse evse = station.evse(request.evseId());
    boolean used = evse.plugged() == 0 || evse.plugged() == request.connectorId();
    return unlocked(
        used && evse.session() != null && evse.permit() != null
            ? UnlockStatus.OngoingAuthorizedTransaction
            : UnlockStatus.Unlocked);
  }

  private static Answer unlocked(UnlockStatus status) {
    return Answer.of(new UnlockConnectorResponse(status, null, null));
  }

  private Answer changeAvailability(ChangeAvailabilityRequest request) {
    return Answer.of(
            new ChangeAvailabilityResponse(station.availability().change(request), null, null))
        .then(station.availability()::apply);
  }

  private Answer clearCache(ClearCacheRequest request) {
    return Answer.of(
        new ClearCacheResponse(
            station.authorization().clearCache()
                ? ClearCacheStatus.Accepted
                : ClearCacheStatus.Rejected,
            null,
            null));
  }

  private Answer sendLocalList(SendLocalListRequest request) {
    return Answer.of(
        new SendLocalListResponse(station.authorization().update(request), null, null));
  }

  private Answer getLocalListVersion(GetLocalListVersionRequest request) {
    return Answer.of(new GetLocalListVersionResponse(station.authorization().listVersion(), null));
  }

  private Answer reserveNow(ReserveNowRequest request) {
    return Answer.of(new ReserveNowResponse(station.reservations().reserve(request), null, null))
        .then(station.reservations()::refresh);
  }

  private Answer cancelReservation(CancelReservationRequest request) {
    return Answer.of(
            new CancelReservationResponse(
                station.reservations().cancel(request.reservationId())
                    ? CancelReservationStatus.Accepted
                    : CancelReservationStatus.Rejected,
                null,
                null))
        .then(station.reservations()::refresh);
  }

  /** Without an id only the queue is asked about (E14). */
  private Answer getTransactionStatus(GetTransactionStatusRequest request) {
    String id = request.transactionId();
    return Answer.of(
        new GetTransactionStatusResponse(
            id == null ? null : station.evseOf(id).isPresent(),
            id == null ? !station.queue().isEmpty() : station.queue().holds(id),
            null));
  }
}
