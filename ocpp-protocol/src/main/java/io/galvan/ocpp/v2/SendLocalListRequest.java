package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of SendLocalList (since OCPP 2.0.1). */
public record SendLocalListRequest(
    @Items(min = 1) @Nullable List<AuthorizationData> localAuthorizationList,
    int versionNumber,
    Update updateType,
    @Nullable CustomData customData) {}
