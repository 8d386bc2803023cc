package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of Authorize (since OCPP 2.0.1). */
public record AuthorizeRequest(
    IdToken idToken,
    @Essential @MaxLength(10000) @Earlier(maxLength = 5500) @Nullable String certificate,
    @Essential @Items(min = 1, max = 4) @Nullable List<OCSPRequestData> iso15118CertificateHashData,
    @Nullable CustomData customData) {}
