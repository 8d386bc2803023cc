package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Component, part of GetMonitoringReport, GetReport, GetVariables and others (since OCPP 2.0.1).
 */
public record Component(
    @Nullable EVSE evse,
    @MaxLength(50) @Nullable String instance,
    @MaxLength(50) String name,
    @Nullable CustomData customData) {}
