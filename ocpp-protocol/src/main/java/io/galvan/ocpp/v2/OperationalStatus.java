package io.galvan.ocpp.v2;

/** Operational Status, in ChangeAvailability (since OCPP 2.0.1). */
public enum OperationalStatus {
  Inoperative,
  Operative
}
