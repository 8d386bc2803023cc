package io.galvan.ocpp.v16;

/** Whether a charge point is taken on (OCPP 1.6, section 7). */
public enum RegistrationStatus {
  Accepted,
  Pending,
  Rejected
}
