package io.galvan.platform;

import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What every verticle is given at its construction.
 *
 * @param nodeId of this process, and of no other before or beside it
 */
public record Platform(
    String nodeId, Settings settings, Clock clock, Database database, MeterRegistry meters) {
  private static final int RADIX = 36;
  private static final int DIGITS = 6;

  /** With a new node id. */
  public Platform(Settings settings, Clock clock, Database database, MeterRegistry meters) {
    this(newNodeId(settings.nodeName()), settings, clock, database, meters);
  }

  /**
   * An id that tells this life of a node from its earlier ones, and from another node that was
   * given the same name.
   */
  public static String newNodeId(String nodeName) {
    StringBuilder id = new StringBuilder(nodeName).append('.');
    for (int i = 0; i < DIGITS; i++) {
      id.append(Character.forDigit(ThreadLocalRandom.current().nextInt(RADIX), RADIX));
    }
    return id.toString();
  }
}
