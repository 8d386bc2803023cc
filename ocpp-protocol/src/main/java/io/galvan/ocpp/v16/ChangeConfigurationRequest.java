package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;

/** Sets one configuration key (OCPP 1.6, section 6). */
public record ChangeConfigurationRequest(@MaxLength(50) String key, @MaxLength(500) String value) {}
