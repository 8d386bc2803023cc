package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of ReportChargingProfiles (since OCPP 2.0.1). */
public record ReportChargingProfilesRequest(
    int requestId,
    @MaxLength(20) @Earlier(texts = {"EMS", "Other", "SO", "CSO"}) String chargingLimitSource,
    @Items(min = 1) List<ChargingProfile> chargingProfile,
    @Essential @Nullable Boolean tbc,
    @Range(min = 0) @Earlier(unbounded = true) int evseId,
    @Nullable CustomData customData) {}
