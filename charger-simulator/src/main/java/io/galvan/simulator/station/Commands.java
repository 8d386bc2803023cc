package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.AvailabilityStatus;
import io.galvan.ocpp.v16.AvailabilityType;
import io.galvan.ocpp.v16.CancelReservationRequest;
import io.galvan.ocpp.v16.CancelReservationResponse;
import io.galvan.ocpp.v16.CertificateHashData;
import io.galvan.ocpp.v16.CertificateSignedRequest;
import io.galvan.ocpp.v16.CertificateSignedResponse;
import io.galvan.ocpp.v16.CertificateSignedStatus;
import io.galvan.ocpp.v16.ChangeAvailabilityRequest;
import io.galvan.ocpp.v16.ChangeAvailabilityResponse;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.ocpp.v16.ChangeConfigurationResponse;
import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.ChargingProfilePurposeType;
import io.galvan.ocpp.v16.ChargingProfileStatus;
import io.galvan.ocpp.v16.ClearCacheRequest;
import io.galvan.ocpp.v16.ClearCacheResponse;
import io.galvan.ocpp.v16.ClearCacheStatus;
import io.galvan.ocpp.v16.ClearChargingProfileRequest;
import io.galvan.ocpp.v16.ClearChargingProfileResponse;
import io.galvan.ocpp.v16.DataTransferRequest;
import io.galvan.ocpp.v16.DataTransferResponse;
import io.galvan.ocpp.v16.DataTransferStatus;
import io.galvan.ocpp.v16.DeleteCertificateRequest;
import io.galvan.ocpp.v16.DeleteCertificateResponse;
import io.galvan.ocpp.v16.GetCompositeScheduleRequest;
import io.galvan.ocpp.v16.GetCompositeScheduleResponse;
import io.galvan.ocpp.v16.GetCompositeScheduleStatus;
import io.galvan.ocpp.v16.GetConfigurationRequest;
import io.galvan.ocpp.v16.GetConfigurationResponse;
import io.galvan.ocpp.v16.GetDiagnosticsRequest;
import io.galvan.ocpp.v16.GetDiagnosticsResponse;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsRequest;
import io.galvan.ocpp.v16.GetInstalledCertificateIdsResponse;
import io.galvan.ocpp.v16.GetInstalledCertificateStatus;
import io.galvan.ocpp.v16.GetLocalListVersionRequest;
import io.galvan.ocpp.v16.GetLocalListVersionResponse;
import io.galvan.ocpp.v16.GetLogRequest;
import io.galvan.ocpp.v16.GetLogResponse;
import io.galvan.ocpp.v16.IdTagInfo;
import io.galvan.ocpp.v16.InstallCertificateRequest;
import io.galvan.ocpp.v16.InstallCertificateResponse;
import io.galvan.ocpp.v16.KeyValue;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.RemoteStartStopStatus;
import io.galvan.ocpp.v16.RemoteStartTransactionRequest;
import io.galvan.ocpp.v16.RemoteStartTransactionResponse;
import io.galvan.ocpp.v16.RemoteStopTransactionRequest;
import io.galvan.ocpp.v16.RemoteStopTransactionResponse;
import io.galvan.ocpp.v16.ReserveNowRequest;
import io.galvan.ocpp.v16.ReserveNowResponse;
import io.galvan.ocpp.v16.ResetRequest;
import io.galvan.ocpp.v16.ResetResponse;
import io.galvan.ocpp.v16.ResetStatus;
import io.galvan.ocpp.v16.ResetType;
import io.galvan.ocpp.v16.SendLocalListRequest;
import io.galvan.ocpp.v16.SendLocalListResponse;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.ocpp.v16.SetChargingProfileResponse;
import io.galvan.ocpp.v16.SignedUpdateFirmwareRequest;
import io.galvan.ocpp.v16.SignedUpdateFirmwareResponse;
import io.galvan.ocpp.v16.UnlockConnectorRequest;
import io.galvan.ocpp.v16.UnlockConnectorResponse;
import io.galvan.ocpp.v16.UnlockStatus;
import io.galvan.ocpp.v16.UpdateFirmwareRequest;
import io.galvan.ocpp.v16.UpdateFirmwareResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers each call a central system can make: the table first, then one method a call. */
final class Commands {
  private final Station station;
  private final Maintenance maintenance;
  private final Configuration configuration;
  private final Triggers triggers;
  private final Certificates certificates;
  private final Map<Action<?, ?>, Function<Frame.Call, Answer>> handlers = new HashMap<>();

