package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.MaxLength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for configuration keys; none means all (OCPP 1.6, section 6). */
public record GetConfigurationRequest(@MaxLength(50) @Nullable List<String> key) {
  /** Asks for every key. */
  public static GetConfigurationRequest all() {
    return new GetConfigurationRequest(null);
  }
}
