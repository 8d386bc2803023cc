package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Message Info, part of NotifyDisplayMessages, SetDisplayMessage (since OCPP 2.0.1). */
public record MessageInfo(
    @Nullable Component display,
    @Nullable OffsetDateTime endDateTime,
    @Range(min = 0) @Earlier(unbounded = true) int id,
    MessageContent message,
    @Since(OcppVersion.V2_1) @Items(min = 1, max = 4) @Nullable List<MessageContent> messageExtra,
    MessagePriority priority,
    @Nullable OffsetDateTime startDateTime,
    @Nullable MessageState state,
    @MaxLength(36) @Nullable String transactionId,
    @Nullable CustomData customData) {}
