package io.galvan.simulator.quirk;

import java.time.Duration;

/** Runs tasks later, in the time of a station. */
@FunctionalInterface
public interface Timers {
  /** Runs a task once after a time; gives what cancels it. */
  Runnable after(Duration delay, Runnable task);
}
