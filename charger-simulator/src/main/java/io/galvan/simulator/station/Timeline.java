package io.galvan.simulator.station;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The time a station lives in: its clock and its timers. */
public interface Timeline {
  /** The time of the station's clock, to the millisecond. */
  Instant now();

  /** Runs a task once, a duration of this time from now, on the caller's context. */
  Timer after(Duration delay, Runnable task);

  /** The time as it is written on the wire. */
  default OffsetDateTime timestamp() {
    return now().atOffset(ZoneOffset.UTC);
  }

  /** A task that will run. */
  @FunctionalInterface
  interface Timer {
    /** A timer that is not running. */
    Timer NONE = () -> {};

    /** The task will not run; no effect when it has run. */
    void cancel();
  }

  /**
   * The time of a clock, running faster.
   *
   * @param speed seconds of the station a second of the clock; 1 is real time
   */
  static Timeline of(Vertx vertx, Clock clock, double speed) {
    return of(vertx, clock, speed, clock.instant());
  }

  /**
   * The time of a clock, running faster, and from another moment on.
   *
   * @param first what the time is now
   */
  static Timeline of(Vertx vertx, Clock clock, double speed, Instant first) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed must be above 0: " + speed);
    }
    Instant origin = clock.instant();
    return new Timeline() {
      @Override
      public Instant now() {
        long passed = ChronoUnit.MILLIS.between(origin, clock.instant());
        return first
            .plusMillis(speed == 1 ? passed : Math.round(passed * speed))
            .truncatedTo(ChronoUnit.MILLIS);
      }

      @Override
      public Timer after(Duration delay, Runnable task) {
        // Rounded up: at the end of the wait the time has come, never just before it.
        long real = Math.max(1, (long) Math.ceil(delay.toMillis() / speed));
        long id = vertx.setTimer(real, fired -> task.run());
        return () -> vertx.cancelTimer(id);
      }
    };
  }
}
