package io.galvan.ocpp.v16;

/** Says whether the update will be tried (security whitepaper). */
public record SignedUpdateFirmwareResponse(UpdateFirmwareStatus status) {}
