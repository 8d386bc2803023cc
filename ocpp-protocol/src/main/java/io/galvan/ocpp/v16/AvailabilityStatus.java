package io.galvan.ocpp.v16;

/**
 * The outcome of ChangeAvailability; Scheduled waits for the transaction to end (OCPP 1.6, section
 * 7).
 */
public enum AvailabilityStatus {
  Accepted,
  Rejected,
  Scheduled
}
