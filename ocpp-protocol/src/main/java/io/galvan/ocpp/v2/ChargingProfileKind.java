package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/**
 * Charging Profile Kind, in ReportChargingProfiles, RequestStartTransaction, SetChargingProfile
 * (since OCPP 2.0.1).
 */
public enum ChargingProfileKind {
  Absolute,
  Recurring,
  Relative,
  @Since(OcppVersion.V2_1)
  Dynamic
}
