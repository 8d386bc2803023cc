package io.galvan.ocpp.v16;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.FrameCodec;

/** Every action of OCPP 1.6: the 28 of the core and the 11 of the security extension. */
public final class Actions16 {
  public static final Action<AuthorizeRequest, AuthorizeResponse> AUTHORIZE =
      new Action<>(
          "Authorize", AuthorizeRequest.class, AuthorizeResponse.class, Direction.FROM_CHARGER);

  public static final Action<BootNotificationRequest, BootNotificationResponse> BOOT_NOTIFICATION =
      new Action<>(
          "BootNotification",
          BootNotificationRequest.class,
          BootNotificationResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<CancelReservationRequest, CancelReservationResponse>
      CANCEL_RESERVATION =
          new Action<>(
              "CancelReservation",
              CancelReservationRequest.class,
              CancelReservationResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<CertificateSignedRequest, CertificateSignedResponse>
      CERTIFICATE_SIGNED =
          new Action<>(
              "CertificateSigned",
              CertificateSignedRequest.class,
              CertificateSignedResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ChangeAvailabilityRequest, ChangeAvailabilityResponse>
      CHANGE_AVAILABILITY =
          new Action<>(
              "ChangeAvailability",
              ChangeAvailabilityRequest.class,
              ChangeAvailabilityResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ChangeConfigurationRequest, ChangeConfigurationResponse>
      CHANGE_CONFIGURATION =
          new Action<>(
              "ChangeConfiguration",
              ChangeConfigurationRequest.class,
              ChangeConfigurationResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ClearCacheRequest, ClearCacheResponse> CLEAR_CACHE =
      new Action<>(
          "ClearCache", ClearCacheRequest.class, ClearCacheResponse.class, Direction.FROM_CENTRAL);

  public static final Action<ClearChargingProfileRequest, ClearChargingProfileResponse>
      CLEAR_CHARGING_PROFILE =
          new Action<>(
              "ClearChargingProfile",
              ClearChargingProfileRequest.class,
              ClearChargingProfileResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<DataTransferRequest, DataTransferResponse> DATA_TRANSFER =
      new Action<>(
          "DataTransfer", DataTransferRequest.class, DataTransferResponse.class, Direction.BOTH);

  public static final Action<DeleteCertificateRequest, DeleteCertificateResponse>
      DELETE_CERTIFICATE =
          new Action<>(
              "DeleteCertificate",
              DeleteCertificateRequest.class,
              DeleteCertificateResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<
          DiagnosticsStatusNotificationRequest, DiagnosticsStatusNotificationResponse>
      DIAGNOSTICS_STATUS_NOTIFICATION =
          new Action<>(
              "DiagnosticsStatusNotification",
              DiagnosticsStatusNotificationRequest.class,
              DiagnosticsStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<ExtendedTriggerMessageRequest, ExtendedTriggerMessageResponse>
      EXTENDED_TRIGGER_MESSAGE =
          new Action<>(
              "ExtendedTriggerMessage",
              ExtendedTriggerMessageRequest.class,
              ExtendedTriggerMessageResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>
      FIRMWARE_STATUS_NOTIFICATION =
          new Action<>(
              "FirmwareStatusNotification",
              FirmwareStatusNotificationRequest.class,
              FirmwareStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<GetCompositeScheduleRequest, GetCompositeScheduleResponse>
      GET_COMPOSITE_SCHEDULE =
          new Action<>(
              "GetCompositeSchedule",
              GetCompositeScheduleRequest.class,
              GetCompositeScheduleResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetConfigurationRequest, GetConfigurationResponse> GET_CONFIGURATION =
      new Action<>(
          "GetConfiguration",
          GetConfigurationRequest.class,
          GetConfigurationResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<GetDiagnosticsRequest, GetDiagnosticsResponse> GET_DIAGNOSTICS =
      new Action<>(
          "GetDiagnostics",
          GetDiagnosticsRequest.class,
          GetDiagnosticsResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<GetInstalledCertificateIdsRequest, GetInstalledCertificateIdsResponse>
      GET_INSTALLED_CERTIFICATE_IDS =
          new Action<>(
              "GetInstalledCertificateIds",
              GetInstalledCertificateIdsRequest.class,
              GetInstalledCertificateIdsResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetLocalListVersionRequest, GetLocalListVersionResponse>
      GET_LOCAL_LIST_VERSION =
          new Action<>(
              "GetLocalListVersion",
              GetLocalListVersionRequest.class,
              GetLocalListVersionResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetLogRequest, GetLogResponse> GET_LOG =
      new Action<>("GetLog", GetLogRequest.class, GetLogResponse.class, Direction.FROM_CENTRAL);

  public static final Action<HeartbeatRequest, HeartbeatResponse> HEARTBEAT =
      new Action<>(
          "Heartbeat", HeartbeatRequest.class, HeartbeatResponse.class, Direction.FROM_CHARGER);

  public static final Action<InstallCertificateRequest, InstallCertificateResponse>
      INSTALL_CERTIFICATE =
          new Action<>(
              "InstallCertificate",
              InstallCertificateRequest.class,
              InstallCertificateResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<LogStatusNotificationRequest, LogStatusNotificationResponse>
      LOG_STATUS_NOTIFICATION =
          new Action<>(
              "LogStatusNotification",
              LogStatusNotificationRequest.class,
              LogStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<MeterValuesRequest, MeterValuesResponse> METER_VALUES =
      new Action<>(
          "MeterValues",
          MeterValuesRequest.class,
          MeterValuesResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<RemoteStartTransactionRequest, RemoteStartTransactionResponse>
      REMOTE_START_TRANSACTION =
          new Action<>(
              "RemoteStartTransaction",
              RemoteStartTransactionRequest.class,
              RemoteStartTransactionResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<RemoteStopTransactionRequest, RemoteStopTransactionResponse>
      REMOTE_STOP_TRANSACTION =
          new Action<>(
              "RemoteStopTransaction",
              RemoteStopTransactionRequest.class,
              RemoteStopTransactionResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ReserveNowRequest, ReserveNowResponse> RESERVE_NOW =
      new Action<>(
          "ReserveNow", ReserveNowRequest.class, ReserveNowResponse.class, Direction.FROM_CENTRAL);

  public static final Action<ResetRequest, ResetResponse> RESET =
      new Action<>("Reset", ResetRequest.class, ResetResponse.class, Direction.FROM_CENTRAL);

  public static final Action<SecurityEventNotificationRequest, SecurityEventNotificationResponse>
      SECURITY_EVENT_NOTIFICATION =
          new Action<>(
              "SecurityEventNotification",
              SecurityEventNotificationRequest.class,
              SecurityEventNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<SendLocalListRequest, SendLocalListResponse> SEND_LOCAL_LIST =
      new Action<>(
          "SendLocalList",
          SendLocalListRequest.class,
          SendLocalListResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<SetChargingProfileRequest, SetChargingProfileResponse>
      SET_CHARGING_PROFILE =
          new Action<>(
              "SetChargingProfile",
              SetChargingProfileRequest.class,
              SetChargingProfileResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SignCertificateRequest, SignCertificateResponse> SIGN_CERTIFICATE =
      new Action<>(
          "SignCertificate",
          SignCertificateRequest.class,
          SignCertificateResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<
          SignedFirmwareStatusNotificationRequest, SignedFirmwareStatusNotificationResponse>
      SIGNED_FIRMWARE_STATUS_NOTIFICATION =
          new Action<>(
              "SignedFirmwareStatusNotification",
              SignedFirmwareStatusNotificationRequest.class,
              SignedFirmwareStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<SignedUpdateFirmwareRequest, SignedUpdateFirmwareResponse>
      SIGNED_UPDATE_FIRMWARE =
          new Action<>(
              "SignedUpdateFirmware",
              SignedUpdateFirmwareRequest.class,
              SignedUpdateFirmwareResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<StartTransactionRequest, StartTransactionResponse> START_TRANSACTION =
      new Action<>(
          "StartTransaction",
          StartTransactionRequest.class,
          StartTransactionResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<StatusNotificationRequest, StatusNotificationResponse>
      STATUS_NOTIFICATION =
          new Action<>(
              "StatusNotification",
              StatusNotificationRequest.class,
              StatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<StopTransactionRequest, StopTransactionResponse> STOP_TRANSACTION =
      new Action<>(
          "StopTransaction",
          StopTransactionRequest.class,
          StopTransactionResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<TriggerMessageRequest, TriggerMessageResponse> TRIGGER_MESSAGE =
      new Action<>(
          "TriggerMessage",
          TriggerMessageRequest.class,
          TriggerMessageResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<UnlockConnectorRequest, UnlockConnectorResponse> UNLOCK_CONNECTOR =
      new Action<>(
          "UnlockConnector",
          UnlockConnectorRequest.class,
          UnlockConnectorResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<UpdateFirmwareRequest, UpdateFirmwareResponse> UPDATE_FIRMWARE =
      new Action<>(
          "UpdateFirmware",
          UpdateFirmwareRequest.class,
          UpdateFirmwareResponse.class,
          Direction.FROM_CENTRAL);

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
