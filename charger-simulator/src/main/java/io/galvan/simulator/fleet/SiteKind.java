package io.galvan.simulator.fleet;

import io.galvan.simulator.station.StationTemplate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Where stations stand, and when people come there: arrivals an hour at a free connector, by the
 * hour of the day in UTC, on working days and at weekends.
 */
public enum SiteKind {
  /** People come in the morning and stay for the working day. */
  WORKPLACE(
      List.of(StationTemplate.AC_11, StationTemplate.AC_22),
      rates(0, 0, 0, 0, 0, .05, .3, .9, .9, .5, .2, .1, .2, .3, .1, .1, .1, .05, 0, 0, 0, 0, 0, 0),
      rates(0, 0, 0, 0, 0, 0, 0, .02, .05, .05, .05, .05, .05, .05, .02, 0, 0, 0, 0, 0, 0, 0, 0, 0),
      Duration.ofHours(3),
      Duration.ofHours(9)),

  /** People come home in the evening; at the weekend at all hours. */
  HOME(
      List.of(StationTemplate.AC_11, StationTemplate.AC_11, StationTemplate.V2X),
      rates(
          .01, 0, 0, 0, 0, 0, 0, 0, .02, .02, .02, .05, .08, .08, .1, .2, .4, .6, .6, .4, .3, .2,
          .1, .05),
      rates(
          .05, .02, 0, 0, 0, 0, 0, 0, .02, .05, .1, .1, .15, .15, .15, .2, .2, .25, .25, .2, .2, .2,
          .15, .1),
      Duration.ofHours(2),
      Duration.ofHours(11)),

  /** People come all day long and leave when they have enough. */
  PUBLIC(
      List.of(StationTemplate.DC_50, StationTemplate.DC_150, StationTemplate.AC_22),
      rates(
          .1, .05, .05, .05, .1, .2, .4, .6, .7, .6, .6, .7, .8, .7, .6, .7, .9, 1, .9, .7, .5, .4,
          .3, .2),
      rates(
          .1, .1, .05, .05, .05, .1, .2, .3, .5, .8, 1, 1.1, 1.1, 1, 1, 1, 1, .9, .8, .7, .5, .4,
          .3, .2),
      Duration.ofMinutes(20),
      Duration.ofMinutes(90));

  private final List<StationTemplate> templates;
  private final double[] workingDay;
  private final double[] weekend;
  private final Duration shortestStay;
  private final Duration longestStay;

  SiteKind(
      List<StationTemplate> templates,
      double[] workingDay,
      double[] weekend,
      Duration shortestStay,
      Duration longestStay) {
    this.templates = templates;
    this.workingDay = workingDay;
    this.weekend = weekend;
    this.shortestStay = shortestStay;
    this.longestStay = longestStay;
  }

  private static double[] rates(double... arrivals) {
    if (arrivals.length != 24) {
      throw new IllegalArgumentException("a day has 24 hours, not " + arrivals.length);
    }
    return arrivals;
  }

  /** The stations that stand at such a site; they take turns. */
  public List<StationTemplate> templates() {
    return templates;
  }

  /** How many people an hour come to a free connector at a time. */
  public double arrivalsPerHour(Instant at) {
    ZonedDateTime time = at.atZone(ZoneOffset.UTC);
    boolean free =
        time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
    return (free ? weekend : workingDay)[time.getHour()];
  }

  /** How long people stay at least. */
  public Duration shortestStay() {
    return shortestStay;
  }

  /** How long people stay at most. */
  public Duration longestStay() {
    return longestStay;
  }
}
