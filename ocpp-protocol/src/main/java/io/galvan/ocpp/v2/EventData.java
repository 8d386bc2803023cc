package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Event Data, part of NotifyEvent (since OCPP 2.0.1). */
public record EventData(
    @MaxLength(2500) String actualValue,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer cause,
    @Nullable Boolean cleared,
    Component component,
    @Range(min = 0) @Earlier(unbounded = true) int eventId,
    EventNotification eventNotificationType,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer severity,
    @MaxLength(50) @Nullable String techCode,
    @MaxLength(500) @Nullable String techInfo,
    OffsetDateTime timestamp,
    @MaxLength(36) @Nullable String transactionId,
    EventTrigger trigger,
    Variable variable,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer variableMonitoringId,
    @Nullable CustomData customData) {}
