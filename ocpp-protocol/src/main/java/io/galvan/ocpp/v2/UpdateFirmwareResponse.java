package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of UpdateFirmware (since OCPP 2.0.1). */
public record UpdateFirmwareResponse(
    UpdateFirmwareStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
