package io.galvan.central.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.automation.WantedVariableValues.Wanted;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.policy.Policies.OfflinePolicy;
import io.galvan.contract.policy.Policies.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantedVariableValuesTest {
  private static final VariableName INTERVAL =
      VariableName.of("SampledDataCtrlr", "TxUpdatedInterval");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void shouldNameWhatTheKeysOf16AreIn2() {
    Policy policy =
        new Policy(
            null,
            60,
            new OfflinePolicy(true, false, true, false),
            List.of("SoC", "Voltage"),
            30,
            900,
            null,
            null,
            null);
    assertThat(WantedVariableValues.of(policy))
        .extracting(one -> one.name().component() + "." + one.name().variable() + "=" + one.value())
        .containsExactlyInAnyOrder(
            "AuthCtrlr.LocalAuthorizeOffline=true",
            "AuthCtrlr.LocalPreAuthorize=false",
            "AuthCtrlr.OfflineTxForUnknownIdEnabled=true",
            "TxCtrlr.StopTxOnInvalidId=false",
            "SampledDataCtrlr.TxUpdatedMeasurands=SoC,Voltage",
            "AlignedDataCtrlr.Measurands=SoC,Voltage",
            "SampledDataCtrlr.TxUpdatedInterval=30",
            "AlignedDataCtrlr.Interval=900");
    assertThat(WantedVariableValues.of(Policy.NONE)).isEmpty();
  }

  @Test
  void shouldWantOfAListWhatTheStationKnowsInAnyOrder() {
    Wanted list = new Wanted(INTERVAL, "SoC,Voltage,Frequency", true);
    Wanted fitting = list.within("Voltage,SoC,Current.Import");
    assertThat(fitting).isEqualTo(new Wanted(INTERVAL, "SoC,Voltage", true));
    assertThat(fitting.isMet("Voltage, soc")).isTrue();
    assertThat(fitting.isMet("Voltage")).isFalse();
    assertThat(list.within("Temperature")).isNull();
    assertThat(list.within(null)).isEqualTo(list);
    assertThat(new Wanted(INTERVAL, "30", false).isMet("30")).isTrue();
    assertThat(new Wanted(INTERVAL, "30", false).isMet(null)).isFalse();
  }

  private static Command set(String value, @Nullable String status, @Nullable String errorCode) {
    String name =
        "\"component\":{\"name\":\"SampledDataCtrlr\"},\"variable\":{\"name\":\"TxUpdatedInterval\"}";
    return new Command(
        "c",
        "CP",
        "SetVariables",
        null,
        "{\"setVariableData\":[{\"attributeValue\":\"" + value + "\"," + name + "}]}",
        CommandState.Accepted,
        null,
        status == null
            ? null
            : "{\"setVariableResult\":[{\"attributeStatus\":\"" + status + "\"," + name + "}]}",
        errorCode,
        null,
        "policy",
        null,
        NOW,
        NOW,
        NOW,
        null,
        null);
  }

  @Test
  void shouldKnowWhichValuesAStationRefusedLast() {
    PastVariables past =
        new PastVariables(
            List.of(
                set("1", "Accepted", null),
                set("1", "Rejected", null),
                set("2", "Rejected", null),
                set("3", "RebootRequired", null),
                set("4", null, "InternalError"),
                set("5", null, null)));
    assertThat(past.isRefused(INTERVAL, "1")).isFalse();
    assertThat(past.isRefused(INTERVAL, "2")).isTrue();
    assertThat(past.isRefused(VariableName.of("sampleddatactrlr", "TXUPDATEDINTERVAL"), "2"))
        .isTrue();
    assertThat(past.isRefused(INTERVAL, "3")).isFalse();
    assertThat(past.isRefused(INTERVAL, "4")).isTrue();
    assertThat(past.isRefused(INTERVAL, "5")).isFalse();
  }
}
