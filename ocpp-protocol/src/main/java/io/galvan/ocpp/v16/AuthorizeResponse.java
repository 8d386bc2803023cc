package io.galvan.ocpp.v16;

/** Says whether the idTag may charge (OCPP 1.6, section 6). */
public record AuthorizeResponse(IdTagInfo idTagInfo) {}
