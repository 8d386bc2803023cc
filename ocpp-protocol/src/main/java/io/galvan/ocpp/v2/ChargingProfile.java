package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Charging Profile, part of ReportChargingProfiles, RequestStartTransaction, SetChargingProfile
 * (since OCPP 2.0.1).
 */
public record ChargingProfile(
    ChargingProfileKind chargingProfileKind,
    ChargingProfilePurpose chargingProfilePurpose,
    @Items(min = 1, max = 3) List<ChargingSchedule> chargingSchedule,
    @Since(OcppVersion.V2_1) @Nullable Integer dynUpdateInterval,
    @Since(OcppVersion.V2_1) @Nullable OffsetDateTime dynUpdateTime,
    int id,
    @Since(OcppVersion.V2_1) @Nullable Boolean invalidAfterOfflineDuration,
    @Since(OcppVersion.V2_1) @Nullable Integer maxOfflineDuration,
    @Since(OcppVersion.V2_1) @MaxLength(256) @Nullable String priceScheduleSignature,
    @Nullable RecurrencyKind recurrencyKind,
    @Range(min = 0) @Earlier(unbounded = true) int stackLevel,
    @MaxLength(36) @Nullable String transactionId,
    @Nullable OffsetDateTime validFrom,
    @Nullable OffsetDateTime validTo,
    @Nullable CustomData customData) {}
