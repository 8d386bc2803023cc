package io.galvan.simulator.station;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connector, or 0 for any of them, kept for one tag. */
record Reservation(
    int id, int connector, String idTag, @Nullable String parentIdTag, Instant expiry) {
  /** Whether a tag, or its parent, may use it. */
  boolean isFor(String tag, @Nullable String parent) {
    return idTag.equalsIgnoreCase(tag)
        || parentIdTag != null && parent != null && parentIdTag.equalsIgnoreCase(parent);
  }
}
