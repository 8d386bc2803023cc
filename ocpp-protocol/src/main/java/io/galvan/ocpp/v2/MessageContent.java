package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * Message Content, part of Authorize, ChangeTransactionTariff, NotifyDisplayMessages and others
 * (since OCPP 2.0.1).
 */
public record MessageContent(
    @MaxLength(1024) @Earlier(maxLength = 512) String content,
    MessageFormat format,
    @MaxLength(8) @Nullable String language,
    @Nullable CustomData customData) {}
