package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.EventNotification;
import io.galvan.ocpp.v2.Monitor;
import io.galvan.ocpp.v2.MonitoringCriterion;
import io.galvan.ocpp.v2.PeriodicEventStreamParams;
import io.galvan.ocpp.v2.VariableMonitoring;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One monitor of a variable, and what it saw last. */
final class Watch {
  private static final double PERCENT = 100;

  /** What a look at the variable may find. */
  enum Crossing {
    RAISED,
    CLEARED
  }

  private final int id;
  private final ModelVariable variable;
  private final Monitor type;
  private final BigDecimal value;
  private final int severity;
  private final boolean transaction;
  private final EventNotification origin;
  private final @Nullable PeriodicEventStreamParams stream;
  private String reference = "";
  private boolean raised;
  private Instant next = Instant.MAX;

  Watch(
      int id,
      ModelVariable variable,
      Monitor type,
      BigDecimal value,
      int severity,
      boolean transaction,
      EventNotification origin,
      @Nullable PeriodicEventStreamParams stream) {
    this.id = id;
    this.variable = variable;
    this.type = type;
    this.value = value;
    this.severity = severity;
    this.transaction = transaction;
    this.origin = origin;
    this.stream = stream;
  }

  int id() {
    return id;
  }

  ModelVariable variable() {
    return variable;
  }

  Monitor type() {
    return type;
  }

  int severity() {
    return severity;
  }

  EventNotification origin() {
    return origin;
  }

  /** How its values are streamed; null when they are told as events. */
  @Nullable PeriodicEventStreamParams stream() {
    return stream;
  }

  boolean streamed() {
    return stream != null;
  }

  MonitoringCriterion criterion() {
    return switch (type) {
      case UpperThreshold, LowerThreshold -> MonitoringCriterion.ThresholdMonitoring;
      case Delta, TargetDelta, TargetDeltaRelative -> MonitoringCriterion.DeltaMonitoring;
      case Periodic, PeriodicClockAligned -> MonitoringCriterion.PeriodicMonitoring;
    };
  }

  /** What a report says of it. */
  VariableMonitoring report() {
    return new VariableMonitoring(origin, id, severity, transaction, type, value, null);
  }

  /** From now on. */
  void start(Instant now) {
    reference = variable.value();
    if (criterion() == MonitoringCriterion.PeriodicMonitoring) {
      next = following(now);
    }
  }

  private Instant following(Instant now) {
    long millis = Math.max(1, Math.round(value.doubleValue() * 1_000));
    return type == Monitor.Periodic
        ? now.plusMillis(millis)
        : now.plusMillis(millis - Math.floorMod(now.toEpochMilli(), millis));
  }

  /** Looks at the variable; null when there is nothing to tell. */
  @Nullable Crossing evaluate(Instant now) {
    return switch (criterion()) {
      case ThresholdMonitoring -> threshold();
      case DeltaMonitoring -> delta();
      case PeriodicMonitoring -> {
        if (now.isBefore(next)) {
          yield null;
        }
        next = following(now);
        yield Crossing.RAISED;
      }
    };
  }

  private @Nullable Crossing threshold() {
    double seen = Double.parseDouble(variable.value());
    boolean beyond =
        type == Monitor.UpperThreshold ? seen > value.doubleValue() : seen < value.doubleValue();
    if (beyond == raised) {
      return null;
    }
    raised = beyond;
    return beyond ? Crossing.RAISED : Crossing.CLEARED;
  }

  private @Nullable Crossing delta() {
    String seen = variable.value();
    boolean moved;
    if (variable.numeric() && !reference.isEmpty() && !seen.isEmpty()) {
      double by = Math.abs(Double.parseDouble(seen) - Double.parseDouble(reference));
      double least =
          type == Monitor.TargetDeltaRelative
              ? Math.abs(Double.parseDouble(reference)) * value.doubleValue() / PERCENT
              : value.doubleValue();
      moved = by > 0 && by >= least;
    } else {
      moved = !seen.equals(reference);
    }
    if (!moved) {
      return null;
    }
    reference = seen;
    return Crossing.RAISED;
  }
}
