package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.MaxLength;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Stream Data Element, part of NotifyPeriodicEventStream (since OCPP 2.1). */
public record StreamDataElement(
    BigDecimal t, @MaxLength(2500) String v, @Nullable CustomData customData) {}
