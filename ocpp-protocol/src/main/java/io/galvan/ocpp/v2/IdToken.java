package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Earlier;
import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Otherwise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Id Token, part of Authorize, BatterySwap, CustomerInformation and others (since OCPP 2.0.1). */
public record IdToken(
    @Essential @Items(min = 1) @Nullable List<AdditionalInfo> additionalInfo,
    @MaxLength(255) @Earlier(maxLength = 36) @KeptLong @Otherwise String idToken,
    @MaxLength(20)
        @Otherwise
        @Earlier(
            texts = {
              "Central",
              "eMAID",
              "ISO14443",
              "ISO15693",
              "KeyCode",
              "Local",
              "MacAddress",
              "NoAuthorization"
            })
        String type,
    @Nullable CustomData customData) {}
