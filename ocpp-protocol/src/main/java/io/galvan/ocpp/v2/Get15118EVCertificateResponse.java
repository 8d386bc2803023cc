package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import org.jspecify.annotations.Nullable;

/** The answer of Get15118EVCertificate (since OCPP 2.0.1). */
public record Get15118EVCertificateResponse(
    Iso15118EVCertificateStatus status,
    @Nullable StatusInfo statusInfo,
    @MaxLength(17000) @Earlier(maxLength = 5600) String exiResponse,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer remainingContracts,
    @Nullable CustomData customData) {}
