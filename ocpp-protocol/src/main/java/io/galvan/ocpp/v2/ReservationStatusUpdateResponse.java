package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of ReservationStatusUpdate (since OCPP 2.0.1). */
public record ReservationStatusUpdateResponse(@Nullable CustomData customData) {}
