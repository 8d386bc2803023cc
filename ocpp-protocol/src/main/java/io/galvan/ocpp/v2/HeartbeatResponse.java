package io.galvan.ocpp.v2;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The answer of Heartbeat (since OCPP 2.0.1). */
public record HeartbeatResponse(OffsetDateTime currentTime, @Nullable CustomData customData) {}
