package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of UnpublishFirmware (since OCPP 2.0.1). */
public record UnpublishFirmwareResponse(
    UnpublishFirmwareStatus status, @Nullable CustomData customData) {}
