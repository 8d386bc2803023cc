package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import org.jspecify.annotations.Nullable;

/** Says whether the log will be uploaded, and under which name (security whitepaper). */
public record GetLogResponse(
    LogStatus status, @MaxLength(255) @Truncatable @Nullable String filename) {}
