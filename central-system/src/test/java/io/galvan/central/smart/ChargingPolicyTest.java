package io.galvan.central.smart;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.smart.ChargingPolicy.Rate;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v2.ChargingNeeds;
import io.galvan.ocpp.v2.ChargingRateUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChargingPolicyTest {
  private static @Nullable Rate rate(
      String mode, String more, ChargingPolicy.@Nullable Limit limit) {
    String needs = "{'requestedEnergyTransfer':'%s',%s}".formatted(mode, more);
    return ChargingPolicy.rate(
        Shape.of(ChargingNeeds.class)
            .read(needs.replace('\'', '"'), Reading.STRICT, new ArrayList<>()),
        limit,
        Instant.parse("2026-03-01T12:00:00Z"));
  }

  private static Rate of(
      ChargingRateUnit unit, String limit, @Nullable Integer phases, boolean to) {
    return new Rate(unit, new BigDecimal(limit), phases, to);
  }

  @Test
  void shouldLimitTheCurrentOfEachPhase() {
    String car =
        "'acChargingParameters':{'energyAmount':20000,'evMinCurrent':6,'evMaxCurrent':16,'evMaxVoltage':230}";
    assertThat(rate("AC_three_phase", car, null))
        .isEqualTo(of(ChargingRateUnit.A, "16.0", 3, false));
    assertThat(
            rate(
                "AC_three_phase",
                car,
                new ChargingPolicy.Limit(ChargingRateUnit.W, new BigDecimal(6_900))))
        .isEqualTo(of(ChargingRateUnit.A, "10.0", 3, false));
  }

  @Test
  void shouldLimitThePowerWhereThePhasesAreNotTold() {
    assertThat(rate("AC_BPT", "'v2xChargingParameters':{'maxChargePower':11000}", null))
        .isEqualTo(of(ChargingRateUnit.W, "11000.0", null, false));
    assertThat(
            rate(
                "DC_BPT", "'v2xChargingParameters':{'maxChargeCurrent':32,'maxVoltage':400}", null))
        .isEqualTo(of(ChargingRateUnit.W, "12800.0", null, false));
    assertThat(rate("AC_BPT", "'v2xChargingParameters':{'targetSoC':80}", null)).isNull();
  }

  @Test
  void shouldGiveASetpointUnderDynamicControl() {
    assertThat(
            rate(
                "DC",
                "'controlMode':'DynamicControl','departureTime':'2026-03-01T16:00:00Z','v2xChargingParameters':{'maxChargePower':50000,'evTargetEnergyRequest':11000}",
                null))
        .isEqualTo(of(ChargingRateUnit.W, "3300.0", null, true));
  }
}
