package io.galvan.ocpp.v2;

/**
 * Charging Profile Status, in PullDynamicScheduleUpdate, SetChargingProfile, UpdateDynamicSchedule
 * (since OCPP 2.0.1).
 */
public enum ChargingProfileStatus {
  Accepted,
  Rejected
}
