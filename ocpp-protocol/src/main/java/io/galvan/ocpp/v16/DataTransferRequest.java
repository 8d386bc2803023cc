package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Carries what a vendor adds to the standard (OCPP 1.6, section 6). */
public record DataTransferRequest(
    @MaxLength(255) String vendorId,
    @MaxLength(50) @Nullable String messageId,
    @Nullable String data) {}
