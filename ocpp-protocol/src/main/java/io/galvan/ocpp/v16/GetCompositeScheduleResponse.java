package io.galvan.ocpp.v16;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The resulting schedule (OCPP 1.6, section 6). */
public record GetCompositeScheduleResponse(
    GetCompositeScheduleStatus status,
    @Nullable Integer connectorId,
    @Nullable OffsetDateTime scheduleStart,
    @Nullable ChargingSchedule chargingSchedule) {}
