package io.galvan.ocpp.v16;

/** What ExtendedTriggerMessage can ask for (security whitepaper, MessageTriggerEnumType). */
public enum ExtendedMessageTrigger {
  BootNotification,
  LogStatusNotification,
  FirmwareStatusNotification,
  Heartbeat,
  MeterValues,
  SignChargePointCertificate,
  StatusNotification
}
