package io.galvan.central.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.automation.WantedKeys.Wanted;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WantedKeysTest {
  private static Policy measuring(String... measurands) {
    return new Policy(null, null, null, List.of(measurands), null, null, null, null, null);
  }

  @Test
  void shouldNameTheKeysOfWhatThePolicySaysOnly() {
    assertThat(WantedKeys.of(Policy.NONE, Map.of())).isEmpty();
    assertThat(
            WantedKeys.of(
                new Policy(
                    true,
                    60,
                    new OfflinePolicy(true, null, false, true),
                    null,
                    0,
                    900,
                    30,
                    null,
                    null),
                Map.of()))
        .containsExactly(
            new Wanted("LocalAuthorizeOffline", List.of("true")),
            new Wanted("AllowOfflineTxForUnknownId", List.of("false")),
            new Wanted("StopTransactionOnInvalidId", List.of("true")),
            new Wanted("MeterValueSampleInterval", List.of("0")),
            new Wanted("ClockAlignedDataInterval", List.of("900")));
  }

  @Test
  void shouldShortenMeasurandsFromTheEndAFewTimes() {
    assertThat(WantedKeys.of(measuring("A", "B", "C", "D", "E", "F"), Map.of()).get(0))
        .isEqualTo(
            new Wanted(
                "MeterValuesSampledData", List.of("A,B,C,D,E,F", "A,B,C,D,E", "A,B,C,D", "A,B,C")));
    assertThat(WantedKeys.of(measuring("A"), Map.of()).get(1))
        .isEqualTo(new Wanted("MeterValuesAlignedData", List.of("A")));
  }

  @Test
  void shouldAskForNoMoreMeasurandsThanTheStationSaysItCan() {
    StoredKey limit =
        new StoredKey("MeterValuesSampledDataMaxLength", true, "2", false, Instant.EPOCH);
    List<Wanted> wanted =
        WantedKeys.of(measuring("A", "B", "C"), Map.of("metervaluessampleddatamaxlength", limit));
    assertThat(wanted.get(0).values()).containsExactly("A,B", "A");
    assertThat(wanted.get(1).values()).containsExactly("A,B,C", "A,B", "A");
  }

  @Test
  void shouldHoldSpellingsOfOneValueForTheSame() {
    assertThat(WantedKeys.same("A, b ,C", "A,B,C")).isTrue();
    assertThat(WantedKeys.same("TRUE", "true")).isTrue();
    assertThat(WantedKeys.same("A,B", "A,B,C")).isFalse();
    assertThat(WantedKeys.same(null, "A")).isFalse();
  }
}
