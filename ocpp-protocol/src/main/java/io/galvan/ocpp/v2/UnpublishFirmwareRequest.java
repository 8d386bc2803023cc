package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of UnpublishFirmware (since OCPP 2.0.1). */
public record UnpublishFirmwareRequest(
    @MaxLength(32) String checksum, @Nullable CustomData customData) {}
