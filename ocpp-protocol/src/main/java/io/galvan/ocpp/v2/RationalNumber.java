package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/**
 * Rational Number, part of NotifyChargingLimit, NotifyEVChargingSchedule, ReportChargingProfiles
 * and others (since OCPP 2.1).
 */
public record RationalNumber(int exponent, int value, @Nullable CustomData customData) {}
