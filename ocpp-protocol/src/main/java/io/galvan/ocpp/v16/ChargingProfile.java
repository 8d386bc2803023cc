package io.galvan.ocpp.v16;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A charging profile: its purpose, its place in the stack and its schedule (OCPP 1.6, section 7).
 */
public record ChargingProfile(
    int chargingProfileId,
    @Nullable Long transactionId,
    int stackLevel,
    ChargingProfilePurposeType chargingProfilePurpose,
    ChargingProfileKindType chargingProfileKind,
    @Nullable RecurrencyKindType recurrencyKind,
    @Nullable OffsetDateTime validFrom,
    @Nullable OffsetDateTime validTo,
    ChargingSchedule chargingSchedule) {}
