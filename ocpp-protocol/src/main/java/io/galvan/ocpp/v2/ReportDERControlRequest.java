package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.Essential;
import io.galvan.ocpp.shape.Items;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request of ReportDERControl (since OCPP 2.1). */
public record ReportDERControlRequest(
    @Items(min = 1, max = 24) @Nullable List<DERCurveGet> curve,
    @Items(min = 1, max = 24) @Nullable List<EnterServiceGet> enterService,
    @Items(min = 1, max = 24) @Nullable List<FixedPFGet> fixedPFAbsorb,
    @Items(min = 1, max = 24) @Nullable List<FixedPFGet> fixedPFInject,
    @Items(min = 1, max = 24) @Nullable List<FixedVarGet> fixedVar,
    @Items(min = 1, max = 24) @Nullable List<FreqDroopGet> freqDroop,
    @Items(min = 1, max = 24) @Nullable List<GradientGet> gradient,
    @Items(min = 1, max = 24) @Nullable List<LimitMaxDischargeGet> limitMaxDischarge,
    int requestId,
    @Essential @Nullable Boolean tbc,
    @Nullable CustomData customData) {}
