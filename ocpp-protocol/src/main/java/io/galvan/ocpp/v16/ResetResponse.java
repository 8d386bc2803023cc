package io.galvan.ocpp.v16;

/** Says whether the charge point will restart (OCPP 1.6, section 6). */
public record ResetResponse(ResetStatus status) {}
