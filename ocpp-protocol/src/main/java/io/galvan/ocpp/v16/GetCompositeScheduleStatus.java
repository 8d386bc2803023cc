package io.galvan.ocpp.v16;

/** The outcome of GetCompositeSchedule (OCPP 1.6, section 7). */
public enum GetCompositeScheduleStatus {
  Accepted,
  Rejected
}
