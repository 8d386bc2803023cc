package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Uri;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Asks for a firmware to be installed; the retry interval is in seconds (OCPP 1.6, section 6). */
public record UpdateFirmwareRequest(
    @Uri String location,
    @Nullable Integer retries,
    OffsetDateTime retrieveDate,
    @Nullable Integer retryInterval) {}
