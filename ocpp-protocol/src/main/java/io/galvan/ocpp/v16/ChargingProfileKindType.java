package io.galvan.ocpp.v16;

/** How the schedule of a charging profile is anchored (OCPP 1.6, section 7). */
public enum ChargingProfileKindType {
  Absolute,
  Recurring,
  Relative
}
