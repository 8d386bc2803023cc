package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Where a log is uploaded to and which span of it is wanted (security whitepaper,
 * LogParametersType).
 */
public record LogParameters(
    @MaxLength(512) String remoteLocation,
    @Nullable OffsetDateTime oldestTimestamp,
    @Nullable OffsetDateTime latestTimestamp) {}
