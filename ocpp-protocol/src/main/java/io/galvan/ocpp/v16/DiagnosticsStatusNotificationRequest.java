package io.galvan.ocpp.v16;

/** Tells how far a diagnostics upload is (OCPP 1.6, section 6). */
public record DiagnosticsStatusNotificationRequest(DiagnosticsStatus status) {}
