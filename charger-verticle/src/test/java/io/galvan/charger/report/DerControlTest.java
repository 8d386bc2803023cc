package io.galvan.charger.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.Holdings.Holding;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.ocpp.OcppVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of a station's DER controls (2.1 part 2, R04). */
class DerControlTest extends ChargerFixture {
  private void accepted(String id, String action, String request) {
    String command =
        ask(Commands.OPEN, new OpenCommand(id, action, OcppVersion.V2_1, request, "ada", null))
            .command()
            .id();
    ask(
        Commands.CLOSE,
        new CloseCommand(
            command, CommandState.Accepted, "Accepted", "{\"status\":\"Accepted\"}", null, null));
  }

  /** A station with controls that were set, and more of which only its report tells. */
  private String station() {
    String id = charger();
    accepted(
        id,
        "SetDERControl",
        "{\"isDefault\":true,\"controlId\":\"set-var\",\"controlType\":\"FixedVar\"}");
    accepted(
        id,
        "SetDERControl",
        "{\"isDefault\":false,\"controlId\":\"set-scheduled-var\",\"controlType\":\"FixedVar\"}");
    String report =
        """
        {"requestId":1,
         "curve":[{"id":"volt","curveType":"VoltVar","isDefault":true,"isSuperseded":false,"curve":{}},
                  {"id":"watt","curveType":"VoltWatt","isDefault":true,"isSuperseded":false,"curve":{}}],
         "fixedVar":[{"id":"var","isDefault":true,"isSuperseded":false,"fixedVar":{}},
                     {"id":"scheduled-var","isDefault":false,"isSuperseded":false,"fixedVar":{}}],
         "gradient":[{"id":"gradient","gradient":{}}],
         "enterService":[{"id":"enter","enterService":{}}]}
        """;
    ask(
        StationReports.STORE,
        new StationReport(id, "ReportDERControl", 1, null, clock.instant(), report));
    assertThat(known(id)).hasSize(8);
    return id;
  }

  private List<String> known(String id) {
    return ask(Holdings.LIST, new HoldingQuery(id, HoldingKind.DERControl, null)).items().stream()
        .map(Holding::key)
        .toList();
  }

  @Test
  void shouldForgetThoseOfATypeHoweverTheyAreKnown() {
    String id = station();
    accepted(id, "ClearDERControl", "{\"isDefault\":true,\"controlType\":\"VoltVar\"}");
    assertThat(known(id)).hasSize(7).doesNotContain("volt");
    accepted(id, "ClearDERControl", "{\"isDefault\":true,\"controlType\":\"FixedVar\"}");
    assertThat(known(id))
        .containsExactlyInAnyOrder(
            "watt", "set-scheduled-var", "scheduled-var", "gradient", "enter");
    accepted(id, "ClearDERControl", "{\"isDefault\":true,\"controlType\":\"Gradients\"}");
    assertThat(known(id)).doesNotContain("gradient").contains("enter");
  }

  @Test
  void shouldForgetAllScheduledOnesAndKeepTheDefaults() {
    String id = station();
    accepted(id, "ClearDERControl", "{\"isDefault\":false}");
    assertThat(known(id))
        .containsExactlyInAnyOrder("set-var", "volt", "watt", "var", "gradient", "enter");
    accepted(id, "ClearDERControl", "{\"isDefault\":true}");
    assertThat(known(id)).isEmpty();
  }

  @Test
  void shouldForgetTheOneThatIsNamed() {
    String id = station();
    accepted(id, "ClearDERControl", "{\"isDefault\":true,\"controlId\":\"watt\"}");
    assertThat(known(id)).hasSize(7).doesNotContain("watt");
  }
}
