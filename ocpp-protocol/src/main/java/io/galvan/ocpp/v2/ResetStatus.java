package io.galvan.ocpp.v2;

/** Reset Status, in Reset (since OCPP 2.0.1). */
public enum ResetStatus {
  Accepted,
  Rejected,
  Scheduled
}
