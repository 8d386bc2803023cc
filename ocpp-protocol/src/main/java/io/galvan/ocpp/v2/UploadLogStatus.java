package io.galvan.ocpp.v2;

/** Upload Log Status, in LogStatusNotification (since OCPP 2.0.1). */
public enum UploadLogStatus {
  BadMessage,
  Idle,
  NotSupportedOperation,
  PermissionDenied,
  Uploaded,
  UploadFailure,
  Uploading,
  AcceptedCanceled
}
