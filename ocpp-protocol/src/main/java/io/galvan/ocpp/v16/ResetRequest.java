package io.galvan.ocpp.v16;

/** Restarts the charge point (OCPP 1.6, section 6). */
public record ResetRequest(ResetType type) {}
