package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Variable Monitoring, part of NotifyMonitoringReport (since OCPP 2.0.1). */
public record VariableMonitoring(
    @Since(OcppVersion.V2_1) EventNotification eventNotificationType,
    @Range(min = 0) @Earlier(unbounded = true) int id,
    @Range(min = 0) @Earlier(unbounded = true) int severity,
    boolean transaction,
    Monitor type,
    BigDecimal value,
    @Nullable CustomData customData) {}
