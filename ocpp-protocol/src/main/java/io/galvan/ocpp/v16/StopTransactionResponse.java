package io.galvan.ocpp.v16;

import org.jspecify.annotations.Nullable;

/** Acknowledges the stop, with news of the idTag where there is any (OCPP 1.6, section 6). */
public record StopTransactionResponse(@Nullable IdTagInfo idTagInfo) {}
