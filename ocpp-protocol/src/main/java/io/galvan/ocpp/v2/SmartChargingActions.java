package io.galvan.ocpp.v2;

import static io.galvan.ocpp.rpc.Action.fromCentral;
import static io.galvan.ocpp.rpc.Action.fromCharger;

import io.galvan.ocpp.rpc.Action;

/**
 * Functional blocks K, Q and R: charging profiles and limits, energy back to the grid, and the
 * grid's controls of it (DER).
 */
public final class SmartChargingActions {
  public static final Action<AFRRSignalRequest, AFRRSignalResponse> AFRR_SIGNAL =
      fromCentral("AFRRSignal", AFRRSignalRequest.class, AFRRSignalResponse.class);

  public static final Action<ClearChargingProfileRequest, ClearChargingProfileResponse>
      CLEAR_CHARGING_PROFILE =
          fromCentral(
              "ClearChargingProfile",
              ClearChargingProfileRequest.class,
              ClearChargingProfileResponse.class);

  public static final Action<ClearDERControlRequest, ClearDERControlResponse> CLEAR_DER_CONTROL =
      fromCentral("ClearDERControl", ClearDERControlRequest.class, ClearDERControlResponse.class);

  public static final Action<ClearedChargingLimitRequest, ClearedChargingLimitResponse>
      CLEARED_CHARGING_LIMIT =
          fromCharger(
              "ClearedChargingLimit",
              ClearedChargingLimitRequest.class,
              ClearedChargingLimitResponse.class);

  public static final Action<GetChargingProfilesRequest, GetChargingProfilesResponse>
      GET_CHARGING_PROFILES =
          fromCentral(
              "GetChargingProfiles",
              GetChargingProfilesRequest.class,
              GetChargingProfilesResponse.class);

  public static final Action<GetCompositeScheduleRequest, GetCompositeScheduleResponse>
      GET_COMPOSITE_SCHEDULE =
          fromCentral(
              "GetCompositeSchedule",
              GetCompositeScheduleRequest.class,
              GetCompositeScheduleResponse.class);

  public static final Action<GetDERControlRequest, GetDERControlResponse> GET_DER_CONTROL =
      fromCentral("GetDERControl", GetDERControlRequest.class, GetDERControlResponse.class);

  public static final Action<
          NotifyAllowedEnergyTransferRequest, NotifyAllowedEnergyTransferResponse>
      NOTIFY_ALLOWED_ENERGY_TRANSFER =
          fromCentral(
              "NotifyAllowedEnergyTransfer",
              NotifyAllowedEnergyTransferRequest.class,
              NotifyAllowedEnergyTransferResponse.class);

  public static final Action<NotifyChargingLimitRequest, NotifyChargingLimitResponse>
      NOTIFY_CHARGING_LIMIT =
          fromCharger(
              "NotifyChargingLimit",
              NotifyChargingLimitRequest.class,
              NotifyChargingLimitResponse.class);

  public static final Action<NotifyDERAlarmRequest, NotifyDERAlarmResponse> NOTIFY_DER_ALARM =
      fromCharger("NotifyDERAlarm", NotifyDERAlarmRequest.class, NotifyDERAlarmResponse.class);

  public static final Action<NotifyDERStartStopRequest, NotifyDERStartStopResponse>
      NOTIFY_DER_START_STOP =
          fromCharger(
              "NotifyDERStartStop",
              NotifyDERStartStopRequest.class,
              NotifyDERStartStopResponse.class);

  public static final Action<NotifyEVChargingNeedsRequest, NotifyEVChargingNeedsResponse>
      NOTIFY_EV_CHARGING_NEEDS =
          fromCharger(
              "NotifyEVChargingNeeds",
              NotifyEVChargingNeedsRequest.class,
              NotifyEVChargingNeedsResponse.class);

  public static final Action<NotifyEVChargingScheduleRequest, NotifyEVChargingScheduleResponse>
      NOTIFY_EV_CHARGING_SCHEDULE =
          fromCharger(
              "NotifyEVChargingSchedule",
              NotifyEVChargingScheduleRequest.class,
              NotifyEVChargingScheduleResponse.class);

  public static final Action<NotifyPriorityChargingRequest, NotifyPriorityChargingResponse>
      NOTIFY_PRIORITY_CHARGING =
          fromCharger(
              "NotifyPriorityCharging",
              NotifyPriorityChargingRequest.class,
              NotifyPriorityChargingResponse.class);

  public static final Action<PullDynamicScheduleUpdateRequest, PullDynamicScheduleUpdateResponse>
      PULL_DYNAMIC_SCHEDULE_UPDATE =
          fromCharger(
              "PullDynamicScheduleUpdate",
              PullDynamicScheduleUpdateRequest.class,
              PullDynamicScheduleUpdateResponse.class);

  public static final Action<ReportChargingProfilesRequest, ReportChargingProfilesResponse>
      REPORT_CHARGING_PROFILES =
          fromCharger(
              "ReportChargingProfiles",
              ReportChargingProfilesRequest.class,
              ReportChargingProfilesResponse.class);

  public static final Action<ReportDERControlRequest, ReportDERControlResponse> REPORT_DER_CONTROL =
      fromCharger(
          "ReportDERControl", ReportDERControlRequest.class, ReportDERControlResponse.class);

  public static final Action<SetChargingProfileRequest, SetChargingProfileResponse>
      SET_CHARGING_PROFILE =
          fromCentral(
              "SetChargingProfile",
              SetChargingProfileRequest.class,
              SetChargingProfileResponse.class);

  public static final Action<SetDERControlRequest, SetDERControlResponse> SET_DER_CONTROL =
      fromCentral("SetDERControl", SetDERControlRequest.class, SetDERControlResponse.class);

  public static final Action<UpdateDynamicScheduleRequest, UpdateDynamicScheduleResponse>
      UPDATE_DYNAMIC_SCHEDULE =
          fromCentral(
              "UpdateDynamicSchedule",
              UpdateDynamicScheduleRequest.class,
              UpdateDynamicScheduleResponse.class);

  public static final Action<UsePriorityChargingRequest, UsePriorityChargingResponse>
      USE_PRIORITY_CHARGING =
          fromCentral(
              "UsePriorityCharging",
              UsePriorityChargingRequest.class,
              UsePriorityChargingResponse.class);

  private SmartChargingActions() {}
}
