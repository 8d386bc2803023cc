package io.galvan.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Policy;
import io.galvan.platform.config.PolicySettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultPolicyTest {
  @Test
  void shouldTakeOverAllThatTheSettingsSay() {
    List<String> measurands = List.of("SoC");
    assertThat(
            Policy.of(
                new PolicySettings(
                    true, 60, null, false, null, true, measurands, 0, 900, 0, false)))
        .isEqualTo(
            new Policy(
                true,
                60,
                new OfflinePolicy(null, false, null, true),
                measurands,
                0,
                900,
                0,
                false,
                null));
  }

  @Test
  void shouldSayNothingOfTheTimeWithoutAConnectionWhenTheSettingsDoNot() {
    assertThat(
            Policy.of(
                new PolicySettings(false, 300, null, null, null, null, null, null, null, 30, null)))
        .isEqualTo(new Policy(false, 300, null, null, null, null, 30, null, null));
  }
}
