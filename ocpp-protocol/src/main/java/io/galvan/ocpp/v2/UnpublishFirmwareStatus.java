package io.galvan.ocpp.v2;

/** Unpublish Firmware Status, in UnpublishFirmware (since OCPP 2.0.1). */
public enum UnpublishFirmwareStatus {
  DownloadOngoing,
  NoFirmware,
  Unpublished
}
