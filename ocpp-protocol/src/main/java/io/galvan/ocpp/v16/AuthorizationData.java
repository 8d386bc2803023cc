package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the local authorization list; without idTagInfo a differential update deletes it
 * (OCPP 1.6, section 7).
 */
public record AuthorizationData(@MaxLength(20) String idTag, @Nullable IdTagInfo idTagInfo) {}
