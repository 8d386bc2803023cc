package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The answer of VatNumberValidation (since OCPP 2.1). */
public record VatNumberValidationResponse(
    @Nullable Address company,
    @Nullable StatusInfo statusInfo,
    @MaxLength(20) String vatNumber,
    @Range(min = 0) @Nullable Integer evseId,
    GenericStatus status,
    @Nullable CustomData customData) {}
