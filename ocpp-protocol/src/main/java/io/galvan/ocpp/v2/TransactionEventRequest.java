package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Otherwise;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of TransactionEvent (since OCPP 2.0.1). */
public record TransactionEventRequest(
    @Since(OcppVersion.V2_1) @Nullable CostDetails costDetails,
    @Otherwise(text = "Updated") TransactionEvent eventType,
    @Items(min = 1) @Nullable List<MeterValue> meterValue,
    @Otherwise OffsetDateTime timestamp,
    @Otherwise(text = "AbnormalCondition") TriggerReason triggerReason,
    @Range(min = 0) @Earlier(unbounded = true) @Otherwise(number = -1) int seqNo,
    @Nullable Boolean offline,
    @Range(min = 0, max = 3) @Earlier(unbounded = true) @Nullable Integer numberOfPhasesUsed,
    @Nullable Integer cableMaxCurrent,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer reservationId,
    @Since(OcppVersion.V2_1) @Nullable PreconditioningStatus preconditioningStatus,
    @Since(OcppVersion.V2_1) @Nullable Boolean evseSleep,
    Transaction transactionInfo,
    @Nullable EVSE evse,
    @Nullable IdToken idToken,
    @Nullable CustomData customData) {}
