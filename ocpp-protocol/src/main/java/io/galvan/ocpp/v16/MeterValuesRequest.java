package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Otherwise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries sampled values of a connector, within a transaction or not (OCPP 1.6, section 6). */
public record MeterValuesRequest(
    @Otherwise(number = 0) int connectorId,
    @Nullable Long transactionId,
    List<MeterValue> meterValue) {}
