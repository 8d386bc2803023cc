package io.galvan.ocpp.v2;

import org.jspecify.annotations.Nullable;

/** The request of GetCertificateStatus (since OCPP 2.0.1). */
public record GetCertificateStatusRequest(
    OCSPRequestData ocspRequestData, @Nullable CustomData customData) {}
