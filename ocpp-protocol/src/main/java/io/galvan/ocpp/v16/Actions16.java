package io.galvan.ocpp.v16;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.FrameCodec;

/** Every action of OCPP 1.6: the 28 of the core and the 11 of the security extension. */
public final class Actions16 {
  public static final Action<AuthorizeRequest, AuthorizeResponse> AUTHORIZE =
      fromCharger("Authorize", AuthorizeRequest.class, AuthorizeResponse.class);

  public static final Action<BootNotificationRequest, BootNotificationResponse> BOOT_NOTIFICATION =
      fromCharger(
          "BootNotification", BootNotificationRequest.class, BootNotificationResponse.class);

  public static final Action<CancelReservationRequest, CancelReservationResponse>
      CANCEL_RESERVATION =
          fromCentral(
              "CancelReservation", CancelReservationRequest.class, CancelReservationResponse.class);

  public static final Action<CertificateSignedRequest, CertificateSignedResponse>
      CERTIFICATE_SIGNED =
          fromCentral(
              "CertificateSigned", CertificateSignedRequest.class, CertificateSignedResponse.class);

  public static final Action<ChangeAvailabilityRequest, ChangeAvailabilityResponse>
      CHANGE_AVAILABILITY =
          fromCentral(
              "ChangeAvailability",
              ChangeAvailabilityRequest.class,
              ChangeAvailabilityResponse.class);

  public static final Action<ChangeConfigurationRequest, ChangeConfigurationResponse>
      CHANGE_CONFIGURATION =
          fromCentral(
              "ChangeConfiguration",
              ChangeConfigurationRequest.class,
              ChangeConfigurationResponse.class);

  public static final Action<ClearCacheRequest, ClearCacheResponse> CLEAR_CACHE =
      fromCentral("ClearCache", ClearCacheRequest.class, ClearCacheResponse.class);

  public static final Action<ClearChargingProfileRequest, ClearChargingProfileResponse>
      CLEAR_CHARGING_PROFILE =
          fromCentral(
              "ClearChargingProfile",
              ClearChargingProfileRequest.class,
              ClearChargingProfileResponse.class);

  public static final Action<DataTransferRequest, DataTransferResponse> DATA_TRANSFER =
      new Action<>(
          "DataTransfer", DataTransferRequest.class, DataTransferResponse.class, Direction.BOTH);

  public static final Action<DeleteCertificateRequest, DeleteCertificateResponse>
      DELETE_CERTIFICATE =
          fromCentral(
              "DeleteCertificate", DeleteCertificateRequest.class, DeleteCertificateResponse.class);

  public static final Action<
          DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse>
      DIAGNOSTICS_STATUS_NOTIFICATION =
          fromCharger(
              "DiagnosticsStatusNotification",
              DiagnosticsStatusNotificationRequest.class,
              DiagnosticsStatusNotificationResponse.class);

  public static final Action<ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse>
      EXTENDED_TRIGGER_MESSAGE =
          fromCentral(
              "ExtendedTriggerMessage",
              ExtendedTriggerMessageRequest.class,
              ExtendedTriggerMessageResponse.class);

  public static final Action<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>
      FIRMWARE_STATUS_NOTIFICATION =
          fromCharger(
              "FirmwareStatusNotification",
              FirmwareStatusNotificationRequest.class,
              FirmwareStatusNotificationResponse.class);

  public static final Action<GetCompositeScheduleRequest, GetCompositeScheduleResponse>
      GET_COMPOSITE_SCHEDULE =
          fromCentral(
              "GetCompositeSchedule",
              GetCompositeScheduleRequest.class,
              GetCompositeScheduleResponse.class);

  public static final Action<GetConfigurationRequest, GetConfigurationResponse> GET_CONFIGURATION =
      fromCentral(
          "GetConfiguration", GetConfigurationRequest.class, GetConfigurationResponse.class);

