package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The answer of NotifyCustomerInformation (since OCPP 2.0.1). */
public record NotifyCustomerInformationResponse(@Nullable CustomData customData) {}
