package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Modem, part of BootNotification (since OCPP 2.0.1). */
public record Modem(
    @MaxLength(20) @Nullable String iccid,
    @MaxLength(20) @Nullable String imsi,
    @Nullable CustomData customData) {}