  public static final Action<GetDiagnosticsRequest, GetDiagnosticsResponse> GET_DIAGNOSTICS =
      fromCentral("GetDiagnostics", GetDiagnosticsRequest.class, GetDiagnosticsResponse.class);

  public static final Action<GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse>
      GET_INSTALLED_CERTIFICATE_IDS =
          fromCentral(
              "GetInstalledCertificateIds",
              GetInstalledCertificateIdsRequest.class,
              GetInstalledCertificateIdsResponse.class);

  public static final Action<GetLocalListVersionRequest, GetLocalListVersionResponse>
      GET_LOCAL_LIST_VERSION =
          fromCentral(
              "GetLocalListVersion",
              GetLocalListVersionRequest.class,
              GetLocalListVersionResponse.class);

  public static final Action<GetLogRequest, GetLogResponse> GET_LOG =
      fromCentral("GetLog", GetLogRequest.class, GetLogResponse.class);

  public static final Action<HeartbeatRequest, HeartbeatResponse> HEARTBEAT =
      fromCharger("Heartbeat", HeartbeatRequest.class, HeartbeatResponse.class);

  public static final Action<InstallCertificateRequest, InstallCertificateResponse>
      INSTALL_CERTIFICATE =
          fromCentral(
              "InstallCertificate",
              InstallCertificateRequest.class,
              InstallCertificateResponse.class);

  public static final Action<LogStatusNotificationRequest, LogStatusNotificationResponse>
      LOG_STATUS_NOTIFICATION =
          fromCharger(
              "LogStatusNotification",
              LogStatusNotificationRequest.class,
              LogStatusNotificationResponse.class);

  public static final Action<MeterValuesRequest, MeterValuesResponse> METER_VALUES =
      fromCharger("MeterValues", MeterValuesRequest.class, MeterValuesResponse.class);

  public static final Action<RemoteStartTransactionRequest, RemoteStartTransactionResponse>
      REMOTE_START_TRANSACTION =
          fromCentral(
              "RemoteStartTransaction",
              RemoteStartTransactionRequest.class,
              RemoteStartTransactionResponse.class);

  public static final Action<RemoteStopTransactionRequest, RemoteStopTransactionResponse>
      REMOTE_STOP_TRANSACTION =
          fromCentral(
              "RemoteStopTransaction",
              RemoteStopTransactionRequest.class,
              RemoteStopTransactionResponse.class);

  public static final Action<ReserveNowRequest, ReserveNowResponse> RESERVE_NOW =
      fromCentral("ReserveNow", ReserveNowRequest.class, ReserveNowResponse.class);

  public static final Action<ResetRequest, ResetResponse> RESET =
      fromCentral("Reset", ResetRequest.class, ResetResponse.class);

  public static final Action<SecurityEventNotificationRequest, SecurityEventNotificationResponse>
      SECURITY_EVENT_NOTIFICATION =
          fromCharger(
              "SecurityEventNotification",
              SecurityEventNotificationRequest.class,
              SecurityEventNotificationResponse.class);

  public static final Action<SendLocalListRequest, SendLocalListResponse> SEND_LOCAL_LIST =
      fromCentral("SendLocalList", SendLocalListRequest.class, SendLocalListResponse.class);

  public static final Action<SetChargingProfileRequest, SetChargingProfileResponse>
      SET_CHARGING_PROFILE =
          fromCentral(
              "SetChargingProfile",
              SetChargingProfileRequest.class,
              SetChargingProfileResponse.class);

  public static final Action<SignCertificateRequest, SignCertificateResponse> SIGN_CERTIFICATE =
      fromCharger("SignCertificate", SignCertificateRequest.class, SignCertificateResponse.class);

  public static final Action<
          SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse>
      SIGNED_FIRMWARE_STATUS_NOTIFICATION =
          fromCharger(
              "SignedFirmwareStatusNotification",
              SignedFirmwareStatusNotificationRequest.class,
              SignedFirmwareStatusNotificationResponse.class);

