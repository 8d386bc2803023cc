package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A signed firmware image and when to fetch and install it (security whitepaper, FirmwareType). */
public record Firmware(
    @MaxLength(512) String location,
    OffsetDateTime retrieveDateTime,
    @Nullable OffsetDateTime installDateTime,
    @MaxLength(5500) String signingCertificate,
    @MaxLength(800) String signature) {}
