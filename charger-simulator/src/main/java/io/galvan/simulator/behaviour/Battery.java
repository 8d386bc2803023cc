package io.galvan.simulator.behaviour;

import java.time.Duration;

/** A vehicle's battery. Charged by one thread, read by any. */
public final class Battery {
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double STEP_SECONDS = 1;
  private static final double KEPT_SHARE = 0.1;

  private final double capacityWh;
  private volatile double energyWh;

  /**
   * @param capacityWh energy when full
   * @param socPercent state of charge, 0 to 100
   */
  public Battery(double capacityWh, double socPercent) {
    if (capacityWh <= 0 || socPercent < 0 || socPercent > 100) {
      throw new IllegalArgumentException(capacityWh + " Wh at " + socPercent + " %");
    }
    this.capacityWh = capacityWh;
    this.energyWh = capacityWh * socPercent / 100;
  }

  /** The state of charge, 0 to 100. */
  public double socPercent() {
    return 100 * energyWh / capacityWh;
  }

  /** Whether it takes no more. */
  public boolean full() {
    return energyWh >= capacityWh;
  }

  /**
   * Charges for a time, second by second, since power depends on the state of charge.
   *
   * @param limitWatt the most that is offered
   * @return the energy taken, in Wh
   */
  public double charge(PowerCurve curve, double limitWatt, Duration time) {
    double before = energyWh;
    double left = time.toMillis() / 1_000.0;
    while (left > 0 && !full()) {
      double step = Math.min(STEP_SECONDS, left);
      double watt = Math.min(limitWatt, curve.watt(socPercent()));
      energyWh = Math.min(capacityWh, energyWh + watt * step / SECONDS_PER_HOUR);
      left -= step;
    }
    return energyWh - before;
  }

  /**
   * Gives energy back for a time; at most until a tenth is left, which a driver keeps to drive.
   *
   * @return the energy given, in Wh
   */
  public double discharge(double watt, Duration time) {
    double spare = Math.max(0, energyWh - capacityWh * KEPT_SHARE);
    double given = Math.min(spare, watt * time.toMillis() / 1_000.0 / SECONDS_PER_HOUR);
    energyWh -= given;
    return given;
  }

  /** The energy it holds when full, in Wh. */
  public double capacityWh() {
    return capacityWh;
  }

  /** Whether it has no more to give. */
  public boolean spent() {
    return energyWh <= capacityWh * KEPT_SHARE;
  }
}
