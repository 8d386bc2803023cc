package io.galvan.ocpp.v2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import io.galvan.ocpp.shape.Since;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of Get15118EVCertificate (since OCPP 2.0.1). */
public record Get15118EVCertificateRequest(
    @MaxLength(50) String iso15118SchemaVersion,
    CertificateAction action,
    @MaxLength(11000) @Earlier(maxLength = 5600) String exiRequest,
    @Since(OcppVersion.V2_1) @Range(min = 0) @Nullable Integer maximumContractCertificateChains,
    @Since(OcppVersion.V2_1) @MaxLength(255) @Items(min = 1, max = 8)
        @Nullable List<String> prioritizedEMAIDs,
    @Nullable CustomData customData) {}
