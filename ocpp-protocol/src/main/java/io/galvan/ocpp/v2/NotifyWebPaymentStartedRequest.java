package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of NotifyWebPaymentStarted (since OCPP 2.1). */
public record NotifyWebPaymentStartedRequest(
    @Range(min = 0) int evseId, int timeout, @Nullable CustomData customData) {}
