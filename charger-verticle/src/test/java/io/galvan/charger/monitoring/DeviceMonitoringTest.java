package io.galvan.charger.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.devicemodel.DeviceModelFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.TakeWaiting;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.AttributeType;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.EventQuery;
import io.galvan.contract.devicemodel.DeviceModels.Events;
import io.galvan.contract.devicemodel.DeviceModels.Monitor;
import io.galvan.contract.devicemodel.DeviceModels.MonitorKind;
import io.galvan.contract.devicemodel.DeviceModels.MonitoringReport;
import io.galvan.contract.devicemodel.DeviceModels.Mutability;
import io.galvan.contract.devicemodel.DeviceModels.PlanClear;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.StoredEvent;
import io.galvan.contract.devicemodel.DeviceModels.StoredMonitor;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.policy.WantedVariables;
import io.galvan.contract.policy.WantedVariables.Difference;
import io.galvan.contract.policy.WantedVariables.Drift;
import io.galvan.contract.policy.WantedVariables.DriftQuery;
import io.galvan.contract.policy.WantedVariables.EditSet;
import io.galvan.contract.policy.WantedVariables.Repair;
import io.galvan.contract.policy.WantedVariables.SetData;
import io.galvan.contract.policy.WantedVariables.SetKey;
import io.galvan.contract.policy.WantedVariables.SetQuery;
import io.galvan.contract.policy.WantedVariables.WantedSet;
import io.galvan.contract.policy.WantedVariables.WantedVariable;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What watches variables, what is told of them, and what they should be. */
class DeviceMonitoringTest extends DeviceModelFixture {
  private static final VariableName POWER = VariableName.of("ChargingStation", "Power");

  private static Monitor monitor(int id, @Nullable MonitorKind kind) {
    return new Monitor(id, POWER, "UpperThreshold", new BigDecimal("11000.5"), 3, true, kind);
  }

  private void monitors(String id, int requestId, Monitor... monitors) {
    ask(
        DeviceModels.MONITORING_REPORT,
        new MonitoringReport(id, requestId, 0, false, clock.instant(), List.of(monitors)));
  }

  private List<Integer> ids(String id) {
    return ask(DeviceModels.MONITORS, new ChargerKey(id)).items().stream()
        .map(one -> one.monitor().id())
        .toList();
  }

  /** TC_N_47. */
  @Test
  void shouldKeepTheMonitorsOfAReportAndForgetThoseThatAFullOneDoesNotTellOf() {
    String id = charger();
    monitors(id, 1, monitor(1, MonitorKind.HardWiredMonitor), monitor(2, null));
    assertThat(ask(DeviceModels.MONITORS, new ChargerKey(id)).items())
        .extracting(StoredMonitor::monitor)
        .containsExactly(monitor(1, MonitorKind.HardWiredMonitor), monitor(2, null));
    clock.advance(Duration.ofMinutes(1));
    answered(
        id,
        "GetMonitoringReport",
        "{\"requestId\":2,\"monitoringCriteria\":[\"DeltaMonitoring\"]}",
        "{\"status\":\"Accepted\"}");
    monitors(id, 2, monitor(3, null));
    assertThat(ids(id)).containsExactly(1, 2, 3);
    clock.advance(Duration.ofMinutes(1));
    answered(id, "GetMonitoringReport", "{\"requestId\":3}", "{\"status\":\"Accepted\"}");
    monitors(id, 3, monitor(1, null));
    assertThat(ids(id)).containsExactly(1);
    assertThat(ask(DeviceModels.MONITORS, new ChargerKey(id)).items().get(0).monitor().kind())
        .isEqualTo(MonitorKind.HardWiredMonitor);
  }

