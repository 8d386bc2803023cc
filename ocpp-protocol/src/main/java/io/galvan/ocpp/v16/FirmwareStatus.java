package io.galvan.ocpp.v16;

/** How far a firmware update is (OCPP 1.6, section 7). */
public enum FirmwareStatus {
  Downloaded,
  DownloadFailed,
  Downloading,
  Idle,
  InstallationFailed,
  Installing,
  Installed
}
