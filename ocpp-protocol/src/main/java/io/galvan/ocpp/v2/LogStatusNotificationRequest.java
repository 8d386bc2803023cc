package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** The request of LogStatusNotification (since OCPP 2.0.1). */
public record LogStatusNotificationRequest(
    UploadLogStatus status,
    @Nullable Integer requestId,
    @Since(OcppVersion.V2_1) @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
