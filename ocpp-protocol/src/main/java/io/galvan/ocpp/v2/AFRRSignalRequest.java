package io.galvan.ocpp.v2;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of AFRRSignal (since OCPP 2.1). */
public record AFRRSignalRequest(
    OffsetDateTime timestamp, int signal, @Nullable CustomData customData) {}
