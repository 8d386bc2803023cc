package io.galvan.ocpp.v16;

/** Empties the authorization cache (OCPP 1.6, section 6). */
public record ClearCacheRequest() {}
