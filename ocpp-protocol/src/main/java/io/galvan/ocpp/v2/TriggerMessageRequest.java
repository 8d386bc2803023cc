package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** The request of TriggerMessage (since OCPP 2.0.1). */
public record TriggerMessageRequest(
    @Nullable EVSE evse,
    MessageTrigger requestedMessage,
    @Since(OcppVersion.V2_1) @MaxLength(50) @Nullable String customTrigger,
    @Nullable CustomData customData) {}
