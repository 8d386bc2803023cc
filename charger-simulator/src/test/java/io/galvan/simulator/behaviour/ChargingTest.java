package io.galvan.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChargingTest {
  @Test
  void shouldChargeAtFullPowerBelowTheTaper() {
    Battery battery = new Battery(60_000, 20);
    double taken = battery.charge(PowerCurve.AC_22, Double.POSITIVE_INFINITY, Duration.ofHours(1));
    assertThat(taken).isCloseTo(22_000, within(1.0));
    assertThat(battery.socPercent()).isCloseTo(20 + 22_000 / 600.0, within(0.01));
  }

  @Test
  void shouldTaperAbove80PercentOnDirectCurrent() {
    assertThat(PowerCurve.DC_150.watt(80)).isEqualTo(150_000);
    assertThat(PowerCurve.DC_150.watt(90)).isBetween(60_000.0, 90_000.0);
    assertThat(PowerCurve.DC_150.watt(99)).isBetween(9_000.0, 20_000.0);
    assertThat(PowerCurve.DC_150.watt(100)).isZero();
  }

  @Test
  void shouldObeyALimitAndNeverOverfill() {
    Battery battery = new Battery(10_000, 50);
    assertThat(battery.charge(PowerCurve.AC_11, 4_000, Duration.ofMinutes(30)))
        .isCloseTo(2_000, within(1.0));
    battery.charge(PowerCurve.AC_11, Double.POSITIVE_INFINITY, Duration.ofHours(10));
    assertThat(battery.full()).isTrue();
    assertThat(battery.socPercent()).isEqualTo(100);
  }

  @Test
  void shouldKnowTheCurrentOfEachPhase() {
    assertThat(PowerCurve.AC_11.ampere(11_040, 50)).isCloseTo(16, within(0.001));
    assertThat(PowerCurve.AC_11.wattOf(16, 3, 50)).isCloseTo(11_040, within(0.001));
    assertThat(PowerCurve.DC_50.ampere(50_000, 50)).isBetween(120.0, 140.0);
  }

  @Test
  void shouldFollowItsPoints() {
    PowerCurve curve =
        PowerCurve.of(
            List.of(new PowerCurve.Point(20, 40_000), new PowerCurve.Point(60, 80_000)), 0, false);
    assertThat(curve.maxWatt()).isEqualTo(80_000);
    assertThat(curve.watt(0)).isEqualTo(40_000);
    assertThat(curve.watt(40)).isEqualTo(60_000);
    assertThat(curve.watt(61)).isEqualTo(80_000);
    assertThat(curve.watt(100)).isZero();
  }
}
