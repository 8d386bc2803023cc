package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyWebPaymentStarted (since OCPP 2.1). */
public record NotifyWebPaymentStartedResponse(@Nullable CustomData customData) {}
