package io.galvan.ocpp.v16;

import java.time.OffsetDateTime;

/** The time of the central system (OCPP 1.6, section 6). */
public record HeartbeatResponse(OffsetDateTime currentTime) {}
