package io.galvan.ocpp.v16;

/** Asks for the version of the local authorization list (OCPP 1.6, section 6). */
public record GetLocalListVersionRequest() {}
