package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Range;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The request of ReserveNow (since OCPP 2.0.1). */
public record ReserveNowRequest(
    @Range(min = 0) @Earlier(unbounded = true) int id,
    OffsetDateTime expiryDateTime,
    @MaxLength(20)
        @Earlier(
            texts = {
              "cCCS1",
              "cCCS2",
              "cG105",
              "cTesla",
              "cType1",
              "cType2",
              "s309-1P-16A",
              "s309-1P-32A",
              "s309-3P-16A",
              "s309-3P-32A",
              "sBS1361",
              "sCEE-7-7",
              "sType2",
              "sType3",
              "Other1PhMax16A",
              "Other1PhOver16A",
              "Other3Ph",
              "Pan",
              "wInductive",
              "wResonant",
              "Undetermined",
              "Unknown"
            })
        @Nullable String connectorType,
    IdToken idToken,
    @Range(min = 0) @Earlier(unbounded = true) @Nullable Integer evseId,
    @Nullable IdToken groupIdToken,
    @Nullable CustomData customData) {}
