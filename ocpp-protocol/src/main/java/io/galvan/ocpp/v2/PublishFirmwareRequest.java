package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of PublishFirmware (since OCPP 2.0.1). */
public record PublishFirmwareRequest(
    @MaxLength(2000) @Earlier(maxLength = 512) String location,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer retries,
    @MaxLength(32) String checksum,
    @Range(min = 0) @Earlier(unbounded = true) int requestId,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer retryInterval,
    @Nullable CustomData customData) {}
