package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Notify EV Charging Needs Status, in NotifyEVChargingNeeds (since OCPP 2.0.1). */
public enum NotifyEVChargingNeedsStatus {
  Accepted,
  Rejected,
  Processing,
  @Since(OcppVersion.V2_1)
  NoChargingProfile
}
