package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Signed Meter Value, part of MeterValues, TransactionEvent (since OCPP 2.0.1). */
public record SignedMeterValue(
    @MaxLength(50) String encodingMethod,
    @MaxLength(2500) @Earlier(required = true) @Nullable String publicKey,
    @MaxLength(32768) @Earlier(maxLength = 2500) String signedMeterData,
    @MaxLength(50) @Earlier(required = true) @Nullable String signingMethod,
    @Nullable CustomData customData) {}
