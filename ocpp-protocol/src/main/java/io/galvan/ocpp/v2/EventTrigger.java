package io.galvan.ocpp.v2;

/** Event Trigger, in NotifyEvent (since OCPP 2.0.1). */
public enum EventTrigger {
  Alerting,
  Delta,
  Periodic
}
