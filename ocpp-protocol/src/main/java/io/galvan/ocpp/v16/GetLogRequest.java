package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Asks for an upload of a log; the retry interval is in seconds (security whitepaper). */
public record GetLogRequest(
    LogParameters log,
    LogType logType,
    int requestId,
    @Nullable Integer retries,
    @Nullable Integer retryInterval) {}
