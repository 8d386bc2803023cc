package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyDERAlarm (since OCPP 2.1). */
public record NotifyDERAlarmResponse(@Nullable CustomData customData) {}
