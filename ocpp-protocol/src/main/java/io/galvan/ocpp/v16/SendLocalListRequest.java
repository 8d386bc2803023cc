package io.galvan.ocpp.v16;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces or amends the local authorization list (OCPP 1.6, section 6). */
public record SendLocalListRequest(
    int listVersion,
    @Nullable List<AuthorizationData> localAuthorizationList,
    UpdateType updateType) {}
