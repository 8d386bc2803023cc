package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Additional Info, part of Authorize, BatterySwap, CustomerInformation and others (since OCPP
 * 2.0.1).
 */
public record AdditionalInfo(
    @MaxLength(255) @Earlier(maxLength = 36) @KeptLong String additionalIdToken,
    @MaxLength(50) String type,
    @Nullable CustomData customData) {}
