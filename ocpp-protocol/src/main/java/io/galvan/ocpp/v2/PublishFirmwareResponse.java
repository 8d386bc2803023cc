package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of PublishFirmware (since OCPP 2.0.1). */
public record PublishFirmwareResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
