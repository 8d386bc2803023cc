package io.galvan.ocpp.v16;

/** How far a log upload is (security whitepaper). */
public enum UploadLogStatus {
  BadMessage,
  Idle,
  NotSupportedOperation,
  PermissionDenied,
  Uploaded,
  UploadFailure,
  Uploading
}
