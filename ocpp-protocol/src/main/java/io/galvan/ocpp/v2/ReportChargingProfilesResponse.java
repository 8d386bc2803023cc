package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ReportChargingProfiles (since OCPP 2.0.1). */
public record ReportChargingProfilesResponse(@Nullable CustomData customData) {}
