package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of Heartbeat (since OCPP 2.0.1). */
public record HeartbeatRequest(@Nullable CustomData customData) {}