  public static final Action<SignedUpdateFirmwareRequest, SignedUpdateFirmwareResponse>
      SIGNED_UPDATE_FIRMWARE =
          fromCentral(
              "SignedUpdateFirmware",
              SignedUpdateFirmwareRequest.class,
              SignedUpdateFirmwareResponse.class);

  public static final Action<StartTransactionRequest, StartTransactionResponse> START_TRANSACTION =
      fromCharger(
          "StartTransaction", StartTransactionRequest.class, StartTransactionResponse.class);

  public static final Action<StatusNotificationRequest, StatusNotificationResponse>
      STATUS_NOTIFICATION =
          fromCharger(
              "StatusNotification",
              StatusNotificationRequest.class,
              StatusNotificationResponse.class);

  public static final Action<StopTransactionRequest, StopTransactionResponse> STOP_TRANSACTION =
      fromCharger("StopTransaction", StopTransactionRequest.class, StopTransactionResponse.class);

  public static final Action<TriggerMessageRequest, TriggerMessageResponse> TRIGGER_MESSAGE =
      fromCentral("TriggerMessage", TriggerMessageRequest.class, TriggerMessageResponse.class);

  public static final Action<UnlockConnectorRequest, UnlockConnectorResponse> UNLOCK_CONNECTOR =
      fromCentral("UnlockConnector", UnlockConnectorRequest.class, UnlockConnectorResponse.class);

  public static final Action<UpdateFirmwareRequest, UpdateFirmwareResponse> UPDATE_FIRMWARE =
      fromCentral("UpdateFirmware", UpdateFirmwareRequest.class, UpdateFirmwareResponse.class);

  /** All of the above, by name. */
  public static final ActionTable TABLE =
      ActionTable.of(
          AUTHORIZE,
          BOOT_NOTIFICATION,
          CANCEL_RESERVATION,
          CERTIFICATE_SIGNED,
          CHANGE_AVAILABILITY,
          CHANGE_CONFIGURATION,
          CLEAR_CACHE,
          CLEAR_CHARGING_PROFILE,
          DATA_TRANSFER,
          DELETE_CERTIFICATE,
          DIAGNOSTICS_STATUS_NOTIFICATION,
          EXTENDED_TRIGGER_MESSAGE,
          FIRMWARE_STATUS_NOTIFICATION,
          GET_COMPOSITE_SCHEDULE,
          GET_CONFIGURATION,
          GET_DIAGNOSTICS,
          GET_INSTALLED_CERTIFICATE_IDS,
          GET_LOCAL_LIST_VERSION,
          GET_LOG,
          HEARTBEAT,
          INSTALL_CERTIFICATE,
          LOG_STATUS_NOTIFICATION,
          METER_VALUES,
          REMOTE_START_TRANSACTION,
          REMOTE_STOP_TRANSACTION,
          RESERVE_NOW,
          RESET,
          SECURITY_EVENT_NOTIFICATION,
          SEND_LOCAL_LIST,
          SET_CHARGING_PROFILE,
          SIGN_CERTIFICATE,
          SIGNED_FIRMWARE_STATUS_NOTIFICATION,
          SIGNED_UPDATE_FIRMWARE,
          START_TRANSACTION,
          STATUS_NOTIFICATION,
          STOP_TRANSACTION,
          TRIGGER_MESSAGE,
          UNLOCK_CONNECTOR,
          UPDATE_FIRMWARE);

  private static final FrameCodec CENTRAL = codec(Direction.FROM_CHARGER);

  private Actions16() {}

  /** The codec of a central system: it takes the calls of chargers. */
  public static FrameCodec codec() {
    return CENTRAL;
  }

  /** A codec that takes the calls of one side, {@link Direction#FROM_CENTRAL} in a charger. */
  public static FrameCodec codec(Direction received) {
    return new FrameCodec(OcppVersion.V1_6, TABLE, received);
  }
}
