package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of ClearedChargingLimit (since OCPP 2.0.1). */
public record ClearedChargingLimitRequest(
    @MaxLength(20) @Earlier(texts = {"EMS", "Other", "SO", "CSO"}) String chargingLimitSource,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    @Nullable CustomData customData) {}