  Commands(Station station, Maintenance maintenance) {
    this.station = station;
    this.maintenance = maintenance;
    this.configuration = station.configuration();
    this.certificates = new Certificates(station.settings().id(), configuration);
    this.triggers = new Triggers(station, maintenance, certificates);
    route(Actions16.CANCEL_RESERVATION, this::cancelReservation);
    route(Actions16.CERTIFICATE_SIGNED, this::certificateSigned);
    route(Actions16.CHANGE_AVAILABILITY, this::changeAvailability);
    route(Actions16.CHANGE_CONFIGURATION, this::changeConfiguration);
    route(Actions16.CLEAR_CACHE, this::clearCache);
    route(Actions16.CLEAR_CHARGING_PROFILE, this::clearChargingProfile);
    route(Actions16.DATA_TRANSFER, this::dataTransfer);
    route(Actions16.DELETE_CERTIFICATE, this::deleteCertificate);
    route(Actions16.EXTENDED_TRIGGER_MESSAGE, triggers::extended);
    route(Actions16.GET_COMPOSITE_SCHEDULE, this::getCompositeSchedule);
    route(Actions16.GET_CONFIGURATION, this::getConfiguration);
    route(Actions16.GET_DIAGNOSTICS, this::getDiagnostics);
    route(Actions16.GET_INSTALLED_CERTIFICATE_IDS, this::getInstalledCertificateIds);
    route(Actions16.GET_LOCAL_LIST_VERSION, this::getLocalListVersion);
    route(Actions16.GET_LOG, this::getLog);
    route(Actions16.INSTALL_CERTIFICATE, this::installCertificate);
    route(Actions16.REMOTE_START_TRANSACTION, this::remoteStart);
    route(Actions16.REMOTE_STOP_TRANSACTION, this::remoteStop);
    route(Actions16.RESERVE_NOW, this::reserveNow);
    route(Actions16.RESET, this::reset);
    route(Actions16.SEND_LOCAL_LIST, this::sendLocalList);
    route(Actions16.SET_CHARGING_PROFILE, this::setChargingProfile);
    route(Actions16.SIGNED_UPDATE_FIRMWARE, this::signedUpdateFirmware);
    route(Actions16.TRIGGER_MESSAGE, triggers::plain);
    route(Actions16.UNLOCK_CONNECTOR, this::unlockConnector);
    route(Actions16.UPDATE_FIRMWARE, this::updateFirmware);
    for (Action<?, ?> action : Actions16.TABLE.all()) {
      if (action.direction().allows(Direction.FROM_CENTRAL) && !handlers.containsKey(action)) {
        throw new IllegalStateException("nothing answers " + action.name());
      }
    }
  }

  private <Q extends Record, R extends Record> void route(
      Action<Q, R> action, Function<Q, Answer> handler) {
    handlers.put(action, call -> handler.apply(action.request().cast(call.payload())));
  }

  Answer answer(Frame.Call call) {
    Function<Frame.Call, Answer> handler = handlers.get(call.action());
    return handler == null
        ? Answer.error(ErrorCode.NotImplemented, "not a call to a station")
        : handler.apply(call);
  }

  private Answer remoteStart(RemoteStartTransactionRequest request) {
    Connector connector = forRemoteStart(request);
    ChargingProfile profile = request.chargingProfile();
    boolean txProfile =
        profile == null || profile.chargingProfilePurpose() == ChargingProfilePurposeType.TxProfile;
    if (!station.registration().accepted() || connector == null || !txProfile) {
      return Answer.of(new RemoteStartTransactionResponse(RemoteStartStopStatus.Rejected));
    }
    return Answer.of(new RemoteStartTransactionResponse(RemoteStartStopStatus.Accepted))
        .then(() -> startRemotely(connector, request.idTag(), profile));
  }

