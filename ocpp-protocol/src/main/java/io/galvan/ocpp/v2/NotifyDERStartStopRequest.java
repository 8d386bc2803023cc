package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of NotifyDERStartStop (since OCPP 2.1). */
public record NotifyDERStartStopRequest(
    @MaxLength(36) String controlId,
    boolean started,
    OffsetDateTime timestamp,
    @MaxLength(36) @Items(min = 1, max = 24) @Nullable List<String> supersededIds,
    @Nullable CustomData customData) {}
