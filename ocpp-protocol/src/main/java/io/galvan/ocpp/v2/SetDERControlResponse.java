package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer of SetDERControl (since OCPP 2.1). */
public record SetDERControlResponse(
    DERControlStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(36) @Items(min = 1, max = 24) @Nullable List<String> supersededIds,
    @Nullable CustomData customData) {}
