package io.galvan.charger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Configurations.ConfigurationKey;
import io.galvan.contract.policy.Configurations.ConfigurationReport;
import io.galvan.contract.policy.Configurations.StoredKey;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationTest extends ChargerFixture {
  private void report(
      String id,
      boolean complete,
      List<ConfigurationKey> keys,
      List<String> unknown,
      List<String> reboot) {
    ask(Configurations.STORE, new ConfigurationReport(id, keys, unknown, complete, reboot));
  }

  private List<StoredKey> keys(String id) {
    return ask(Configurations.GET, new ChargerKey(id)).keys();
  }

  private static ConfigurationKey key(String key, String value) {
    return new ConfigurationKey(key, false, value);
  }

  @Test
  void shouldMergeAPartialReportAndForgetWhatACompleteOneDoesNotName() {
    String id = charger();
    assertThat(keys(id)).isEmpty();
    report(id, true, List.of(key("b", "1"), key("A", "2"), key("c", null)), List.of(), List.of());
    report(id, false, List.of(key("B", "3")), List.of("C", "never-heard"), List.of());
    assertThat(keys(id))
        .containsExactly(
            new StoredKey("A", false, "2", false, clock.instant()),
            new StoredKey("B", false, "3", false, clock.instant()));
    report(id, true, List.of(new ConfigurationKey("b", true, "4")), List.of(), List.of());
    assertThat(keys(id)).containsExactly(new StoredKey("b", true, "4", false, clock.instant()));
    assertThat(happenings(settledEventsOf(id), ChargerUpdated.class))
        .filteredOn(updated -> updated.change() == ChargerChange.Configuration)
        .hasSize(3);
  }

  @Test
  void shouldKeepTheLastOfTwoReportsOfAKeyAndStripWhatCannotBeStored() {
    String id = charger();
    report(id, true, List.of(key("K", "1"), key("k", "a\u0000b")), List.of(), List.of());
    assertThat(keys(id))
        .extracting(StoredKey::key, StoredKey::value)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("k", "ab"));
  }

  @Test
  void shouldNeverStoreTheChargersPassword() {
    String id = charger();
    report(
        id,
        true,
        List.of(
            key("authorizationKEY", "top-secret"),
            key("SecurityCtrlr.BasicAuthPassword", "top-secret"),
            key("AuthorizeRemoteTxRequests", "true")),
        List.of(),
        List.of());
    assertThat(keys(id)).extracting(StoredKey::value).containsExactlyInAnyOrder(null, "true", null);
    assertThat(count("select count(*) from configuration where value like '%top-secret%'"))
        .isZero();
  }

  @Test
  void shouldMarkAKeyUntilTheChargerBoots() {
    String id = charger();
    report(id, false, List.of(key("k", "1"), key("other", "1")), List.of(), List.of("K"));
    assertThat(keys(id)).extracting(StoredKey::rebootRequired).containsExactly(true, false);
    report(id, false, List.of(key("k", "1")), List.of(), List.of());
    assertThat(keys(id)).extracting(StoredKey::rebootRequired).containsExactly(true, false);
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(keys(id)).extracting(StoredKey::rebootRequired).containsExactly(false, false);
  }

  @Test
  void shouldAnswerNotFoundForAnUnknownCharger() {
    assertThatThrownBy(() -> keys("nobody"))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
    assertThatThrownBy(() -> report("nobody", true, List.of(key("k", "1")), List.of(), List.of()))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.NOT_FOUND));
  }
}
