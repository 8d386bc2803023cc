package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of NotifyDERAlarm (since OCPP 2.1). */
public record NotifyDERAlarmRequest(
    DERControl controlType,
    @Nullable GridEventFault gridEventFault,
    @Nullable Boolean alarmEnded,
    OffsetDateTime timestamp,
    @MaxLength(200) @Nullable String extraInfo,
    @Nullable CustomData customData) {}
