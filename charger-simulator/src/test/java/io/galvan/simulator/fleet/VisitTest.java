package io.galvan.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.station.StationTemplate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VisitTest {
  private static final Instant WEDNESDAY = Instant.parse("2026-07-01T00:00:00Z");
  private static final Instant SATURDAY = Instant.parse("2026-07-04T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static List<Visit> plan(SiteKind site, Instant day, long seed) {
    return Visit.plan(
        site, StationTemplate.AC_22.asModel(), List.of("A", "B"), day, day.plus(DAY), seed);
  }

  private static List<Visit> many(SiteKind site, Instant day) {
    List<Visit> all = new ArrayList<>();
    for (long seed = 0; seed < 500; seed++) {
      all.addAll(plan(site, day, seed));
    }
    return all;
  }

  private static long at(List<Visit> visits, int fromHour, int toHour) {
    return visits.stream()
        .map(visit -> visit.arrival().atOffset(ZoneOffset.UTC).getHour())
        .filter(hour -> hour >= fromHour && hour < toHour)
        .count();
  }

  @ParameterizedTest
  @EnumSource(SiteKind.class)
  void shouldDrawTheSameVisitsFromTheSameSeed(SiteKind site) {
    assertThat(plan(site, WEDNESDAY, 7)).isEqualTo(plan(site, WEDNESDAY, 7));
    assertThat(many(site, WEDNESDAY)).isNotEqualTo(many(site, SATURDAY));
  }

  @ParameterizedTest
  @EnumSource(SiteKind.class)
  void shouldLetOneLeaveBeforeTheNextComesAndAllBeforeTheEnd(SiteKind site) {
    for (long seed = 0; seed < 200; seed++) {
      Instant free = WEDNESDAY;
      for (Visit visit : plan(site, WEDNESDAY, seed)) {
        assertThat(visit.arrival()).isAfterOrEqualTo(free);
        assertThat(visit.end()).isAfter(visit.arrival()).isBefore(WEDNESDAY.plus(DAY));
        free = visit.end();
      }
    }
  }

  @Test
  void shouldComeToWorkInTheMorningAndHomeInTheEvening() {
    List<Visit> work = many(SiteKind.WORKPLACE, WEDNESDAY);
    assertThat(at(work, 6, 10)).isGreaterThan(work.size() / 2);
    List<Visit> home = many(SiteKind.HOME, WEDNESDAY);
    assertThat(at(home, 15, 22)).isGreaterThan(home.size() * 2L / 3);
  }

  @Test
  void shouldHardlyComeToWorkOnASaturday() {
    assertThat(many(SiteKind.WORKPLACE, SATURDAY).size())
        .isLessThan(many(SiteKind.WORKPLACE, WEDNESDAY).size() / 2);
  }
}
