package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Log Parameters, part of GetLog (since OCPP 2.0.1). */
public record LogParameters(
    @Nullable OffsetDateTime latestTimestamp,
    @Nullable OffsetDateTime oldestTimestamp,
    @MaxLength(2000) @Earlier(maxLength = 512) String remoteLocation,
    @Nullable CustomData customData) {}
