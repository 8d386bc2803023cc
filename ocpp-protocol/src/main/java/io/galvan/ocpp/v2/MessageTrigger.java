package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;

/** Message Trigger, in TriggerMessage (since OCPP 2.0.1). */
public enum MessageTrigger {
  BootNotification,
  LogStatusNotification,
  FirmwareStatusNotification,
  Heartbeat,
  MeterValues,
  SignChargingStationCertificate,
  SignV2GCertificate,
  @Since(OcppVersion.V2_1)
  SignV2G20Certificate,
  StatusNotification,
  TransactionEvent,
  SignCombinedCertificate,
  PublishFirmwareStatusNotification,
  @Since(OcppVersion.V2_1)
  CustomTrigger
}
