package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import org.jspecify.annotations.Nullable;

/** Charging Station, part of BootNotification (since OCPP 2.0.1). */
public record ChargingStation(
    @MaxLength(50) @Nullable String firmwareVersion,
    @MaxLength(20) String model,
    @Nullable Modem modem,
    @MaxLength(25) @Nullable String serialNumber,
    @MaxLength(50) String vendorName,
    @Nullable CustomData customData) {}
