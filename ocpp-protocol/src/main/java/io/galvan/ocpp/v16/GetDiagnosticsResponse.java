package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Truncatable;
import org.jspecify.annotations.Nullable;

/** The name of the file that will be uploaded (OCPP 1.6, section 6). */
public record GetDiagnosticsResponse(@MaxLength(255) @Truncatable @Nullable String fileName) {}
