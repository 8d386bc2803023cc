package io.galvan.simulator.station2;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.ocpp.OcppVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The device model, its reports and its monitors. */
class ModelTest extends Station2Test {
  private static JsonObject variable(String component, String name) {
    return new JsonObject()
        .put("component", new JsonObject().put("name", component))
        .put("variable", new JsonObject().put("name", name));
  }

  private static JsonObject onEvse(String component, String name) {
    JsonObject made = variable(component, name);
    made.getJsonObject("component").put("evse", evse(1));
    return made;
  }

  private JsonObject had(JsonObject variable) {
    return result(
            "GetVariables", new JsonObject().put("getVariableData", new JsonArray().add(variable)))
        .getJsonArray("getVariableResult")
        .getJsonObject(0);
  }

  private List<JsonObject> report(String action, JsonObject request) {
    central.received.clear();
    assertThat(status(action, request.put("requestId", 5))).isEqualTo("Accepted");
    await()
        .until(
            () -> {
              List<JsonObject> parts = central.calls("NotifyReport");
              return !parts.isEmpty() && !parts.get(parts.size() - 1).getBoolean("tbc", false);
            });
    List<JsonObject> parts = central.calls("NotifyReport");
    assertThat(parts.stream().map(part -> part.getInteger("seqNo")))
        .containsExactlyElementsOf(IntStream.range(0, parts.size()).boxed().toList());
    return parts.stream()
        .flatMap(part -> part.getJsonArray("reportData").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldReportItsWholeModelInParts(OcppVersion version) {
    start(version, builder -> builder.evses(2));
    List<JsonObject> all =
        report("GetBaseReport", new JsonObject().put("reportBase", "FullInventory"));

    assertThat(all).hasSize(station.variables()).hasSizeGreaterThan(150);
    Set<String> components = new HashSet<>();
    all.forEach(each -> components.add(each.getJsonObject("component").getString("name")));
    assertThat(components)
        .contains(
            "ChargingStation",
            "EVSE",
            "Connector",
            "OCPPCommCtrlr",
            "AuthCtrlr",
            "TxCtrlr",
            "SampledDataCtrlr",
            "SmartChargingCtrlr",
            "MonitoringCtrlr",
            "ISO15118Ctrlr",
            "ClockCtrlr");
    assertThat(all)
        .filteredOn(
            each -> each.getJsonObject("variable").getString("name").equals("BasicAuthPassword"))
        .allSatisfy(
            each ->
                assertThat(
                        each.getJsonArray("variableAttribute").getJsonObject(0).getString("value"))
                    .isNull());
  }

  @Test
  void shouldReportTenThousandVariables() {
    start(OcppVersion.V2_0_1, builder -> builder.variables(10_000));
    assertThat(report("GetBaseReport", new JsonObject().put("reportBase", "FullInventory")))
        .hasSize(10_000);
    assertThat(central.calls("NotifyReport")).hasSize(200);
  }

  @Test
  void shouldReportWhatCanBeConfiguredAndWhatIsAskedFor() {
    start(OcppVersion.V2_0_1);
    assertThat(
            report("GetBaseReport", new JsonObject().put("reportBase", "ConfigurationInventory")))
        .isNotEmpty()
        .allSatisfy(
            each ->
                assertThat(
                        each.getJsonArray("variableAttribute")
                            .getJsonObject(0)
                            .getString("mutability"))
                    .isNotEqualTo("ReadOnly"));
    assertThat(
            report(
                "GetReport",
                new JsonObject()
                    .put(
                        "componentVariable",
                        new JsonArray()
                            .add(
                                new JsonObject()
                                    .put("component", new JsonObject().put("name", "evse"))))))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            each ->
                assertThat(each.getJsonObject("component").getString("name")).isEqualTo("EVSE"));
    assertThat(
            status(
                "GetReport",
                new JsonObject()
                    .put("requestId", 6)
                    .put("componentCriteria", new JsonArray().add("Problem"))))
        .isEqualTo("EmptyResultSet");
  }

  @Test
  void shouldSayWhyAVariableCannotBeHad() {
    start(OcppVersion.V2_0_1);
    assertThat(had(variable("TxCtrlr", "TxStartPoint")).getString("attributeValue"))
        .isEqualTo("EVConnected,Authorized");
    assertThat(had(variable("Nothing", "X")).getString("attributeStatus"))
        .isEqualTo("UnknownComponent");
    assertThat(had(variable("TxCtrlr", "X")).getString("attributeStatus"))
        .isEqualTo("UnknownVariable");
    assertThat(had(variable("SecurityCtrlr", "BasicAuthPassword")).getString("attributeStatus"))
        .isEqualTo("Rejected");
    assertThat(
            had(variable("TxCtrlr", "TxStartPoint").put("attributeType", "Target"))
                .getString("attributeStatus"))
        .isEqualTo("NotSupportedAttributeType");
    assertThat(
            had(onEvse("EVSE", "Power").put("attributeType", "MaxSet")).getString("attributeValue"))
        .isEqualTo("22000");
    JsonArray many = new JsonArray();
    IntStream.range(0, 51).forEach(i -> many.add(variable("TxCtrlr", "TxStartPoint")));
    assertThat(
            central
                .call(ID, "GetVariables", new JsonObject().put("getVariableData", many))
                .getString(2))
        .isEqualTo("OccurrenceConstraintViolation");
  }

  @Test
  void shouldTakeOnlyValuesThatFit() {
    start(OcppVersion.V2_0_1);
    assertThat(tryToSet("TxCtrlr", "EVConnectionTimeOut", "90")).isEqualTo("Accepted");
    assertThat(tryToSet("TxCtrlr", "EVConnectionTimeOut", "-1")).isEqualTo("Rejected");
    assertThat(tryToSet("TxCtrlr", "EVConnectionTimeOut", "soon")).isEqualTo("Rejected");
    assertThat(tryToSet("TxCtrlr", "StopTxOnInvalidId", "maybe")).isEqualTo("Rejected");
    assertThat(tryToSet("TxCtrlr", "TxStartPoint", "Whenever")).isEqualTo("Rejected");
    assertThat(tryToSet("ChargingStation", "Model", "Better")).isEqualTo("Rejected");
    assertThat(tryToSet("SecurityCtrlr", "BasicAuthPassword", "short")).isEqualTo("Rejected");
    assertThat(tryToSet("OCPPCommCtrlr", "NetworkConfigurationPriority", "0"))
        .isEqualTo("RebootRequired");
    assertThat(station.configuration("TxCtrlr.EVConnectionTimeOut")).contains("90");
  }

  // Monitors.

  private JsonObject monitor(JsonObject variable, String type, double value, int severity) {
    return result(
            "SetVariableMonitoring",
            new JsonObject()
                .put(
                    "setMonitoringData",
                    new JsonArray()
                        .add(
                            variable
                                .copy()
                                .put("type", type)
                                .put("value", value)
                                .put("severity", severity))))
        .getJsonArray("setMonitoringResult")
        .getJsonObject(0);
  }

  private List<JsonObject> told(int monitor) {
    return central.calls("NotifyEvent").stream()
        .flatMap(told -> told.getJsonArray("eventData").stream())
        .map(JsonObject.class::cast)
        .filter(each -> each.getInteger("variableMonitoringId", 0) == monitor)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = OcppVersion.class,
      names = {"V2_0_1", "V2_1"})
  void shouldTellWhenAThresholdIsCrossedAndWhenItIsNotAnyMore(OcppVersion version) {
    start(version);
    JsonObject set = monitor(onEvse("EVSE", "Power"), "UpperThreshold", 10_000, 4);
    assertThat(set.getString("status")).isEqualTo("Accepted");
    int id = set.getInteger("id");
    String transaction = charge();
    await().until(() -> told(id).size() == 1);
    get(station.presentTag(1, "TAG"));
    await().until(() -> told(id).size() == 2);

    assertThat(told(id).get(0).getString("trigger")).isEqualTo("Alerting");
    assertThat(told(id).get(0).getString("transactionId")).isEqualTo(transaction);
    assertThat(told(id).get(0).containsKey("cleared")).isFalse();
    assertThat(told(id).get(1).getBoolean("cleared")).isTrue();
  }

  @Test
  void shouldTellChangesAndPeriodicValues() {
    start(OcppVersion.V2_0_1);
    int delta = monitor(onEvse("EVSE", "AvailabilityState"), "Delta", 1, 8).getInteger("id");
    int periodic =
        monitor(onEvse("ConnectedEV", "StateOfCharge"), "Periodic", 5, 8).getInteger("id");
    get(station.plugIn(1));
    await().until(() -> told(delta).size() == 1 && told(periodic).size() >= 3);

    assertThat(told(delta).get(0).getString("actualValue")).isEqualTo("Occupied");
    assertThat(told(delta).get(0).getString("trigger")).isEqualTo("Delta");
    assertThat(told(periodic).get(0).getString("trigger")).isEqualTo("Periodic");
  }

  @Test
  void shouldKeepSilentBelowTheLevelAndQueueGraveEventsOffline() {
    start(OcppVersion.V2_0_1);
    int mild = monitor(onEvse("EVSE", "AvailabilityState"), "Delta", 1, 8).getInteger("id");
    int grave = monitor(onEvse("EVSE", "ChargingState"), "Delta", 1, 2).getInteger("id");
    assertThat(status("SetMonitoringLevel", new JsonObject().put("severity", 5)))
        .isEqualTo("Accepted");
    get(station.goOffline());
    get(station.plugIn(1));
    await().until(() -> !station.connected());
    get(station.goOnline());
    await().until(() -> told(grave).size() == 1);

    assertThat(told(mild)).isEmpty();
  }

  @Test
  void shouldSayWhyAMonitorCannotBeSet() {
    start(OcppVersion.V2_0_1);
    assertThat(monitor(variable("Nothing", "X"), "Delta", 1, 1).getString("status"))
        .isEqualTo("UnknownComponent");
    assertThat(monitor(variable("TxCtrlr", "TxStartPoint"), "Delta", 1, 1).getString("status"))
        .isEqualTo("UnsupportedMonitorType");
    assertThat(monitor(onEvse("EVSE", "Power"), "UpperThreshold", 1e9, 1).getString("status"))
        .isEqualTo("Rejected");
    assertThat(monitor(onEvse("EVSE", "Power"), "Delta", 100, 1).getString("status"))
        .isEqualTo("Accepted");
    assertThat(monitor(onEvse("EVSE", "Power"), "Delta", 200, 1).getString("status"))
        .isEqualTo("Duplicate");
  }

  @Test
  void shouldReportAndClearMonitors() {
    start(OcppVersion.V2_0_1);
    int id = monitor(onEvse("EVSE", "Power"), "UpperThreshold", 10, 1).getInteger("id");
    assertThat(
            status(
                "GetMonitoringReport",
                new JsonObject()
                    .put("requestId", 3)
                    .put("monitoringCriteria", new JsonArray().add("ThresholdMonitoring"))))
        .isEqualTo("Accepted");
    await().until(() -> !central.calls("NotifyMonitoringReport").isEmpty());
    assertThat(central.calls("NotifyMonitoringReport").get(0).getJsonArray("monitor")).hasSize(2);

    JsonArray cleared =
        result(
                "ClearVariableMonitoring",
                new JsonObject().put("id", new JsonArray().add(id).add(1).add(999)))
            .getJsonArray("clearMonitoringResult");
    assertThat(cleared.stream().map(each -> ((JsonObject) each).getString("status")))
        .containsExactly("Accepted", "Rejected", "NotFound");
    status("SetMonitoringBase", new JsonObject().put("monitoringBase", "HardWiredOnly"));
    assertThat(
            status(
                "GetMonitoringReport",
                new JsonObject()
                    .put("requestId", 4)
                    .put("monitoringCriteria", new JsonArray().add("ThresholdMonitoring"))))
        .isEqualTo("EmptyResultSet");
  }

  @Test
  void shouldStreamValuesThatNobodyAnswers() {
    start(OcppVersion.V2_1);
    JsonObject wanted =
        onEvse("EVSE", "Power")
            .put("type", "Periodic")
            .put("value", 2)
            .put("severity", 8)
            .put("periodicEventStream", new JsonObject().put("interval", 30).put("values", 5));
    int id =
        result(
                "SetVariableMonitoring",
                new JsonObject().put("setMonitoringData", new JsonArray().add(wanted)))
            .getJsonArray("setMonitoringResult")
            .getJsonObject(0)
            .getInteger("id");
    await().until(() -> central.sends.size() >= 2);

    JsonArray send = central.sends.get(0);
    assertThat(send.getString(2)).isEqualTo("NotifyPeriodicEventStream");
    assertThat(send.getJsonObject(3).getJsonArray("data")).hasSize(5);
    JsonObject open =
        result("GetPeriodicEventStream", new JsonObject())
            .getJsonArray("constantStreamData")
            .getJsonObject(0);
    assertThat(open.getInteger("variableMonitoringId")).isEqualTo(id);
    assertThat(
            status(
                "AdjustPeriodicEventStream",
                new JsonObject()
                    .put("id", open.getInteger("id"))
                    .put("params", new JsonObject().put("values", 2))))
        .isEqualTo("Accepted");
    await()
        .until(
            () ->
                central.sends.stream()
                    .anyMatch(each -> each.getJsonObject(3).getJsonArray("data").size() == 2));
    result("ClearVariableMonitoring", new JsonObject().put("id", new JsonArray().add(id)));
    await().until(() -> !central.calls("ClosePeriodicEventStream").isEmpty());
    assertThat(result("GetPeriodicEventStream", new JsonObject()).isEmpty()).isTrue();
  }
}
