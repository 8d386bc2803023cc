package io.galvan.ocpp.v16;

/** The version; 0 is an empty list, -1 no support (OCPP 1.6, section 6). */
public record GetLocalListVersionResponse(int listVersion) {}
