package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of NotifyCustomerInformation (since OCPP 2.0.1). */
public record NotifyCustomerInformationRequest(
    @MaxLength(512) String data,
    @Essential @Nullable Boolean tbc,
    @Range(min = 0) @Earlier(unbounded = true) int seqNo,
    OffsetDateTime generatedAt,
    @Range(min = 0) @Earlier(unbounded = true) int requestId,
    @Nullable CustomData customData) {}
