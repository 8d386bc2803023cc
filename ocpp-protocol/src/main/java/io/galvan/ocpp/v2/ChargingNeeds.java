package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.Since;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging Needs, part of NotifyEVChargingNeeds (since OCPP 2.0.1). */
public record ChargingNeeds(
    @Nullable ACChargingParameters acChargingParameters,
    @Since(OcppVersion.V2_1) @Items(min = 1)
        @Nullable List<EnergyTransferMode> availableEnergyTransfer,
    @Since(OcppVersion.V2_1) @Nullable ControlMode controlMode,
    @Nullable DCChargingParameters dcChargingParameters,
    @Nullable OffsetDateTime departureTime,
    @Since(OcppVersion.V2_1) @Nullable DERChargingParameters derChargingParameters,
    @Since(OcppVersion.V2_1) @Nullable EVEnergyOffer evEnergyOffer,
    @Since(OcppVersion.V2_1) @Nullable MobilityNeedsMode mobilityNeedsMode,
    EnergyTransferMode requestedEnergyTransfer,
    @Since(OcppVersion.V2_1) @Nullable V2XChargingParameters v2xChargingParameters,
    @Nullable CustomData customData) {}
