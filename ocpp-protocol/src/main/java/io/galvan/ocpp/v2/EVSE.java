package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/**
 * EVSE, part of ChangeAvailability, GetMonitoringReport, GetReport and others (since OCPP 2.0.1).
 */
public record EVSE(
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer connectorId,
    @Range(min = 0) @Earlier(unbounded = true) int id,
    @Nullable CustomData customData) {}
