package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the schedule that results from all charging profiles; the duration is in seconds (OCPP
 * 1.6, section 6).
 */
public record GetCompositeScheduleRequest(
    int connectorId, int duration, @Nullable ChargingRateUnitType chargingRateUnit) {}
