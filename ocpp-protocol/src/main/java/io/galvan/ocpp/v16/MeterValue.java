package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Otherwise;
import java.time.OffsetDateTime;
import java.util.List;

/** The values sampled at one point in time (OCPP 1.6, section 7). */
public record MeterValue(@Otherwise OffsetDateTime timestamp, List<SampledValue> sampledValue) {}
