package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of CustomerInformation (since OCPP 2.0.1). */
public record CustomerInformationResponse(
    CustomerInformationStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
