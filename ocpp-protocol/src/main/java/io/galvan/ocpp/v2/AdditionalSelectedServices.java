package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Additional Selected Services, part of NotifyChargingLimit, NotifyEVChargingSchedule,
 * ReportChargingProfiles and others (since OCPP 2.1).
 */
public record AdditionalSelectedServices(
    RationalNumber serviceFee,
    @MaxLength(80) String serviceName,
    @Nullable CustomData customData) {}
