package io.galvan.ocpp.v2;

/** Transaction Event, in TransactionEvent (since OCPP 2.0.1). */
public enum TransactionEvent {
  Ended,
  Started,
  Updated
}
