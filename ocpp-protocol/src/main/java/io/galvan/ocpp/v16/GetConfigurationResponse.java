package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that are known and those that are not (OCPP 1.6, section 6). */
public record GetConfigurationResponse(
    @Nullable List<KeyValue> configurationKey,
    @MaxLength(50) @Truncatable @Nullable List<String> unknownKey) {}
