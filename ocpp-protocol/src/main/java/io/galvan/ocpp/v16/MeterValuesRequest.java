package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.DropBroken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries sampled values of a connector, within a transaction or not (OCPP 1.6, section 6). */
public record MeterValuesRequest(
    int connectorId, @Nullable Long transactionId, @DropBroken List<MeterValue> meterValue) {}
