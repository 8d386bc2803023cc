package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.NoResponse;

/** Every action of OCPP 2.0.1 (64) and 2.1 (91). */
public final class Actions2 {
  public static final Action<AFRRSignalRequest, AFRRSignalResponse> AFRR_SIGNAL =
      new Action<>(
          "AFRRSignal", AFRRSignalRequest.class, AFRRSignalResponse.class, Direction.FROM_CENTRAL);

  public static final Action<AdjustPeriodicEventStreamRequest, AdjustPeriodicEventStreamResponse>
      ADJUST_PERIODIC_EVENT_STREAM =
          new Action<>(
              "AdjustPeriodicEventStream",
              AdjustPeriodicEventStreamRequest.class,
              AdjustPeriodicEventStreamResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<AuthorizeRequest, AuthorizeResponse> AUTHORIZE =
      new Action<>(
          "Authorize", AuthorizeRequest.class, AuthorizeResponse.class, Direction.FROM_CHARGER);

  public static final Action<BatterySwapRequest, BatterySwapResponse> BATTERY_SWAP =
      new Action<>(
          "BatterySwap",
          BatterySwapRequest.class,
          BatterySwapResponse.class,
          Direction.FROM_CHARGER);

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

  public static final Action<ChangeTransactionTariffRequest, ChangeTransactionTariffResponse>
      CHANGE_TRANSACTION_TARIFF =
          new Action<>(
              "ChangeTransactionTariff",
              ChangeTransactionTariffRequest.class,
              ChangeTransactionTariffResponse.class,
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

  public static final Action<ClearDERControlRequest, ClearDERControlResponse> CLEAR_DER_CONTROL =
      new Action<>(
          "ClearDERControl",
          ClearDERControlRequest.class,
          ClearDERControlResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<ClearDisplayMessageRequest, ClearDisplayMessageResponse>
      CLEAR_DISPLAY_MESSAGE =
          new Action<>(
              "ClearDisplayMessage",
              ClearDisplayMessageRequest.class,
              ClearDisplayMessageResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ClearTariffsRequest, ClearTariffsResponse> CLEAR_TARIFFS =
      new Action<>(
          "ClearTariffs",
          ClearTariffsRequest.class,
          ClearTariffsResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<ClearVariableMonitoringRequest, ClearVariableMonitoringResponse>
      CLEAR_VARIABLE_MONITORING =
          new Action<>(
              "ClearVariableMonitoring",
              ClearVariableMonitoringRequest.class,
              ClearVariableMonitoringResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ClearedChargingLimitRequest, ClearedChargingLimitResponse>
      CLEARED_CHARGING_LIMIT =
          new Action<>(
              "ClearedChargingLimit",
              ClearedChargingLimitRequest.class,
              ClearedChargingLimitResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<ClosePeriodicEventStreamRequest, ClosePeriodicEventStreamResponse>
      CLOSE_PERIODIC_EVENT_STREAM =
          new Action<>(
              "ClosePeriodicEventStream",
              ClosePeriodicEventStreamRequest.class,
              ClosePeriodicEventStreamResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<CostUpdatedRequest, CostUpdatedResponse> COST_UPDATED =
      new Action<>(
          "CostUpdated",
          CostUpdatedRequest.class,
          CostUpdatedResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<CustomerInformationRequest, CustomerInformationResponse>
      CUSTOMER_INFORMATION =
          new Action<>(
              "CustomerInformation",
              CustomerInformationRequest.class,
              CustomerInformationResponse.class,
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

  public static final Action<FirmwareStatusNotificationRequest, FirmwareStatusNotificationResponse>
      FIRMWARE_STATUS_NOTIFICATION =
          new Action<>(
              "FirmwareStatusNotification",
              FirmwareStatusNotificationRequest.class,
              FirmwareStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<Get15118EVCertificateRequest, Get15118EVCertificateResponse>
      GET15118_EV_CERTIFICATE =
          new Action<>(
              "Get15118EVCertificate",
              Get15118EVCertificateRequest.class,
              Get15118EVCertificateResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<GetBaseReportRequest, GetBaseReportResponse> GET_BASE_REPORT =
      new Action<>(
          "GetBaseReport",
          GetBaseReportRequest.class,
          GetBaseReportResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<GetCertificateChainStatusRequest, GetCertificateChainStatusResponse>
      GET_CERTIFICATE_CHAIN_STATUS =
          new Action<>(
              "GetCertificateChainStatus",
              GetCertificateChainStatusRequest.class,
              GetCertificateChainStatusResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<GetCertificateStatusRequest, GetCertificateStatusResponse>
      GET_CERTIFICATE_STATUS =
          new Action<>(
              "GetCertificateStatus",
              GetCertificateStatusRequest.class,
              GetCertificateStatusResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<GetChargingProfilesRequest, GetChargingProfilesResponse>
      GET_CHARGING_PROFILES =
          new Action<>(
              "GetChargingProfiles",
              GetChargingProfilesRequest.class,
              GetChargingProfilesResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetCompositeScheduleRequest, GetCompositeScheduleResponse>
      GET_COMPOSITE_SCHEDULE =
          new Action<>(
              "GetCompositeSchedule",
              GetCompositeScheduleRequest.class,
              GetCompositeScheduleResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetDERControlRequest, GetDERControlResponse> GET_DER_CONTROL =
      new Action<>(
          "GetDERControl",
          GetDERControlRequest.class,
          GetDERControlResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<GetDisplayMessagesRequest, GetDisplayMessagesResponse>
      GET_DISPLAY_MESSAGES =
          new Action<>(
              "GetDisplayMessages",
              GetDisplayMessagesRequest.class,
              GetDisplayMessagesResponse.class,
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

  public static final Action<GetMonitoringReportRequest, GetMonitoringReportResponse>
      GET_MONITORING_REPORT =
          new Action<>(
              "GetMonitoringReport",
              GetMonitoringReportRequest.class,
              GetMonitoringReportResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetPeriodicEventStreamRequest, GetPeriodicEventStreamResponse>
      GET_PERIODIC_EVENT_STREAM =
          new Action<>(
              "GetPeriodicEventStream",
              GetPeriodicEventStreamRequest.class,
              GetPeriodicEventStreamResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetReportRequest, GetReportResponse> GET_REPORT =
      new Action<>(
          "GetReport", GetReportRequest.class, GetReportResponse.class, Direction.FROM_CENTRAL);

  public static final Action<GetTariffsRequest, GetTariffsResponse> GET_TARIFFS =
      new Action<>(
          "GetTariffs", GetTariffsRequest.class, GetTariffsResponse.class, Direction.FROM_CENTRAL);

  public static final Action<GetTransactionStatusRequest, GetTransactionStatusResponse>
      GET_TRANSACTION_STATUS =
          new Action<>(
              "GetTransactionStatus",
              GetTransactionStatusRequest.class,
              GetTransactionStatusResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<GetVariablesRequest, GetVariablesResponse> GET_VARIABLES =
      new Action<>(
          "GetVariables",
          GetVariablesRequest.class,
          GetVariablesResponse.class,
          Direction.FROM_CENTRAL);

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

  public static final Action<
          NotifyAllowedEnergyTransferRequest, NotifyAllowedEnergyTransferResponse>
      NOTIFY_ALLOWED_ENERGY_TRANSFER =
          new Action<>(
              "NotifyAllowedEnergyTransfer",
              NotifyAllowedEnergyTransferRequest.class,
              NotifyAllowedEnergyTransferResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<NotifyChargingLimitRequest, NotifyChargingLimitResponse>
      NOTIFY_CHARGING_LIMIT =
          new Action<>(
              "NotifyChargingLimit",
              NotifyChargingLimitRequest.class,
              NotifyChargingLimitResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyCustomerInformationRequest, NotifyCustomerInformationResponse>
      NOTIFY_CUSTOMER_INFORMATION =
          new Action<>(
              "NotifyCustomerInformation",
              NotifyCustomerInformationRequest.class,
              NotifyCustomerInformationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyDERAlarmRequest, NotifyDERAlarmResponse> NOTIFY_DER_ALARM =
      new Action<>(
          "NotifyDERAlarm",
          NotifyDERAlarmRequest.class,
          NotifyDERAlarmResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<NotifyDERStartStopRequest, NotifyDERStartStopResponse>
      NOTIFY_DER_START_STOP =
          new Action<>(
              "NotifyDERStartStop",
              NotifyDERStartStopRequest.class,
              NotifyDERStartStopResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyDisplayMessagesRequest, NotifyDisplayMessagesResponse>
      NOTIFY_DISPLAY_MESSAGES =
          new Action<>(
              "NotifyDisplayMessages",
              NotifyDisplayMessagesRequest.class,
              NotifyDisplayMessagesResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyEVChargingNeedsRequest, NotifyEVChargingNeedsResponse>
      NOTIFY_EV_CHARGING_NEEDS =
          new Action<>(
              "NotifyEVChargingNeeds",
              NotifyEVChargingNeedsRequest.class,
              NotifyEVChargingNeedsResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyEVChargingScheduleRequest, NotifyEVChargingScheduleResponse>
      NOTIFY_EV_CHARGING_SCHEDULE =
          new Action<>(
              "NotifyEVChargingSchedule",
              NotifyEVChargingScheduleRequest.class,
              NotifyEVChargingScheduleResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyEventRequest, NotifyEventResponse> NOTIFY_EVENT =
      new Action<>(
          "NotifyEvent",
          NotifyEventRequest.class,
          NotifyEventResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<NotifyMonitoringReportRequest, NotifyMonitoringReportResponse>
      NOTIFY_MONITORING_REPORT =
          new Action<>(
              "NotifyMonitoringReport",
              NotifyMonitoringReportRequest.class,
              NotifyMonitoringReportResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyPeriodicEventStream, NoResponse> NOTIFY_PERIODIC_EVENT_STREAM =
      new Action<>(
          "NotifyPeriodicEventStream",
          NotifyPeriodicEventStream.class,
          NoResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<NotifyPriorityChargingRequest, NotifyPriorityChargingResponse>
      NOTIFY_PRIORITY_CHARGING =
          new Action<>(
              "NotifyPriorityCharging",
              NotifyPriorityChargingRequest.class,
              NotifyPriorityChargingResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<NotifyReportRequest, NotifyReportResponse> NOTIFY_REPORT =
      new Action<>(
          "NotifyReport",
          NotifyReportRequest.class,
          NotifyReportResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<NotifySettlementRequest, NotifySettlementResponse> NOTIFY_SETTLEMENT =
      new Action<>(
          "NotifySettlement",
          NotifySettlementRequest.class,
          NotifySettlementResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<NotifyWebPaymentStartedRequest, NotifyWebPaymentStartedResponse>
      NOTIFY_WEB_PAYMENT_STARTED =
          new Action<>(
              "NotifyWebPaymentStarted",
              NotifyWebPaymentStartedRequest.class,
              NotifyWebPaymentStartedResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<OpenPeriodicEventStreamRequest, OpenPeriodicEventStreamResponse>
      OPEN_PERIODIC_EVENT_STREAM =
          new Action<>(
              "OpenPeriodicEventStream",
              OpenPeriodicEventStreamRequest.class,
              OpenPeriodicEventStreamResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<PublishFirmwareRequest, PublishFirmwareResponse> PUBLISH_FIRMWARE =
      new Action<>(
          "PublishFirmware",
          PublishFirmwareRequest.class,
          PublishFirmwareResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<
          PublishFirmwareStatusNotificationRequest, PublishFirmwareStatusNotificationResponse>
      PUBLISH_FIRMWARE_STATUS_NOTIFICATION =
          new Action<>(
              "PublishFirmwareStatusNotification",
              PublishFirmwareStatusNotificationRequest.class,
              PublishFirmwareStatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<PullDynamicScheduleUpdateRequest, PullDynamicScheduleUpdateResponse>
      PULL_DYNAMIC_SCHEDULE_UPDATE =
          new Action<>(
              "PullDynamicScheduleUpdate",
              PullDynamicScheduleUpdateRequest.class,
              PullDynamicScheduleUpdateResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<ReportChargingProfilesRequest, ReportChargingProfilesResponse>
      REPORT_CHARGING_PROFILES =
          new Action<>(
              "ReportChargingProfiles",
              ReportChargingProfilesRequest.class,
              ReportChargingProfilesResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<ReportDERControlRequest, ReportDERControlResponse> REPORT_DER_CONTROL =
      new Action<>(
          "ReportDERControl",
          ReportDERControlRequest.class,
          ReportDERControlResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<RequestBatterySwapRequest, RequestBatterySwapResponse>
      REQUEST_BATTERY_SWAP =
          new Action<>(
              "RequestBatterySwap",
              RequestBatterySwapRequest.class,
              RequestBatterySwapResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<RequestStartTransactionRequest, RequestStartTransactionResponse>
      REQUEST_START_TRANSACTION =
          new Action<>(
              "RequestStartTransaction",
              RequestStartTransactionRequest.class,
              RequestStartTransactionResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<RequestStopTransactionRequest, RequestStopTransactionResponse>
      REQUEST_STOP_TRANSACTION =
          new Action<>(
              "RequestStopTransaction",
              RequestStopTransactionRequest.class,
              RequestStopTransactionResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<ReservationStatusUpdateRequest, ReservationStatusUpdateResponse>
      RESERVATION_STATUS_UPDATE =
          new Action<>(
              "ReservationStatusUpdate",
              ReservationStatusUpdateRequest.class,
              ReservationStatusUpdateResponse.class,
              Direction.FROM_CHARGER);

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

  public static final Action<SetDERControlRequest, SetDERControlResponse> SET_DER_CONTROL =
      new Action<>(
          "SetDERControl",
          SetDERControlRequest.class,
          SetDERControlResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<SetDefaultTariffRequest, SetDefaultTariffResponse> SET_DEFAULT_TARIFF =
      new Action<>(
          "SetDefaultTariff",
          SetDefaultTariffRequest.class,
          SetDefaultTariffResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<SetDisplayMessageRequest, SetDisplayMessageResponse>
      SET_DISPLAY_MESSAGE =
          new Action<>(
              "SetDisplayMessage",
              SetDisplayMessageRequest.class,
              SetDisplayMessageResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SetMonitoringBaseRequest, SetMonitoringBaseResponse>
      SET_MONITORING_BASE =
          new Action<>(
              "SetMonitoringBase",
              SetMonitoringBaseRequest.class,
              SetMonitoringBaseResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SetMonitoringLevelRequest, SetMonitoringLevelResponse>
      SET_MONITORING_LEVEL =
          new Action<>(
              "SetMonitoringLevel",
              SetMonitoringLevelRequest.class,
              SetMonitoringLevelResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SetNetworkProfileRequest, SetNetworkProfileResponse>
      SET_NETWORK_PROFILE =
          new Action<>(
              "SetNetworkProfile",
              SetNetworkProfileRequest.class,
              SetNetworkProfileResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SetVariableMonitoringRequest, SetVariableMonitoringResponse>
      SET_VARIABLE_MONITORING =
          new Action<>(
              "SetVariableMonitoring",
              SetVariableMonitoringRequest.class,
              SetVariableMonitoringResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<SetVariablesRequest, SetVariablesResponse> SET_VARIABLES =
      new Action<>(
          "SetVariables",
          SetVariablesRequest.class,
          SetVariablesResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<SignCertificateRequest, SignCertificateResponse> SIGN_CERTIFICATE =
      new Action<>(
          "SignCertificate",
          SignCertificateRequest.class,
          SignCertificateResponse.class,
          Direction.FROM_CHARGER);

  public static final Action<StatusNotificationRequest, StatusNotificationResponse>
      STATUS_NOTIFICATION =
          new Action<>(
              "StatusNotification",
              StatusNotificationRequest.class,
              StatusNotificationResponse.class,
              Direction.FROM_CHARGER);

  public static final Action<TransactionEventRequest, TransactionEventResponse> TRANSACTION_EVENT =
      new Action<>(
          "TransactionEvent",
          TransactionEventRequest.class,
          TransactionEventResponse.class,
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

  public static final Action<UnpublishFirmwareRequest, UnpublishFirmwareResponse>
      UNPUBLISH_FIRMWARE =
          new Action<>(
              "UnpublishFirmware",
              UnpublishFirmwareRequest.class,
              UnpublishFirmwareResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<UpdateDynamicScheduleRequest, UpdateDynamicScheduleResponse>
      UPDATE_DYNAMIC_SCHEDULE =
          new Action<>(
              "UpdateDynamicSchedule",
              UpdateDynamicScheduleRequest.class,
              UpdateDynamicScheduleResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<UpdateFirmwareRequest, UpdateFirmwareResponse> UPDATE_FIRMWARE =
      new Action<>(
          "UpdateFirmware",
          UpdateFirmwareRequest.class,
          UpdateFirmwareResponse.class,
          Direction.FROM_CENTRAL);

  public static final Action<UsePriorityChargingRequest, UsePriorityChargingResponse>
      USE_PRIORITY_CHARGING =
          new Action<>(
              "UsePriorityCharging",
              UsePriorityChargingRequest.class,
              UsePriorityChargingResponse.class,
              Direction.FROM_CENTRAL);

  public static final Action<VatNumberValidationRequest, VatNumberValidationResponse>
      VAT_NUMBER_VALIDATION =
          new Action<>(
              "VatNumberValidation",
              VatNumberValidationRequest.class,
              VatNumberValidationResponse.class,
              Direction.FROM_CHARGER);

  /** The actions of 2.0.1. */
  public static final ActionTable TABLE_2_0_1 =
      ActionTable.of(
          AUTHORIZE,
          BOOT_NOTIFICATION,
          CANCEL_RESERVATION,
          CERTIFICATE_SIGNED,
          CHANGE_AVAILABILITY,
          CLEAR_CACHE,
          CLEAR_CHARGING_PROFILE,
          CLEAR_DISPLAY_MESSAGE,
          CLEAR_VARIABLE_MONITORING,
          CLEARED_CHARGING_LIMIT,
          COST_UPDATED,
          CUSTOMER_INFORMATION,
          DATA_TRANSFER,
          DELETE_CERTIFICATE,
          FIRMWARE_STATUS_NOTIFICATION,
          GET15118_EV_CERTIFICATE,
          GET_BASE_REPORT,
          GET_CERTIFICATE_STATUS,
          GET_CHARGING_PROFILES,
          GET_COMPOSITE_SCHEDULE,
          GET_DISPLAY_MESSAGES,
          GET_INSTALLED_CERTIFICATE_IDS,
          GET_LOCAL_LIST_VERSION,
          GET_LOG,
          GET_MONITORING_REPORT,
          GET_REPORT,
          GET_TRANSACTION_STATUS,
          GET_VARIABLES,
          HEARTBEAT,
          INSTALL_CERTIFICATE,
          LOG_STATUS_NOTIFICATION,
          METER_VALUES,
          NOTIFY_CHARGING_LIMIT,
          NOTIFY_CUSTOMER_INFORMATION,
          NOTIFY_DISPLAY_MESSAGES,
          NOTIFY_EV_CHARGING_NEEDS,
          NOTIFY_EV_CHARGING_SCHEDULE,
          NOTIFY_EVENT,
          NOTIFY_MONITORING_REPORT,
          NOTIFY_REPORT,
          PUBLISH_FIRMWARE,
          PUBLISH_FIRMWARE_STATUS_NOTIFICATION,
          REPORT_CHARGING_PROFILES,
          REQUEST_START_TRANSACTION,
          REQUEST_STOP_TRANSACTION,
          RESERVATION_STATUS_UPDATE,
          RESERVE_NOW,
          RESET,
          SECURITY_EVENT_NOTIFICATION,
          SEND_LOCAL_LIST,
          SET_CHARGING_PROFILE,
          SET_DISPLAY_MESSAGE,
          SET_MONITORING_BASE,
          SET_MONITORING_LEVEL,
          SET_NETWORK_PROFILE,
          SET_VARIABLE_MONITORING,
          SET_VARIABLES,
          SIGN_CERTIFICATE,
          STATUS_NOTIFICATION,
          TRANSACTION_EVENT,
          TRIGGER_MESSAGE,
          UNLOCK_CONNECTOR,
          UNPUBLISH_FIRMWARE,
          UPDATE_FIRMWARE);

  /** The actions of 2.1. */
  public static final ActionTable TABLE_2_1 =
      ActionTable.of(
          AFRR_SIGNAL,
          ADJUST_PERIODIC_EVENT_STREAM,
          AUTHORIZE,
          BATTERY_SWAP,
          BOOT_NOTIFICATION,
          CANCEL_RESERVATION,
          CERTIFICATE_SIGNED,
          CHANGE_AVAILABILITY,
          CHANGE_TRANSACTION_TARIFF,
          CLEAR_CACHE,
          CLEAR_CHARGING_PROFILE,
          CLEAR_DER_CONTROL,
          CLEAR_DISPLAY_MESSAGE,
          CLEAR_TARIFFS,
          CLEAR_VARIABLE_MONITORING,
          CLEARED_CHARGING_LIMIT,
          CLOSE_PERIODIC_EVENT_STREAM,
          COST_UPDATED,
          CUSTOMER_INFORMATION,
          DATA_TRANSFER,
          DELETE_CERTIFICATE,
          FIRMWARE_STATUS_NOTIFICATION,
          GET15118_EV_CERTIFICATE,
          GET_BASE_REPORT,
          GET_CERTIFICATE_CHAIN_STATUS,
          GET_CERTIFICATE_STATUS,
          GET_CHARGING_PROFILES,
          GET_COMPOSITE_SCHEDULE,
          GET_DER_CONTROL,
          GET_DISPLAY_MESSAGES,
          GET_INSTALLED_CERTIFICATE_IDS,
          GET_LOCAL_LIST_VERSION,
          GET_LOG,
          GET_MONITORING_REPORT,
          GET_PERIODIC_EVENT_STREAM,
          GET_REPORT,
          GET_TARIFFS,
          GET_TRANSACTION_STATUS,
          GET_VARIABLES,
          HEARTBEAT,
          INSTALL_CERTIFICATE,
          LOG_STATUS_NOTIFICATION,
          METER_VALUES,
          NOTIFY_ALLOWED_ENERGY_TRANSFER,
          NOTIFY_CHARGING_LIMIT,
          NOTIFY_CUSTOMER_INFORMATION,
          NOTIFY_DER_ALARM,
          NOTIFY_DER_START_STOP,
          NOTIFY_DISPLAY_MESSAGES,
          NOTIFY_EV_CHARGING_NEEDS,
          NOTIFY_EV_CHARGING_SCHEDULE,
          NOTIFY_EVENT,
          NOTIFY_MONITORING_REPORT,
          NOTIFY_PERIODIC_EVENT_STREAM,
          NOTIFY_PRIORITY_CHARGING,
          NOTIFY_REPORT,
          NOTIFY_SETTLEMENT,
          NOTIFY_WEB_PAYMENT_STARTED,
          OPEN_PERIODIC_EVENT_STREAM,
          PUBLISH_FIRMWARE,
          PUBLISH_FIRMWARE_STATUS_NOTIFICATION,
          PULL_DYNAMIC_SCHEDULE_UPDATE,
          REPORT_CHARGING_PROFILES,
          REPORT_DER_CONTROL,
          REQUEST_BATTERY_SWAP,
          REQUEST_START_TRANSACTION,
          REQUEST_STOP_TRANSACTION,
          RESERVATION_STATUS_UPDATE,
          RESERVE_NOW,
          RESET,
          SECURITY_EVENT_NOTIFICATION,
          SEND_LOCAL_LIST,
          SET_CHARGING_PROFILE,
          SET_DER_CONTROL,
          SET_DEFAULT_TARIFF,
          SET_DISPLAY_MESSAGE,
          SET_MONITORING_BASE,
          SET_MONITORING_LEVEL,
          SET_NETWORK_PROFILE,
          SET_VARIABLE_MONITORING,
          SET_VARIABLES,
          SIGN_CERTIFICATE,
          STATUS_NOTIFICATION,
          TRANSACTION_EVENT,
          TRIGGER_MESSAGE,
          UNLOCK_CONNECTOR,
          UNPUBLISH_FIRMWARE,
          UPDATE_DYNAMIC_SCHEDULE,
          UPDATE_FIRMWARE,
          USE_PRIORITY_CHARGING,
          VAT_NUMBER_VALIDATION);

  private Actions2() {}

  /** The table of a version. */
  public static ActionTable table(OcppVersion version) {
    return switch (version) {
      case V2_0_1 -> TABLE_2_0_1;
      case V2_1 -> TABLE_2_1;
      case V1_6 -> throw new IllegalArgumentException("1.6 has actions of its own");
    };
  }

  /** Reads what a charging station of this version says, and writes to it. */
  public static FrameCodec codec(OcppVersion version) {
    return new FrameCodec(version, table(version));
  }
}
