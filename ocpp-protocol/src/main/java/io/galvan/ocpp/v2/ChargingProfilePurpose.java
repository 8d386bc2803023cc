package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/**
 * Charging Profile Purpose, in ClearChargingProfile, GetChargingProfiles, ReportChargingProfiles
 * and others (since OCPP 2.0.1).
 */
public enum ChargingProfilePurpose {
  ChargingStationExternalConstraints,
  ChargingStationMaxProfile,
  TxDefaultProfile,
  TxProfile,
  @Since(OcppVersion.V2_1)
  PriorityCharging,
  @Since(OcppVersion.V2_1)
  LocalGeneration
}
