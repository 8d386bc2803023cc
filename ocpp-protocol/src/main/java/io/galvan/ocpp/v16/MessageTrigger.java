package io.galvan.ocpp.v16;

/** What TriggerMessage can ask for (OCPP 1.6, section 7). */
public enum MessageTrigger {
  BootNotification,
  DiagnosticsStatusNotification,
  FirmwareStatusNotification,
  Heartbeat,
  MeterValues,
  StatusNotification
}
