package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Firmware, part of UpdateFirmware (since OCPP 2.0.1). */
public record Firmware(
    @Nullable OffsetDateTime installDateTime,
    @MaxLength(2000) @Earlier(maxLength = 512) String location,
    OffsetDateTime retrieveDateTime,
    @MaxLength(800) @Nullable String signature,
    @MaxLength(5500) @Nullable String signingCertificate,
    @Nullable CustomData customData) {}
