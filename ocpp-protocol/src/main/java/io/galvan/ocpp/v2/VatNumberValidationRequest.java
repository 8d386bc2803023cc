package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of VatNumberValidation (since OCPP 2.1). */
public record VatNumberValidationRequest(
    @MaxLength(20) String vatNumber,
    @Range(min = 0) @Nullable Integer evseId,
    @Nullable CustomData customData) {}
