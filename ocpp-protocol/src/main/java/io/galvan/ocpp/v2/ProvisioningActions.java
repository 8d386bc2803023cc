package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/**
 * Functional blocks B and G: boot, variables and their reports, reset, network profiles, heartbeat,
 * availability.
 */
public final class ProvisioningActions {
  public static final Action<BootNotificationRequest, BootNotificationResponse> BOOT_NOTIFICATION =
      fromCharger(
          "BootNotification", BootNotificationRequest.class, BootNotificationResponse.class);

  public static final Action<ChangeAvailabilityRequest, ChangeAvailabilityResponse>
      CHANGE_AVAILABILITY =
          fromCentral(
              "ChangeAvailability",
              ChangeAvailabilityRequest.class,
              ChangeAvailabilityResponse.class);

  public static final Action<GetBaseReportRequest, GetBaseReportResponse> GET_BASE_REPORT =
      fromCentral("GetBaseReport", GetBaseReportRequest.class, GetBaseReportResponse.class);

  public static final Action<GetReportRequest, GetReportResponse> GET_REPORT =
      fromCentral("GetReport", GetReportRequest.class, GetReportResponse.class);

  public static final Action<GetVariablesRequest, GetVariablesResponse> GET_VARIABLES =
      fromCentral("GetVariables", GetVariablesRequest.class, GetVariablesResponse.class);

  public static final Action<HeartbeatRequest, HeartbeatResponse> HEARTBEAT =
      fromCharger("Heartbeat", HeartbeatRequest.class, HeartbeatResponse.class);

  public static final Action<NotifyReportRequest, NotifyReportResponse> NOTIFY_REPORT =
      fromCharger("NotifyReport", NotifyReportRequest.class, NotifyReportResponse.class);

  public static final Action<ResetRequest, ResetResponse> RESET =
      fromCentral("Reset", ResetRequest.class, ResetResponse.class);

  public static final Action<SetNetworkProfileRequest, SetNetworkProfileResponse>
      SET_NETWORK_PROFILE =
          fromCentral(
              "SetNetworkProfile", SetNetworkProfileRequest.class, SetNetworkProfileResponse.class);

  public static final Action<SetVariablesRequest, SetVariablesResponse> SET_VARIABLES =
      fromCentral("SetVariables", SetVariablesRequest.class, SetVariablesResponse.class);

  public static final Action<StatusNotificationRequest, StatusNotificationResponse>
      STATUS_NOTIFICATION =
          fromCharger(
              "StatusNotification",
              StatusNotificationRequest.class,
              StatusNotificationResponse.class);

  private ProvisioningActions() {}
}
