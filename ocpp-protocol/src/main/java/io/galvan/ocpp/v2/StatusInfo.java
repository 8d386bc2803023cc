package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Status Info, part of AFRRSignal, AdjustPeriodicEventStream, BootNotification and others (since
 * OCPP 2.0.1).
 */
public record StatusInfo(
    @MaxLength(1024) @Earlier(maxLength = 512) @Nullable String additionalInfo,
    @MaxLength(20) String reasonCode,
    @Nullable CustomData customData) {}
