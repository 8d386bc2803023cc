package io.galvan.ocpp.v2;

/** Change Availability Status, in ChangeAvailability (since OCPP 2.0.1). */
public enum ChangeAvailabilityStatus {
  Accepted,
  Rejected,
  Scheduled
}
