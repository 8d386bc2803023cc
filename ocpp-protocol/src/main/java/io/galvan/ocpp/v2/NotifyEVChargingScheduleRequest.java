package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of NotifyEVChargingSchedule (since OCPP 2.0.1). */
public record NotifyEVChargingScheduleRequest(
    OffsetDateTime timeBase,
    ChargingSchedule chargingSchedule,
    @Range(min = 1) @Earlier(unbounded = true) int evseId,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer selectedChargingScheduleId,
    @Since(OcppVersion.V2_1) @Nullable Boolean powerToleranceAcceptance,
    @Nullable CustomData customData) {}
