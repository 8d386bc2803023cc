package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Address, part of NotifySettlement, VatNumberValidation (since OCPP 2.1). */
public record Address(
    @MaxLength(100) String address1,
    @MaxLength(100) @Nullable String address2,
    @MaxLength(100) String city,
    @MaxLength(50) String country,
    @MaxLength(50) String name,
    @MaxLength(20) @Nullable String postalCode,
    @Nullable CustomData customData) {}
