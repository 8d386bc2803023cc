package io.galvan.ocpp.v2;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** DER Curve Points, part of ReportDERControl, SetDERControl (since OCPP 2.1). */
public record DERCurvePoints(BigDecimal x, BigDecimal y, @Nullable CustomData customData) {}
