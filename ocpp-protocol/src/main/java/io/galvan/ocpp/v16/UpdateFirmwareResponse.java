package io.galvan.ocpp.v16;

/** Acknowledges the request (OCPP 1.6, section 6). */
public record UpdateFirmwareResponse() {}
