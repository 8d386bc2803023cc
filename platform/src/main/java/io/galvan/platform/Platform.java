package io.galvan.platform;

import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What every verticle is given at its construction.
 *
 * @param nodeId of the node that they are part of
 */
public record Platform(
    String nodeId, Settings settings, Clock clock, Database database, MeterRegistry meters) {
  /** With the node's name as its id. */
  public Platform(Settings settings, Clock clock, Database database, MeterRegistry meters) {
    this(settings.nodeName(), settings, clock, database, meters);
  }
}
