package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of NotifyDisplayMessages (since OCPP 2.0.1). */
public record NotifyDisplayMessagesRequest(
    @Items(min = 1) @Nullable List<MessageInfo> messageInfo,
    int requestId,
    @Essential @Nullable Boolean tbc,
    @Nullable CustomData customData) {}
