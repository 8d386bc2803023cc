package io.galvan.platform;

import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** What every verticle is given at its construction. */
public record Platform(Settings settings, Clock clock, Database database, MeterRegistry meters) {}
