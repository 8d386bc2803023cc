package io.galvan.ocpp.v16;

/** Tells how far a firmware update is (OCPP 1.6, section 6). */
public record FirmwareStatusNotificationRequest(FirmwareStatus status) {}
