package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of AFRRSignal (since OCPP 2.1). */
public record AFRRSignalResponse(
    GenericStatus status, @Nullable StatusInfo statusInfo, @Nullable CustomData customData) {}
