package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** Charging Limit, part of NotifyChargingLimit (since OCPP 2.0.1). */
public record ChargingLimit(
    @MaxLength(20) @Earlier(texts = {"EMS", "Other", "SO", "CSO"}) String chargingLimitSource,
    @Nullable Boolean isGridCritical,
    @Since(OcppVersion.V2_1) @Nullable Boolean isLocalGeneration,
    @Nullable CustomData customData) {}
