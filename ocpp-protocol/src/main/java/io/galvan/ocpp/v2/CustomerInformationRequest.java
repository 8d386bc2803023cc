package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import org.jspecify.annotations.Nullable;

/** The request of CustomerInformation (since OCPP 2.0.1). */
public record CustomerInformationRequest(
    @Nullable CertificateHashData customerCertificate,
    @Nullable IdToken idToken,
    @Range(min = 0) @Earlier(unbounded = true) int requestId,
    boolean report,
    boolean clear,
    @MaxLength(64) @Nullable String customerIdentifier,
    @Nullable CustomData customData) {}
