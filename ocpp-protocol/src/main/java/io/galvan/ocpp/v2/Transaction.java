package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** Transaction, part of TransactionEvent (since OCPP 2.0.1). */
public record Transaction(
    @Nullable ChargingState chargingState,
    @Since(OcppVersion.V2_1) @Nullable OperationMode operationMode,
    @Nullable Integer remoteStartId,
    @Nullable Reason stoppedReason,
    @Since(OcppVersion.V2_1) @MaxLength(60) @Nullable String tariffId,
    @Nullable Integer timeSpentCharging,
    @MaxLength(36) String transactionId,
    @Since(OcppVersion.V2_1) @Nullable TransactionLimit transactionLimit,
    @Nullable CustomData customData) {}
