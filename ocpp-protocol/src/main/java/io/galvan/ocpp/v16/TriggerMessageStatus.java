package io.galvan.ocpp.v16;

/** The outcome of TriggerMessage and ExtendedTriggerMessage (OCPP 1.6, section 7). */
public enum TriggerMessageStatus {
  Accepted,
  Rejected,
  NotImplemented
}
