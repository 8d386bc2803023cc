package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** The request of DataTransfer (since OCPP 2.0.1). */
public record DataTransferRequest(
    @MaxLength(50) @Nullable String messageId,
    @Nullable Json data,
    @MaxLength(255) String vendorId,
    @Nullable CustomData customData) {}
