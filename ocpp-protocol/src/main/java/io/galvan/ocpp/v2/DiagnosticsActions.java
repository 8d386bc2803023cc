package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.NoResponse;

/**
 * Functional block N: logs, monitors, events and streams of them, and what a station knows of a
 * customer.
 */
public final class DiagnosticsActions {
  public static final Action<AdjustPeriodicEventStreamRequest, AdjustPeriodicEventStreamResponse>
      ADJUST_PERIODIC_EVENT_STREAM =
          fromCentral(
              "AdjustPeriodicEventStream",
              AdjustPeriodicEventStreamRequest.class,
              AdjustPeriodicEventStreamResponse.class);

  public static final Action<ClearVariableMonitoringRequest, ClearVariableMonitoringResponse>
      CLEAR_VARIABLE_MONITORING =
          fromCentral(
              "ClearVariableMonitoring",
              ClearVariableMonitoringRequest.class,
              ClearVariableMonitoringResponse.class);

  public static final Action<ClosePeriodicEventStreamRequest, ClosePeriodicEventStreamResponse>
      CLOSE_PERIODIC_EVENT_STREAM =
          fromCharger(
              "ClosePeriodicEventStream",
              ClosePeriodicEventStreamRequest.class,
              ClosePeriodicEventStreamResponse.class);

  public static final Action<CustomerInformationRequest, CustomerInformationResponse>
      CUSTOMER_INFORMATION =
          fromCentral(
              "CustomerInformation",
              CustomerInformationRequest.class,
              CustomerInformationResponse.class);

  public static final Action<GetLogRequest, GetLogResponse> GET_LOG =
      fromCentral("GetLog", GetLogRequest.class, GetLogResponse.class);

  public static final Action<GetMonitoringReportRequest, GetMonitoringReportResponse>
      GET_MONITORING_REPORT =
          fromCentral(
              "GetMonitoringReport",
              GetMonitoringReportRequest.class,
              GetMonitoringReportResponse.class);

  public static final Action<GetPeriodicEventStreamRequest, GetPeriodicEventStreamResponse>
      GET_PERIODIC_EVENT_STREAM =
          fromCentral(
              "GetPeriodicEventStream",
              GetPeriodicEventStreamRequest.class,
              GetPeriodicEventStreamResponse.class);

  public static final Action<LogStatusNotificationRequest, LogStatusNotificationResponse>
      LOG_STATUS_NOTIFICATION =
          fromCharger(
              "LogStatusNotification",
              LogStatusNotificationRequest.class,
              LogStatusNotificationResponse.class);

  public static final Action<NotifyCustomerInformationRequest, NotifyCustomerInformationResponse>
      NOTIFY_CUSTOMER_INFORMATION =
          fromCharger(
              "NotifyCustomerInformation",
              NotifyCustomerInformationRequest.class,
              NotifyCustomerInformationResponse.class);

  public static final Action<NotifyEventRequest, NotifyEventResponse> NOTIFY_EVENT =
      fromCharger("NotifyEvent", NotifyEventRequest.class, NotifyEventResponse.class);

  public static final Action<NotifyMonitoringReportRequest, NotifyMonitoringReportResponse>
      NOTIFY_MONITORING_REPORT =
          fromCharger(
              "NotifyMonitoringReport",
              NotifyMonitoringReportRequest.class,
              NotifyMonitoringReportResponse.class);

  public static final Action<NotifyPeriodicEventStream, NoResponse> NOTIFY_PERIODIC_EVENT_STREAM =
      fromCharger("NotifyPeriodicEventStream", NotifyPeriodicEventStream.class, NoResponse.class);

  public static final Action<OpenPeriodicEventStreamRequest, OpenPeriodicEventStreamResponse>
      OPEN_PERIODIC_EVENT_STREAM =
          fromCharger(
              "OpenPeriodicEventStream",
              OpenPeriodicEventStreamRequest.class,
              OpenPeriodicEventStreamResponse.class);

  public static final Action<SetMonitoringBaseRequest, SetMonitoringBaseResponse>
      SET_MONITORING_BASE =
          fromCentral(
              "SetMonitoringBase", SetMonitoringBaseRequest.class, SetMonitoringBaseResponse.class);

  public static final Action<SetMonitoringLevelRequest, SetMonitoringLevelResponse>
      SET_MONITORING_LEVEL =
          fromCentral(
              "SetMonitoringLevel",
              SetMonitoringLevelRequest.class,
              SetMonitoringLevelResponse.class);

  public static final Action<SetVariableMonitoringRequest, SetVariableMonitoringResponse>
      SET_VARIABLE_MONITORING =
          fromCentral(
              "SetVariableMonitoring",
              SetVariableMonitoringRequest.class,
              SetVariableMonitoringResponse.class);

  private DiagnosticsActions() {}
}
