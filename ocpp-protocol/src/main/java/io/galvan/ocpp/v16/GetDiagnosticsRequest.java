package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Uri;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Asks for an upload of diagnostics; the retry interval is in seconds (OCPP 1.6, section 6). */
public record GetDiagnosticsRequest(
    @Uri String location,
    @Nullable Integer retries,
    @Nullable Integer retryInterval,
    @Nullable OffsetDateTime startTime,
    @Nullable OffsetDateTime stopTime) {}
