package io.galvan.charger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.ChargerKey;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.Commands.CloseCommand;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandSent;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.Commands.OpenCommand;
import io.galvan.platform.contract.DeviceModels;
import io.galvan.platform.contract.DeviceModels.Attribute;
import io.galvan.platform.contract.DeviceModels.AttributeType;
import io.galvan.platform.contract.DeviceModels.Characteristics;
import io.galvan.platform.contract.DeviceModels.FleetQuery;
import io.galvan.platform.contract.DeviceModels.Mutability;
import io.galvan.platform.contract.DeviceModels.NewValue;
import io.galvan.platform.contract.DeviceModels.PlanRead;
import io.galvan.platform.contract.DeviceModels.PlanWrite;
import io.galvan.platform.contract.DeviceModels.Report;
import io.galvan.platform.contract.DeviceModels.ReportProgress;
import io.galvan.platform.contract.DeviceModels.ReportState;
import io.galvan.platform.contract.DeviceModels.ReportedAttribute;
import io.galvan.platform.contract.DeviceModels.ReportedVariable;
import io.galvan.platform.contract.DeviceModels.ValueCount;
import io.galvan.platform.contract.DeviceModels.Variable;
import io.galvan.platform.contract.DeviceModels.VariableName;
import io.galvan.platform.contract.DeviceModels.VariableQuery;
import io.galvan.platform.contract.DeviceModels.Wish;
import io.galvan.platform.contract.Done;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceModelTest extends ChargerFixture {
  static ReportedVariable variable(VariableName name, String value) {
    return variable(name, "string", value, Mutability.ReadWrite, null);
  }

  static ReportedVariable variable(
      VariableName name,
      String dataType,
      @Nullable String value,
      Mutability mutability,
      @Nullable String valuesList) {
    return new ReportedVariable(
        name,
        List.of(new ReportedAttribute(AttributeType.Actual, value, mutability, true, false)),
        new Characteristics(dataType, null, null, null, null, valuesList, true));
  }

  void report(String id, int requestId, int seqNo, boolean more, List<ReportedVariable> part) {
    ask(DeviceModels.REPORT, new Report(id, requestId, seqNo, more, clock.instant(), part));
  }

  /** A command that the station answered. */
  Command answered(String id, String action, String request, String response) {
    Command command =
        ask(Commands.OPEN, new OpenCommand(id, action, OcppVersion.V2_0_1, request, null, null))
            .command();
    ask(Commands.SENT, new CommandSent(command.id(), clock.instant()));
    String status = new JsonObject(response).getString("status");
    return ask(
        Commands.CLOSE,
        new CloseCommand(command.id(), CommandState.Accepted, status, response, null, null));
  }

  void asked(String id, int requestId, String base) {
    answered(
        id,
        "GetBaseReport",
        "{\"requestId\":" + requestId + ",\"reportBase\":\"" + base + "\"}",
        "{\"status\":\"Accepted\"}");
  }

  List<Variable> model(String id) {
    List<Variable> all = new ArrayList<>();
    String cursor = null;
    do {
      var page =
          ask(DeviceModels.VARIABLES, new VariableQuery(id, null, null, null, null, 500, cursor));
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  Map<String, @Nullable String> values(String id) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    model(id).forEach(one -> values.put(one.name().variable(), one.attributes().get(0).value()));
    return values;
  }

  ReportProgress progress(String id) {
    return ask(DeviceModels.REPORTS, new ChargerKey(id)).items().get(0);
  }

  private static VariableName name(String variable) {
    return VariableName.of("OCPPCommCtrlr", variable);
  }

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

  @Test
  void shouldHoldTheWholeModelOfTheStandard() throws IOException {
    Path table = Path.of("../../shared/ocpp/appendices/2.1/dm_components_vars.csv");
    Assumptions.assumeTrue(Files.exists(table), "the standard's table is not at hand");
    Map<VariableName, ReportedVariable> model = new LinkedHashMap<>();
    for (String line : Files.readAllLines(table).subList(1, 439)) {
      String[] cells = line.split(";", -1);
      VariableName name =
          new VariableName(cells[0], null, 0, 0, cells[1], cells[2].isEmpty() ? null : cells[2]);
      model.put(
          io.galvan.platform.contract.VariableNames.key(name),
          variable(name, cells[4], "1", Mutability.ReadWrite, null));
    }
    String id = charger();
    asked(id, 1, "FullInventory");
    List<ReportedVariable> all = List.copyOf(model.values());
    for (int from = 0; from < all.size(); from += 40) {
      int to = Math.min(all.size(), from + 40);
      report(id, 1, from / 40, to < all.size(), all.subList(from, to));
    }
    assertThat(model(id)).hasSameSizeAs(all);
    assertThat(model(id))
        .filteredOn(one -> one.attributes().get(0).secret())
        .extracting(one -> one.name().variable())
        .contains("BasicAuthPassword", "VpnPassword", "SharedSecret");
    assertThat(model(id))
        .allSatisfy(
            one -> {
              Attribute actual = one.attributes().get(0);
              assertThat(actual.value()).isEqualTo(actual.secret() ? null : "1");
            });
  }

  @Test
  void shouldKeepWhatTheStationAnswersWhenItIsReadAndSet() {
    String id = charger();
    answered(
        id,
        "GetVariables",
        "{\"getVariableData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"V\"}}]}",
        """
        {"getVariableResult":[
          {"attributeStatus":"Accepted","attributeValue":"5","component":{"name":"C"},"variable":{"name":"V"}},
          {"attributeStatus":"Accepted","attributeValue":"7","component":{"name":"C"},"variable":{"name":"W"}}]}
        """);
    assertThat(values(id)).isEqualTo(Map.of("V", "5", "W", "7"));
    answered(
        id,
        "SetVariables",
        """
        {"setVariableData":[
          {"attributeValue":"6","component":{"name":"c"},"variable":{"name":"v"}},
          {"attributeValue":"8","component":{"name":"C"},"variable":{"name":"W"}},
          {"attributeValue":"9","component":{"name":"C"},"variable":{"name":"X"}}]}
        """,
        """
        {"setVariableResult":[
          {"attributeStatus":"RebootRequired","component":{"name":"C"},"variable":{"name":"V"}},
          {"attributeStatus":"Rejected","component":{"name":"C"},"variable":{"name":"W"}},
          {"attributeStatus":"UnknownVariable","component":{"name":"C"},"variable":{"name":"X"}}]}
        """);
    assertThat(values(id)).isEqualTo(Map.of("V", "6", "W", "7"));
    assertThat(model(id).get(0).attributes().get(0).rebootRequired()).isTrue();
    ask(Chargers.BOOT, booting(id, "V"));
    assertThat(model(id).get(0).attributes().get(0).rebootRequired()).isFalse();
    answered(
        id,
        "GetVariables",
        "{\"getVariableData\":[{\"component\":{\"name\":\"C\"},\"variable\":{\"name\":\"W\"}}]}",
        """
        {"getVariableResult":[
          {"attributeStatus":"UnknownVariable","component":{"name":"C"},"variable":{"name":"W"}}]}
        """);
    assertThat(values(id)).containsOnlyKeys("V");
  }

  @Test
  void shouldNeverKeepASecret() {
    String id = charger();
    VariableName password = VariableName.of("SecurityCtrlr", "BasicAuthPassword");
    VariableName pin = VariableName.of("Door", "Code");
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(password, "string", "told-in-clear-001", Mutability.ReadWrite, null),
            variable(pin, "string", null, Mutability.WriteOnly, null)));
    answered(
        id,
        "SetVariables",
        """
        {"setVariableData":[
          {"attributeValue":"told-in-clear-002","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}},
          {"attributeValue":"told-in-clear-003","component":{"name":"Door"},"variable":{"name":"Code"}}]}
        """,
        """
        {"setVariableResult":[
          {"attributeStatus":"Accepted","component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"}},
          {"attributeStatus":"Accepted","component":{"name":"Door"},"variable":{"name":"Code"}}]}
        """);
    assertThat(model(id))
        .hasSize(2)
        .allSatisfy(
            one -> {
              assertThat(one.attributes().get(0).value()).isNull();
              assertThat(one.attributes().get(0).secret()).isTrue();
            });
  }

  /** TC_B_08. */
  @Test
  void shouldSplitAWishByWhatTheStationTakesAtOnce() {
    String id = charger();
    List<Wish> wishes =
        List.of(
            new Wish(name("A"), null),
            new Wish(name("B"), null),
            new Wish(name("C"), AttributeType.Target),
            new Wish(new VariableName("Connector", "x", 1, 2, "D", "y"), null),
            new Wish(name("E"), null));
    var unknown = ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes));
    assertThat(unknown.limits())
        .extracting(wish -> wish.name().variable() + wish.name().variableInstance())
        .containsExactly("ItemsPerMessageGetVariables", "BytesPerMessageGetVariables");
    assertThat(ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes.subList(0, 2))).limits())
        .isEmpty();
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(VariableName.of("DeviceDataCtrlr", "ItemsPerMessage", "GetVariables"), "4")));
    var plan = ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes));
    assertThat(plan.limits()).isEmpty();
    assertThat(plan.payloads())
        .extracting(payload -> new JsonObject(payload).getJsonArray("getVariableData").size())
        .containsExactly(4, 1);
    assertThat(new JsonObject(plan.payloads().get(0)).getJsonArray("getVariableData").encode())
        .contains(
            "{\"component\":{\"evse\":{\"connectorId\":2,\"id\":1},\"instance\":\"x\",\"name\":\"Connector\"},\"variable\":{\"instance\":\"y\",\"name\":\"D\"}}",
            "\"attributeType\":\"Target\"");
    report(
        id,
        2,
        0,
        false,
        List.of(
            variable(
                VariableName.of("DeviceDataCtrlr", "BytesPerMessage", "GetVariables"), "300")));
    assertThat(ask(DeviceModels.PLAN_READ, new PlanRead(id, wishes)).payloads())
        .hasSizeGreaterThan(2)
        .allSatisfy(payload -> assertThat(payload.length()).isLessThan(300));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boolean|true|maybe",
        "integer|-12|1.5",
        "decimal|1.5|1e",
        "dateTime|2026-01-01T00:00:00Z|yesterday",
        "OptionList|b|d",
        "MemberList|a,c|a,a",
        "SequenceList|a,a|a,x"
      })
  void shouldHoldANewValueAgainstTheCharacteristics(String type, String good, String bad) {
    String id = charger();
    boolean list = type.endsWith("List");
    report(
        id,
        1,
        0,
        false,
        List.of(variable(name("V"), type, null, Mutability.ReadWrite, list ? "a,b,c" : null)));
    assertThat(write(id, "V", good).payloads()).hasSize(1);
    assertThatThrownBy(() -> write(id, "V", bad))
        .isInstanceOfSatisfying(
            GalvanException.class,
            fault -> assertThat(fault.field()).isEqualTo("/variables/0/value"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9", "21"})
  void shouldRefuseAValueOutOfBoundsOrThatCannotBeSet(String value) {
    String id = charger();
    Characteristics bounded =
        new Characteristics(
            "integer", "s", BigDecimal.TEN, BigDecimal.valueOf(20), null, null, false);
    report(
        id,
        1,
        0,
        false,
        List.of(
            new ReportedVariable(
                name("V"),
                List.of(new ReportedAttribute(AttributeType.Actual, "10", null, true, false)),
                bounded),
            variable(name("R"), "string", "x", Mutability.ReadOnly, null)));
    assertThat(write(id, "v", "20").payloads()).hasSize(1);
    assertThatThrownBy(() -> write(id, "v", value)).hasMessageContaining("must be");
    assertThatThrownBy(() -> write(id, "R", value)).hasMessageContaining("R");
  }

  private DeviceModels.Plan write(String id, String variable, String value) {
    return ask(
        DeviceModels.PLAN_WRITE,
        new PlanWrite(id, null, List.of(new NewValue(name(variable), null, value))));
  }

  @Test
  void shouldFindVariablesByTheirNamesAndValuesInPages() {
    String id = charger();
    report(
        id,
        1,
        0,
        false,
        List.of(
            variable(new VariableName("EVSE", null, 1, 0, "AvailabilityState", null), "Available"),
            variable(new VariableName("EVSE", null, 2, 0, "AvailabilityState", null), "Faulted"),
            variable(new VariableName("Connector", null, 2, 1, "Enabled", null), "100%")));
    assertThat(find(id, new VariableQuery(id, "evse", null, null, null, 1, null))).hasSize(2);
    assertThat(find(id, new VariableQuery(id, null, "availabilitystate", 2, null, 10, null)))
        .hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "fault", 10, null))).hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "0%", 10, null))).hasSize(1);
    assertThat(find(id, new VariableQuery(id, null, null, null, "1%", 10, null))).isEmpty();
  }

  private List<Variable> find(String id, VariableQuery query) {
    List<Variable> found = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      var page =
          ask(
              DeviceModels.VARIABLES,
              new VariableQuery(
                  id,
                  query.component(),
                  query.variable(),
                  query.evseId(),
                  query.search(),
                  query.limit(),
                  cursor));
      found.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return found;
  }

  @Test
  void shouldCountTheValuesOfAVariableAcrossTheFleet() {
    VariableName name = VariableName.of("FleetCtrlr", "Colour");
    List<String> ids = List.of(charger(), charger(), charger());
    report(ids.get(0), 1, 0, false, List.of(variable(name, "red")));
    report(ids.get(1), 1, 0, false, List.of(variable(name, "blue")));
    report(ids.get(2), 1, 0, false, List.of(variable(name, "red")));
    var first =
        ask(DeviceModels.FLEET, new FleetQuery("fleetctrlr", "colour", null, null, 2, null));
    assertThat(first.values())
        .containsExactly(new ValueCount("red", 2, 2), new ValueCount("blue", 1, 1));
    assertThat(first.items()).hasSize(2);
    var second =
        ask(
            DeviceModels.FLEET,
            new FleetQuery("fleetctrlr", "colour", null, null, 2, first.next()));
    assertThat(second.items()).hasSize(1);
    assertThat(second.next()).isNull();
    assertThat(
            ask(DeviceModels.FLEET, new FleetQuery("FleetCtrlr", "Colour", null, "blue", 9, null))
                .items())
        .extracting(DeviceModels.FleetVariable::chargerId)
        .containsExactly(ids.get(1));
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
