package io.galvan.ocpp.v2;

/** Trigger Message Status, in TriggerMessage (since OCPP 2.0.1). */
public enum TriggerMessageStatus {
  Accepted,
  Rejected,
  NotImplemented
}
