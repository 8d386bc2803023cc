package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of PublishFirmwareStatusNotification (since OCPP 2.0.1). */
public record PublishFirmwareStatusNotificationRequest(
    PublishFirmwareStatus status,
    @MaxLength(2000) @Items(min = 1) @Earlier(maxLength = 512) @Nullable List<String> location,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer requestId,
    @Since(OcppVersion.V2_1) @Nullable StatusInfo statusInfo,
    @Nullable CustomData customData) {}
