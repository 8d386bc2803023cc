package io.galvan.simulator.behaviour;

import java.util.List;

/**
 * The power a vehicle takes from a kind of outlet, by its state of charge.
 *
 * @param maxWatt the most the outlet gives
 * @param phases 1 or 3 for alternating current, 0 for direct current
 * @param taperFromPercent the state of charge from which power falls
 * @param floorShare the share of the power that is left just before full
 * @param bidirectional whether the vehicle can give energy back
 * @param points the power at states of charge, rising ones, between which it runs straight; where
 *     there are any, they count instead of the taper
 */
public record PowerCurve(
    double maxWatt,
    int phases,
    double taperFromPercent,
    double floorShare,
    boolean bidirectional,
    List<Point> points) {
  /** The power at a state of charge. */
  public record Point(double socPercent, double watt) {}

  /** AC, three phases, 16 A. */
  public static final PowerCurve AC_11 = new PowerCurve(11_000, 3, 95, 0.3);

  /** AC, three phases, 32 A. */
  public static final PowerCurve AC_22 = new PowerCurve(22_000, 3, 95, 0.3);

  /** DC of 50 kW. */
  public static final PowerCurve DC_50 = new PowerCurve(50_000, 0, 80, 0.12);

  /** DC of 150 kW. */
  public static final PowerCurve DC_150 = new PowerCurve(150_000, 0, 80, 0.06);

  /** DC of 11 kW in both directions. */
  public static final PowerCurve V2X = new PowerCurve(11_000, 0, 95, 0.3, true);

  private static final double MAINS_VOLT = 230;

  /** Checks phases and points. */
  public PowerCurve {
    if (phases != 0 && phases != 1 && phases != 3) {
      throw new IllegalArgumentException("phases: " + phases);
    }
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).socPercent() <= points.get(i - 1).socPercent()) {
        throw new IllegalArgumentException("points must rise: " + points);
      }
    }
  }

  /** By a taper. */
  public PowerCurve(
      double maxWatt,
      int phases,
      double taperFromPercent,
      double floorShare,
      boolean bidirectional) {
    this(maxWatt, phases, taperFromPercent, floorShare, bidirectional, List.of());
  }

  /** By points, of which the highest is the most. */
  public static PowerCurve of(List<Point> points, int phases, boolean bidirectional) {
    double most = points.stream().mapToDouble(Point::watt).max().orElseThrow();
    return new PowerCurve(most, phases, 100, 1, bidirectional, points);
  }

  /** An outlet that only gives. */
  public PowerCurve(double maxWatt, int phases, double taperFromPercent, double floorShare) {
    this(maxWatt, phases, taperFromPercent, floorShare, false);
  }

  /** The power in W that a battery of this state of charge (0 to 100) takes; 0 when it is full. */
  public double watt(double socPercent) {
    if (socPercent >= 100) {
      return 0;
    }
    if (!points.isEmpty()) {
      return between(socPercent);
    }
    if (socPercent <= taperFromPercent) {
      return maxWatt;
    }
    double left = (100 - socPercent) / (100 - taperFromPercent);
    return maxWatt * (floorShare + (1 - floorShare) * left);
  }

  private double between(double socPercent) {
    Point before = points.get(0);
    for (Point point : points) {
      if (socPercent <= point.socPercent()) {
        double span = point.socPercent() - before.socPercent();
        double share = span == 0 ? 0 : (socPercent - before.socPercent()) / span;
        return before.watt() + Math.max(0, share) * (point.watt() - before.watt());
      }
      before = point;
    }
    return before.watt();
  }

  /** Whether this is direct current. */
  public boolean direct() {
    return phases == 0;
  }

  /** The voltage in V at the outlet: of the mains, or of a pack that rises as it fills. */
  public double volt(double socPercent) {
    return direct() ? 340 + 0.6 * socPercent : MAINS_VOLT;
  }

  /** The current in A of each phase, or of the pack, at a power in W. */
  public double ampere(double watt, double socPercent) {
    return watt / (volt(socPercent) * Math.max(1, phases));
  }

  /** The power in W of a current in A on so many phases, at most those of the outlet. */
  public double wattOf(double ampere, int onPhases, double socPercent) {
    int used = direct() ? 1 : Math.min(onPhases, phases);
    return ampere * volt(socPercent) * used;
  }
}
