package io.galvan.ocpp.v2;

/** Registration Status, in BootNotification (since OCPP 2.0.1). */
public enum RegistrationStatus {
  Accepted,
  Pending,
  Rejected
}
