package io.galvan.charger.devicemodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.Attribute;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportState;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.Done;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a report is wanted, and what its parts add to a device model and remove from it. */
class DeviceModelReportsTest extends DeviceModelFixture {
  @Test
  void shouldKeepAReportOfTenThousandVariablesPartByPartWhileOthersAreAnswered() {
    String id = charger();
    asked(id, 1, "FullInventory");
    List<Future<Done>> parts = new ArrayList<>();
    for (int seq = 0; seq < 200; seq++) {
      List<ReportedVariable> part = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        part.add(
            variable(
                new VariableName("Component" + seq, null, seq % 4, 0, "Variable" + i, null),
                "integer",
                String.valueOf(i),
                Mutability.ReadWrite,
                null));
      }
      parts.add(
          bus.request(
              DeviceModels.REPORT, new Report(id, 1, seq, seq < 199, clock.instant(), part)));
      if (seq == 100) {
        // Somebody else's boot does not wait for it.
        String other = charger();
        ask(Chargers.BOOT, booting(other, "V"));
        assertThat(parts.stream().filter(Future::isComplete).count()).isLessThan(200);
      }
    }
    TestPlatform.await(Future.all(parts));
    assertThat(count("select count(*) from device_variable where charger_id = $1", id))
        .isEqualTo(10_000);
    assertThat(model(id)).hasSize(10_000);
    assertThat(progress(id))
        .satisfies(
            report -> {
              assertThat(report.state()).isEqualTo(ReportState.Complete);
              assertThat(report.parts()).isEqualTo(200);
              assertThat(report.items()).isEqualTo(10_000);
              assertThat(report.base()).isEqualTo("FullInventory");
            });
  }

  @Test
  void shouldRemoveWhatACompleteReportDoesNotTellOfAndNothingBefore() {
    String id = charger();
    asked(id, 1, "FullInventory");
    report(id, 1, 0, false, List.of(variable(name("A"), "1"), variable(name("B"), "2")));
    clock.advance(Duration.ofMinutes(1));
    asked(id, 2, "FullInventory");
    report(id, 2, 0, true, List.of(variable(name("b"), "3")));
    assertThat(values(id)).containsOnlyKeys("A", "b");
    report(id, 2, 2, false, List.of());
    assertThat(progress(id))
        .satisfies(
            report -> {
              assertThat(report.state()).isEqualTo(ReportState.Running);
              assertThat(report.missing()).isEqualTo("1");
            });
    clock.advance(Duration.ofMinutes(11));
    assertThat(progress(id).state()).isEqualTo(ReportState.Incomplete);
    assertThat(values(id)).containsOnlyKeys("A", "b");
    report(id, 2, 1, true, List.of(variable(name("C"), "4")));
    assertThat(progress(id).state()).isEqualTo(ReportState.Complete);
    assertThat(values(id)).containsOnlyKeys("b", "C").containsEntry("b", "3");
  }

  @Test
  void shouldKeepWhatIsReadOnlyWhenOnlySettableVariablesWereReported() {
    String id = charger();
    asked(id, 1, "FullInventory");
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(name("Fixed"), "string", "x", Mutability.ReadOnly, null),
            variable(name("Gone"), "1")));
    clock.advance(Duration.ofMinutes(1));
    // The first part may come before the answer to the request has been stored.
    report(id, 2, 0, false, List.of(variable(name("Kept"), "1")));
    assertThat(values(id)).containsOnlyKeys("Fixed", "Gone", "Kept");
    asked(id, 2, "ConfigurationInventory");
    assertThat(values(id)).containsOnlyKeys("Fixed", "Kept");
  }

  @Test
  void shouldTakeOfASummaryOnlyWhatItTells() {
    String id = charger();
    asked(id, 1, "FullInventory");
    report(id, 1, 0, false, List.of(variable(name("A"), "1")));
    clock.advance(Duration.ofMinutes(1));
    asked(id, 2, "SummaryInventory");
    report(id, 2, 0, false, List.of(variable(name("B"), "1")));
    assertThat(values(id)).containsOnlyKeys("A", "B");
  }

  /** As many variables as the standard has (2.0.1 part 2, appendix 3), in parts of 40. */
  @Test
  void shouldHoldAsManyVariablesAsTheStandardHasWithoutTheirSecrets() {
    List<VariableName> names = new ArrayList<>();
    for (int i = 0; names.size() < 435; i++) {
      names.add(new VariableName("Component" + i % 60, null, 0, 0, "Variable" + i, null));
    }
    names.add(new VariableName("SecurityCtrlr", null, 0, 0, "BasicAuthPassword", null));
    names.add(new VariableName("NetworkConfiguration", null, 0, 0, "VpnPassword", null));
    names.add(new VariableName("WebPaymentsCtrlr", null, 0, 0, "SharedSecret", null));
    List<ReportedVariable> all =
        names.stream()
            .map(name -> variable(name, "string", "1", Mutability.ReadWrite, null))
            .toList();
    String id = charger();
    asked(id, 1, "FullInventory");
    for (int from = 0; from < all.size(); from += 40) {
      int to = Math.min(all.size(), from + 40);
      report(id, 1, from / 40, to < all.size(), all.subList(from, to));
    }
    assertThat(model(id)).hasSameSizeAs(all);
    assertThat(model(id))
        .filteredOn(one -> one.attributes().get(0).secret())
        .extracting(one -> one.name().variable())
        .containsExactlyInAnyOrder("BasicAuthPassword", "VpnPassword", "SharedSecret");
    assertThat(model(id))
        .allSatisfy(
            one -> {
              Attribute actual = one.attributes().get(0);
              assertThat(actual.value()).isEqualTo(actual.secret() ? null : "1");
            });
  }

  @Test
  void shouldWantTheInventoryOfAStationWhoseFirmwareIsNewAndNotAgainSoon() {
    String id = charger();
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(ask(DeviceModels.INVENTORY, new ChargerKey(id)).wanted()).isTrue();
    asked(id, 7, "FullInventory");
    var lately = ask(DeviceModels.INVENTORY, new ChargerKey(id));
    assertThat(lately.wanted()).isFalse();
    assertThat(lately.requestId()).isEqualTo(8);
    clock.advance(Duration.ofHours(2));
    assertThat(ask(DeviceModels.INVENTORY, new ChargerKey(id)).wanted()).isTrue();
    report(id, 7, 0, false, List.of(variable(name("A"), "1")));
    assertThat(ask(DeviceModels.INVENTORY, new ChargerKey(id)).wanted()).isFalse();
    ask(
        Chargers.BOOT,
        new Chargers.Boot(id, "V", "M1", null, null, "2.0", null, null, null, null, null));
    assertThat(ask(DeviceModels.INVENTORY, new ChargerKey(id)).wanted()).isTrue();
  }

  @Test
  void shouldRefuseReportsOfStationsThatAreNotStored() {
    assertThatThrownBy(() -> report("NO-SUCH", 1, 0, false, List.of()))
        .hasMessageContaining("NO-SUCH");
    String id = charger();
    assertThatThrownBy(() -> report(id, 1, -1, false, List.of())).hasMessageContaining("seqNo");
  }
}