  private void startRemotely(Connector connector, String tag, @Nullable ChargingProfile profile) {
    Future<IdTagInfo> authorized =
        configuration.flag(Configuration.AUTHORIZE_REMOTE_TX_REQUESTS)
            ? station.authorization().authorize(tag)
            : Future.succeededFuture(IdTagInfo.of(AuthorizationStatus.Accepted));
    authorized.onSuccess(
        info -> {
          if (info.status() != AuthorizationStatus.Accepted) {
            return;
          }
          boolean permitted = connector.permit(tag, info.parentIdTag());
          if (permitted && profile != null && connector.transaction() != null) {
            station
                .profiles()
                .set(
                    new SetChargingProfileRequest(connector.number(), profile),
                    connector.transaction(),
                    station.timeline().now());
          }
        });
  }

  /** The connector asked for, or the first that is free, rather one with a cable in. */
  private @Nullable Connector forRemoteStart(RemoteStartTransactionRequest request) {
    Integer number = request.connectorId();
    if (number != null) {
      return station.has(number) && usable(station.connector(number), request.idTag())
          ? station.connector(number)
          : null;
    }
    Connector found = null;
    for (Connector connector : station.connectors()) {
      if (usable(connector, request.idTag())
          && (found == null || found.vehicle() == null && connector.vehicle() != null)) {
        found = connector;
      }
    }
    return found;
  }

  private boolean usable(Connector connector, String tag) {
    return switch (connector.status().now()) {
      case Available, Preparing, Finishing, Reserved ->
          connector.transaction() == null
              && !station.reservations().refuses(connector.number(), tag, null);
      default -> false;
    };
  }

  private Answer remoteStop(RemoteStopTransactionRequest request) {
    for (Connector connector : station.connectors()) {
      Transaction running = connector.transaction();
      if (running != null && running.idOrUnknown() == request.transactionId()) {
        return Answer.of(new RemoteStopTransactionResponse(RemoteStartStopStatus.Accepted))
            .then(() -> connector.stop(Reason.Remote, null));
      }
    }
    return Answer.of(new RemoteStopTransactionResponse(RemoteStartStopStatus.Rejected));
  }

  private Answer reset(ResetRequest request) {
    Reason reason = request.type() == ResetType.Hard ? Reason.HardReset : Reason.SoftReset;
    return Answer.of(new ResetResponse(ResetStatus.Accepted)).then(() -> station.reset(reason));
  }

  private Answer unlockConnector(UnlockConnectorRequest request) {
    if (!station.has(request.connectorId())) {
      return Answer.of(new UnlockConnectorResponse(UnlockStatus.NotSupported));
    }
    Connector connector = station.connector(request.connectorId());
    return Answer.of(new UnlockConnectorResponse(UnlockStatus.Unlocked))
        .then(() -> connector.stop(Reason.UnlockCommand, null));
  }

  private Answer changeAvailability(ChangeAvailabilityRequest request) {
    int number = request.connectorId();
    if (number != 0 && !station.has(number)) {
      return Answer.of(new ChangeAvailabilityResponse(AvailabilityStatus.Rejected));
    }
    boolean operative = request.type() == AvailabilityType.Operative;
    List<Connector> meant = number == 0 ? station.connectors() : List.of(station.connector(number));
    boolean charging = meant.stream().anyMatch(connector -> connector.transaction() != null);
    AvailabilityStatus status =
        charging && !operative ? AvailabilityStatus.Scheduled : AvailabilityStatus.Accepted;
    return Answer.of(new ChangeAvailabilityResponse(status))
        .then(
            () -> {
              if (number == 0) {
                station.setOperative(operative);
              }
              meant.forEach(connector -> connector.makeOperative(operative));
            });
  }

