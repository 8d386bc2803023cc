package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Asks for the start of a transaction (OCPP 1.6, section 6). */
public record RemoteStartTransactionRequest(
    @Nullable Integer connectorId,
    @MaxLength(20) String idTag,
    @Nullable ChargingProfile chargingProfile) {}
