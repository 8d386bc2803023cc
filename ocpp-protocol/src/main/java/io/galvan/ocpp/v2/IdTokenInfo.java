package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Id Token Info, part of Authorize, SendLocalList, TransactionEvent (since OCPP 2.0.1). */
public record IdTokenInfo(
    @Nullable OffsetDateTime cacheExpiryDateTime,
    @Nullable Integer chargingPriority,
    @Range(min = 0) @Items(min = 1) @Earlier(unbounded = true) @Nullable List<Integer> evseId,
    @Nullable IdToken groupIdToken,
    @MaxLength(8) @Nullable String language1,
    @MaxLength(8) @Nullable String language2,
    @Nullable MessageContent personalMessage,
    AuthorizationStatus status,
    @Nullable CustomData customData) {}