  private Answer getConfiguration(GetConfigurationRequest request) {
    List<String> asked = request.key();
    int most = configuration.number(Configuration.GET_CONFIGURATION_MAX_KEYS);
    if (asked != null && asked.size() > most) {
      return Answer.error(ErrorCode.OccurrenceConstraintViolation, "at most " + most + " keys");
    }
    List<KeyValue> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String key : asked == null || asked.isEmpty() ? configuration.keys() : asked) {
      KeyValue found = configuration.show(key);
      if (found == null) {
        unknown.add(key);
      } else {
        known.add(found);
      }
    }
    return Answer.of(
        new GetConfigurationResponse(
            known.isEmpty() ? null : known, unknown.isEmpty() ? null : unknown));
  }

  private Answer changeConfiguration(ChangeConfigurationRequest request) {
    return Answer.of(
        new ChangeConfigurationResponse(configuration.change(request.key(), request.value())));
  }

  private Answer clearCache(ClearCacheRequest request) {
    return Answer.of(
        new ClearCacheResponse(
            station.authorization().clearCache()
                ? ClearCacheStatus.Accepted
                : ClearCacheStatus.Rejected));
  }

  private Answer sendLocalList(SendLocalListRequest request) {
    return Answer.of(new SendLocalListResponse(station.authorization().update(request)));
  }

  private Answer getLocalListVersion(GetLocalListVersionRequest request) {
    return Answer.of(new GetLocalListVersionResponse(station.authorization().listVersion()));
  }

  private Answer reserveNow(ReserveNowRequest request) {
    return Answer.of(new ReserveNowResponse(station.reservations().reserve(request)))
        .then(station.reservations()::refresh);
  }

  private Answer cancelReservation(CancelReservationRequest request) {
    return Answer.of(
            new CancelReservationResponse(station.reservations().cancel(request.reservationId())))
        .then(station.reservations()::refresh);
  }

  private Answer setChargingProfile(SetChargingProfileRequest request) {
    int number = request.connectorId();
    if (number != 0 && !station.has(number)) {
      return Answer.of(new SetChargingProfileResponse(ChargingProfileStatus.Rejected));
    }
    Transaction running = number == 0 ? null : station.connector(number).transaction();
    return Answer.of(
        new SetChargingProfileResponse(
            station.profiles().set(request, running, station.timeline().now())));
  }

  private Answer clearChargingProfile(ClearChargingProfileRequest request) {
    return Answer.of(new ClearChargingProfileResponse(station.profiles().clear(request)));
  }

  private Answer getCompositeSchedule(GetCompositeScheduleRequest request) {
    int number = request.connectorId();
    if (number != 0 && !station.has(number)) {
      return Answer.of(
          new GetCompositeScheduleResponse(GetCompositeScheduleStatus.Rejected, null, null, null));
    }
    Transaction running = number == 0 ? null : station.connector(number).transaction();
    return Answer.of(station.profiles().composite(request, running, station.timeline().now()));
  }

  private Answer updateFirmware(UpdateFirmwareRequest request) {
    return Answer.of(new UpdateFirmwareResponse())
        .then(
            () ->
                maintenance.updateFirmware(request.location(), request.retrieveDate().toInstant()));
  }

  private Answer signedUpdateFirmware(SignedUpdateFirmwareRequest request) {
    return Answer.of(new SignedUpdateFirmwareResponse(maintenance.updateSignedFirmware(request)));
  }

  private Answer getDiagnostics(GetDiagnosticsRequest request) {
    return Answer.of(new GetDiagnosticsResponse(maintenance.uploadDiagnostics(request.location())));
  }

  private Answer getLog(GetLogRequest request) {
    return Answer.of(new GetLogResponse(maintenance.uploadLog(request), maintenance.logName()));
  }

  private Answer dataTransfer(DataTransferRequest request) {
    return Answer.of(DataTransferResponse.of(DataTransferStatus.UnknownVendorId));
  }

  private Answer installCertificate(InstallCertificateRequest request) {
    return Answer.of(
        new InstallCertificateResponse(
            certificates.install(request.certificateType(), request.certificate())));
  }

  private Answer deleteCertificate(DeleteCertificateRequest request) {
    return Answer.of(
        new DeleteCertificateResponse(certificates.delete(request.certificateHashData())));
  }

  private Answer getInstalledCertificateIds(GetInstalledCertificateIdsRequest request) {
    List<CertificateHashData> ids = certificates.ids(request.certificateType());
    return Answer.of(
        ids.isEmpty()
            ? new GetInstalledCertificateIdsResponse(null, GetInstalledCertificateStatus.NotFound)
            : new GetInstalledCertificateIdsResponse(ids, GetInstalledCertificateStatus.Accepted));
  }

  private Answer certificateSigned(CertificateSignedRequest request) {
    return Answer.of(
        new CertificateSignedResponse(
            certificates.signed(request.certificateChain())
                ? CertificateSignedStatus.Accepted
                : CertificateSignedStatus.Rejected));
  }
}
