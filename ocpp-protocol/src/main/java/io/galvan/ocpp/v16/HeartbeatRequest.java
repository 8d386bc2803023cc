package io.galvan.ocpp.v16;

/** Tells that the charge point lives, and asks for the time (OCPP 1.6, section 6). */
public record HeartbeatRequest() {}
