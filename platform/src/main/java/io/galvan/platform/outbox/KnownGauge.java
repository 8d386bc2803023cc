package io.galvan.platform.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A metric that is there only while this node knows its value: what is not known is absent, not 0.
 * For one event loop.
 */
final class KnownGauge {
  private final MeterRegistry meters;
  private final Gauge.Builder<?> builder;
  private final BooleanSupplier known;
  private @Nullable Gauge shown;

  KnownGauge(MeterRegistry meters, Gauge.Builder<?> builder, BooleanSupplier known) {
    this.meters = meters;
    this.builder = builder;
    this.known = known;
  }

  /** Shows the metric or takes it away, as its value is known or not by now. */
  void look() {
    if (known.getAsBoolean()) {
      if (shown == null) {
        shown = builder.register(meters);
      }
    } else if (shown != null) {
      meters.remove(shown);
      shown = null;
    }
  }
}
