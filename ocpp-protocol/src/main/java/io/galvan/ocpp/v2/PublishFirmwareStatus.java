package io.galvan.ocpp.v2;

/** Publish Firmware Status, in PublishFirmwareStatusNotification (since OCPP 2.0.1). */
public enum PublishFirmwareStatus {
  Idle,
  DownloadScheduled,
  Downloading,
  Downloaded,
  Published,
  DownloadFailed,
  DownloadPaused,
  InvalidChecksum,
  ChecksumVerified,
  PublishFailed
}
