package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The message of NotifyPeriodicEventStream (since OCPP 2.1). */
public record NotifyPeriodicEventStream(
    @Items(min = 1) List<StreamDataElement> data,
    @Range(min = 0) int id,
    @Range(min = 0) int pending,
    OffsetDateTime basetime,
    @Nullable CustomData customData) {}
