package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of NotifyEVChargingNeeds (since OCPP 2.0.1). */
public record NotifyEVChargingNeedsRequest(
    @Range(min = 1) @Earlier(unbounded = true) int evseId,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer maxScheduleTuples,
    ChargingNeeds chargingNeeds,
    @Since(OcppVersion.V2_1) @Nullable OffsetDateTime timestamp,
    @Nullable CustomData customData) {}
