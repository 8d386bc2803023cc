package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of ChangeAvailability (since OCPP 2.0.1). */
public record ChangeAvailabilityRequest(
    @Nullable EVSE evse, OperationalStatus operationalStatus, @Nullable CustomData customData) {}
