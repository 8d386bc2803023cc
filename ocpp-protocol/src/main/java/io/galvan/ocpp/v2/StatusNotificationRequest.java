package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of StatusNotification (since OCPP 2.0.1). */
public record StatusNotificationRequest(
    OffsetDateTime timestamp,
    ConnectorStatus connectorStatus,
    @Range(min = 0) @Earlier(unbounded = true) int evseId,
    @Range(min = 0) @Earlier(unbounded = true) int connectorId,
    @Nullable CustomData customData) {}
