package io.galvan.ocpp.v16;

/** How far a diagnostics upload is (OCPP 1.6, section 7). */
public enum DiagnosticsStatus {
  Idle,
  Uploaded,
  UploadFailed,
  Uploading
}
