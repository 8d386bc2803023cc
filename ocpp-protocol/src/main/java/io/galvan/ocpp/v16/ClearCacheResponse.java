package io.galvan.ocpp.v16;

/** Says whether the cache was emptied (OCPP 1.6, section 6). */
public record ClearCacheResponse(ClearCacheStatus status) {}
