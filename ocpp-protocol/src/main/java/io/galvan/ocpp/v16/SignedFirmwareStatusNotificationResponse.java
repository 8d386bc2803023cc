package io.galvan.ocpp.v16;

/** Acknowledges the status (security whitepaper). */
public record SignedFirmwareStatusNotificationResponse() {}
