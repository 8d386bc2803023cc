package io.galvan.ocpp.v16;

/** How far a signed firmware update is (security whitepaper, FirmwareStatusEnumType). */
public enum SignedFirmwareStatus {
  Downloaded,
  DownloadFailed,
  Downloading,
  DownloadScheduled,
  DownloadPaused,
  Idle,
  InstallationFailed,
  Installing,
  Installed,
  InstallRebooting,
  InstallScheduled,
  InstallVerificationFailed,
  InvalidSignature,
  SignatureVerified
}
