package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of UpdateFirmware (since OCPP 2.0.1). */
public record UpdateFirmwareRequest(
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer retries,
    @Nullable Integer retryInterval,
    int requestId,
    Firmware firmware,
    @Nullable CustomData customData) {}
