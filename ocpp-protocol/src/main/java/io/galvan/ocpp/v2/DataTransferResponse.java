package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Json;
import org.jspecify.annotations.Nullable;

/** The answer of DataTransfer (since OCPP 2.0.1). */
public record DataTransferResponse(
    DataTransferStatus status,
    @Nullable StatusInfo statusInfo,
    @Nullable Json data,
    @Nullable CustomData customData) {}
