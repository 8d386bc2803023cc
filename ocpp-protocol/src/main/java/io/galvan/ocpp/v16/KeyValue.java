package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import org.jspecify.annotations.Nullable;

/** One configuration key with its value, as GetConfiguration reports it (OCPP 1.6, section 7). */
public record KeyValue(
    @MaxLength(50) @Truncatable String key,
    boolean readonly,
    @MaxLength(500) @Truncatable @Nullable String value) {}
