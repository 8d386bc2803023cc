package io.galvan.central.api.smartcharging;

import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedule;
import io.galvan.ocpp.v16.GetCompositeScheduleResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedule a station works by, as points of a step curve that ends with the time asked for. */
record CompositeSchedule(
    String status,
    @Nullable Integer connectorId,
    @Nullable Instant scheduleStart,
    @Nullable ChargingRateUnitType chargingRateUnit,
    List<Point> points,
    @Nullable Integer evseId) {
  /**
   * From here on the limit holds.
   *
   * @param limit null: a station of 2.1 is told otherwise than by a limit here
   */
  record Point(Instant at, @Nullable BigDecimal limit, @Nullable Integer numberPhases) {}

  /** A period of any version. */
  private record Step(
      int startPeriod, @Nullable BigDecimal limit, @Nullable Integer numberPhases) {}

  /**
   * @param durationS how long the time asked for is
   * @param answeredAt where the schedule starts when the station does not say
   */
  static CompositeSchedule of(
      GetCompositeScheduleResponse response, int durationS, Instant answeredAt) {
    ChargingSchedule schedule = response.chargingSchedule();
    if (schedule == null) {
      return new CompositeSchedule(
          response.status().name(),
          response.connectorId(),
          instant(response.scheduleStart()),
          null,
          List.of(),
          response.connectorId());
    }
    Instant start = instant(response.scheduleStart());
    if (start == null) {
      start = instant(schedule.startSchedule());
    }
    if (start == null) {
      start = answeredAt;
    }
    Integer told = schedule.duration();
    int lengthS = told == null ? durationS : Math.min(told, durationS);
    return new CompositeSchedule(
        response.status().name(),
        response.connectorId(),
        start,
        schedule.chargingRateUnit(),
        points(
            schedule.chargingSchedulePeriod().stream()
                .map(each -> new Step(each.startPeriod(), each.limit(), each.numberPhases()))
                .toList(),
            start,
            lengthS),
        response.connectorId());
  }

  /**
   * Of a station of 2.x.
   *
   * @param durationS how long the time asked for is
   */
  static CompositeSchedule of(
      io.galvan.ocpp.v2.GetCompositeScheduleResponse response, int durationS) {
    var schedule = response.schedule();
    if (schedule == null) {
      return new CompositeSchedule(response.status().name(), null, null, null, List.of(), null);
    }
    Instant start = schedule.scheduleStart().toInstant();
    return new CompositeSchedule(
        response.status().name(),
        null,
        start,
        ChargingRateUnitType.valueOf(schedule.chargingRateUnit().name()),
        points(
            schedule.chargingSchedulePeriod().stream()
                .map(each -> new Step(each.startPeriod(), each.limit(), each.numberPhases()))
                .toList(),
            start,
            Math.min(schedule.duration(), durationS)),
        schedule.evseId());
  }

  private static List<Point> points(List<Step> steps, Instant start, int lengthS) {
    List<Point> points = new ArrayList<>();
    steps.stream()
        .filter(step -> step.startPeriod() < lengthS)
        .sorted(Comparator.comparingInt(Step::startPeriod))
        .forEach(
            period ->
                points.add(
                    new Point(
                        start.plusSeconds(period.startPeriod()),
                        period.limit(),
                        period.numberPhases())));
    if (!points.isEmpty()) {
      Point last = points.get(points.size() - 1);
      points.add(new Point(start.plusSeconds(lengthS), last.limit(), last.numberPhases()));
    }
    return points;
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
