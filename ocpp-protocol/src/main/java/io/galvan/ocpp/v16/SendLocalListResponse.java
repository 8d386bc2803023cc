package io.galvan.ocpp.v16;

/** Says whether the list was taken (OCPP 1.6, section 6). */
public record SendLocalListResponse(UpdateStatus status) {}
