package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Enter Service Get, part of ReportDERControl (since OCPP 2.1). */
public record EnterServiceGet(
    EnterService enterService, @MaxLength(36) String id, @Nullable CustomData customData) {}