  /** TC_N_08, TC_N_09, TC_N_44, TC_N_05, TC_N_16. */
  @Test
  void shouldFollowWhatTheStationAnswersOfItsMonitors() {
    String id = charger();
    answered(
        id,
        "SetVariableMonitoring",
        """
        {"setMonitoringData":[
          {"value":1,"type":"Delta","severity":8,"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}},
          {"value":1,"type":"Delta","severity":8,"component":{"name":"ChargingStation"},"variable":{"name":"AvailabilityState"}},
          {"value":5,"type":"Periodic","severity":9,"component":{"name":"X"},"variable":{"name":"Y"}}]}
        """,
        """
        {"setMonitoringResult":[
          {"id":12,"status":"Accepted","type":"Delta","severity":8,"component":{"name":"ChargingStation"},"variable":{"name":"AvailabilityState"}},
          {"id":11,"status":"Accepted","type":"Delta","severity":8,"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"AvailabilityState"}},
          {"status":"UnknownComponent","type":"Periodic","severity":9,"component":{"name":"X"},"variable":{"name":"Y"}}]}
        """);
    assertThat(ask(DeviceModels.MONITORS, new ChargerKey(id)).items())
        .extracting(StoredMonitor::monitor)
        .extracting(Monitor::id, one -> one.name().component(), Monitor::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(11, "EVSE", MonitorKind.CustomMonitor),
            org.assertj.core.groups.Tuple.tuple(12, "ChargingStation", MonitorKind.CustomMonitor));
    monitors(id, 1, monitor(1, MonitorKind.PreconfiguredMonitor));
    answered(
        id,
        "ClearVariableMonitoring",
        "{\"id\":[11,12]}",
        "{\"clearMonitoringResult\":[{\"id\":11,\"status\":\"Accepted\"},{\"id\":12,\"status\":\"Rejected\"}]}");
    assertThat(ids(id)).containsExactly(1, 12);
    answered(id, "SetMonitoringLevel", "{\"severity\":4}", "{\"status\":\"Accepted\"}");
    answered(
        id,
        "SetMonitoringBase",
        "{\"monitoringBase\":\"FactoryDefault\"}",
        "{\"status\":\"Accepted\"}");
    var monitors = ask(DeviceModels.MONITORS, new ChargerKey(id));
    assertThat(ids(id)).containsExactly(1);
    assertThat(monitors.base()).isEqualTo("FactoryDefault");
    assertThat(monitors.level()).isEqualTo(4);
    answered(
        id,
        "SetMonitoringBase",
        "{\"monitoringBase\":\"HardWiredOnly\"}",
        "{\"status\":\"Accepted\"}");
    assertThat(ids(id)).isEmpty();
  }

  /** TC_N_18. */
  @Test
  void shouldClearNoMoreMonitorsAtOnceThanTheStationTakes() {
    String id = charger();
    answered(
        id,
        "GetVariables",
        "{\"getVariableData\":[{\"component\":{\"name\":\"MonitoringCtrlr\"},\"variable\":{\"name\":\"ItemsPerMessage\",\"instance\":\"ClearVariableMonitoring\"}}]}",
        "{\"getVariableResult\":[{\"attributeStatus\":\"Accepted\",\"attributeValue\":\"2\",\"component\":{\"name\":\"MonitoringCtrlr\"},\"variable\":{\"name\":\"ItemsPerMessage\",\"instance\":\"ClearVariableMonitoring\"}}]}");
    var plan = ask(DeviceModels.PLAN_CLEAR, new PlanClear(id, List.of(1, 2, 3)));
    assertThat(plan.limits()).isEmpty();
    assertThat(plan.payloads()).containsExactly("{\"id\":[1,2]}", "{\"id\":[3]}");
  }

  private DeviceEvent event(int eventId, String value, boolean cleared) {
    return new DeviceEvent(
        eventId,
        clock.instant(),
        "Alerting",
        POWER,
        value,
        null,
        "E-17",
        "too much",
        cleared,
        "tx-1",
        5,
        MonitorKind.CustomMonitor,
        4);
  }

  private List<StoredEvent> events(String id, @Nullable Boolean cleared) {
    return ask(
            DeviceModels.LIST_EVENTS, new EventQuery(id, null, "power", null, cleared, 100, null))
        .items();
  }

  /** TC_N_21, TC_N_49. */
  @Test
  void shouldKeepEventsOnceAndBringTheirValuesIntoTheModel() {
    String id = charger();
    ask(
        DeviceModels.REPORT,
        new Report(
            id,
            1,
            0,
            false,
            clock.instant(),
            List.of(variable(POWER, "decimal", "0", Mutability.ReadOnly, null))));
    clock.advance(Duration.ofSeconds(1));
    DeviceEvent first = event(1, "12000", false);
    ask(DeviceModels.EVENTS, new Events(id, List.of(first)));
    ask(DeviceModels.EVENTS, new Events(id, List.of(first)));
    clock.advance(Duration.ofSeconds(1));
    ask(DeviceModels.EVENTS, new Events(id, List.of(event(2, "9000", true))));
    assertThat(events(id, null)).extracting(one -> one.event().eventId()).containsExactly(2, 1);
    assertThat(events(id, false)).extracting(StoredEvent::event).containsExactly(first);
    var page = ask(DeviceModels.LIST_EVENTS, new EventQuery(id, null, null, null, null, 1, null));
    var rest =
        ask(DeviceModels.LIST_EVENTS, new EventQuery(id, null, null, null, null, 1, page.next()));
    assertThat(rest.items()).extracting(one -> one.event().eventId()).containsExactly(1);
    assertThat(value(id, POWER)).isEqualTo("9000");
    // One that comes late does not undo what is known since.
    ask(DeviceModels.EVENTS, new Events(id, List.of(first)));
    assertThat(value(id, POWER)).isEqualTo("9000");
  }

