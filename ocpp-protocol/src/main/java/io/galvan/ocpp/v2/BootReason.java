package io.galvan.ocpp.v2;

/** Boot Reason, in BootNotification (since OCPP 2.0.1). */
public enum BootReason {
  ApplicationReset,
  FirmwareUpdate,
  LocalReset,
  PowerUp,
  RemoteReset,
  ScheduledReset,
  Triggered,
  Unknown,
  Watchdog
}