  private @Nullable String value(String id, VariableName name) {
    return ask(
            DeviceModels.VARIABLES,
            new VariableQuery(id, name.component(), name.variable(), null, null, 1, null))
        .items()
        .get(0)
        .attributes()
        .get(0)
        .value();
  }

  @Test
  void shouldForgetEventsWithTheMessagesThatBroughtThem() {
    String id = charger();
    ask(DeviceModels.EVENTS, new Events(id, List.of(event(1, "1", false))));
    clock.advance(platform.settings().messageLogRetention().plusHours(1));
    await().until(() -> events(id, null).isEmpty());
  }

  /** TC_B_42, and TC_A_19 as far as it is ours. */
  @Test
  void shouldKeepNetworkProfilesAndExpectTheSecurityProfileOfTheFirst() {
    String id = charger();
    answered(
        id,
        "SetNetworkProfile",
        "{\"configurationSlot\":2,\"connectionData\":{\"messageTimeout\":30,\"ocppCsmsUrl\":\"wss://x\",\"ocppInterface\":\"Wired0\",\"ocppTransport\":\"JSON\",\"ocppVersion\":\"OCPP20\",\"securityProfile\":2}}",
        "{\"status\":\"Accepted\"}");
    assertThat(ask(DeviceModels.NETWORK_PROFILES, new ChargerKey(id)).items())
        .hasSize(1)
        .allSatisfy(
            one -> {
              assertThat(one.slot()).isEqualTo(2);
              assertThat(new JsonObject(one.profile()).getInteger("securityProfile")).isEqualTo(2);
            });
    assertThat(announced(id)).isNull();
    answered(
        id,
        "SetVariables",
        "{\"setVariableData\":[{\"attributeValue\":\"2,0\",\"component\":{\"name\":\"OCPPCommCtrlr\"},\"variable\":{\"name\":\"NetworkConfigurationPriority\"}}]}",
        "{\"setVariableResult\":[{\"attributeStatus\":\"Accepted\",\"component\":{\"name\":\"OCPPCommCtrlr\"},\"variable\":{\"name\":\"NetworkConfigurationPriority\"}}]}");
    assertThat(announced(id)).isEqualTo(2);
  }

  private @Nullable Integer announced(String id) {
    return ask(
            Connections.ADMIT,
            new Connections.Admit(id, io.galvan.contract.registration.Chargers.Transport.WebSocket))
        .security()
        .announced();
  }

  private String station(String site, ReportedVariable... model) {
    String id = newId();
    ask(
        Chargers.CREATE,
        new NewCharger(id, null, site, Registration.Accepted, false, OcppVersion.V2_0_1));
    ask(
        Connections.CONNECT,
        new Connections.Connect(
            id, "n-1", Chargers.Transport.WebSocket, OcppVersion.V2_0_1, "10.0.0.1:5000"));
    ask(Chargers.BOOT, booting(id, "V"));
    if (model.length > 0) {
      ask(DeviceModels.REPORT, new Report(id, 1, 0, false, clock.instant(), List.of(model)));
    }
    return id;
  }

  private static ReportedVariable set(String variable, String type, String value) {
    return variable(VariableName.of("C", variable), type, value, Mutability.ReadWrite, null);
  }

  private static WantedVariable wanted(String variable, String value) {
    return new WantedVariable("C", null, null, null, variable, null, null, value);
  }

  private WantedSet create(String site, WantedVariable... variables) {
    return ask(
        WantedVariables.CREATE,
        new SetData("Wanted of " + site, site, null, null, List.of(variables)));
  }

  @Test
  void shouldTellWhichStationsDifferFromWhatIsWanted() {
    station("drift", set("N", "integer", "10"), set("L", "MemberList", "a, b"));
    String differs = station("drift", set("N", "integer", "11"), set("L", "MemberList", "a,b"));
    String missing = station("drift", set("N", "decimal", "10.0"));
    String fixed =
        station(
            "drift",
            variable(VariableName.of("C", "N"), "integer", "9", Mutability.ReadOnly, null),
            set("L", "MemberList", "b,a"));
    station("elsewhere", set("N", "integer", "11"));
    WantedSet set = create("drift", wanted("n", "10"), wanted("L", "b,a"));
    var page = ask(WantedVariables.DRIFT, new DriftQuery(set.id(), 2, null));
    assertThat(page.stations()).isEqualTo(4);
    assertThat(page.differing()).isEqualTo(3);
    List<Drift> all = new ArrayList<>(page.items());
    all.addAll(ask(WantedVariables.DRIFT, new DriftQuery(set.id(), 2, page.next())).items());
    assertThat(all)
        .extracting(Drift::chargerId, Drift::value, Drift::wanted, Drift::difference)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(differs, "11", "10", Difference.Differs),
            org.assertj.core.groups.Tuple.tuple(missing, null, "b,a", Difference.Missing),
            org.assertj.core.groups.Tuple.tuple(fixed, "9", "10", Difference.ReadOnly));
    ask(
        WantedVariables.REPLACE,
        new EditSet(
            set.id(), new SetData("Other", "nowhere", null, null, List.of(wanted("n", "10")))));
    assertThat(ask(WantedVariables.DRIFT, new DriftQuery(set.id(), 2, null)).stations()).isZero();
    assertThat(ask(WantedVariables.LIST, new SetQuery(10, null)).items())
        .extracting(WantedSet::name)
        .contains("Other");
    ask(WantedVariables.DELETE, new SetKey(set.id()));
    assertThatThrownBy(() -> ask(WantedVariables.GET, new SetKey(set.id())))
        .hasMessageContaining("does not exist");
  }

  @Test
  void shouldRepairTheStationsThatDifferEachWithWhatItNeeds() {
    VariableName limit = VariableName.of("DeviceDataCtrlr", "ItemsPerMessage", "SetVariables");
    String one = station("repair", set("A", "string", "x"), set("B", "string", "x"));
    String two = station("repair", set("A", "string", "good"), set("B", "string", "x"));
    String three = station("repair", set("A", "string", "good"), set("B", "string", "good"));
    String slow =
        station("repair", set("A", "string", "x"), set("B", "string", "x"), variable(limit, "1"));
    WantedSet set = create("repair", wanted("A", "good"), wanted("B", "good"));
    var repaired = ask(WantedVariables.REPAIR, new Repair(set.id(), 10, null, "ada"));
    assertThat(repaired.stations()).isEqualTo(3);
    // Both at once; A alone; B alone.
    assertThat(repaired.campaigns()).hasSize(3);
    List<Taken> taken = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              taken.addAll(ask(Commands.TAKE_WAITING, new TakeWaiting("n-1", 100)).items());
              assertThat(taken).hasSize(4);
            });
    assertThat(taken)
        .extracting(one1 -> one1.command().chargerId())
        .containsExactlyInAnyOrder(one, two, slow, slow)
        .doesNotContain(three);
    for (Taken command : taken) {
      String answer =
          command
              .command()
              .request()
              .replace("setVariableData", "setVariableResult")
              .replaceAll("\"attributeValue\":\"good\"", "\"attributeStatus\":\"Accepted\"");
      ask(
          Commands.CLOSE,
          new CloseCommand(
              command.command().id(), CommandState.Accepted, null, answer, null, null));
    }
    assertThat(ask(WantedVariables.DRIFT, new DriftQuery(set.id(), 10, null)).differing()).isZero();
    assertThat(ask(WantedVariables.REPAIR, new Repair(set.id(), 10, null, "ada")).campaigns())
        .isEmpty();
  }

  @Test
  void shouldWantNoSecretsAndNothingTwice() {
    assertThatThrownBy(
            () ->
                create(
                    "bad",
                    new WantedVariable(
                        "SecurityCtrlr",
                        null,
                        null,
                        null,
                        "BasicAuthPassword",
                        null,
                        AttributeType.Actual,
                        "0123456789abcdef")))
        .hasMessageContaining("secret");
    assertThatThrownBy(() -> create("bad", wanted("A", "1"), wanted("a", "2")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> create("bad")).hasMessageContaining("must name");
  }
}
