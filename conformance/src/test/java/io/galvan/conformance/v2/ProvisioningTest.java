package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.conformance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B, provisioning: boots, variables and connection profiles. */
@OverEveryTransport
class ProvisioningTest extends VariableSuite {
  private static final String OFFLINE_THRESHOLD = "OCPPCommCtrlr.OfflineThreshold";
  private static final String AUTHORIZE_REMOTE_START = "AuthCtrlr.AuthorizeRemoteStart";
  private static final int SLOT = 2;

  /** How the central system is to answer the next boot. */
  private void decide(String registration) {
    operator.put(
        "/chargers/" + id,
        Json.of(
            "{'registration':'%s','strict':true,'defaultVersion':'V%s'}",
            registration, way.version().number().replace('.', '_')));
  }

  /** The station comes anew and is not accepted yet. */
  private void bootsUnaccepted(String registration) {
    decide(registration);
    reconnect();
    JsonNode answer = bootResponse("PowerUp");
    assertThat(answer.get("status").asText()).isEqualTo(registration);
    assertThat(answer.get("interval").asInt()).isPositive();
  }

  private String refusedStatus() {
    return station.refusedCall(
        "StatusNotification",
        "{'timestamp':'%s','connectorStatus':'Available','evseId':%d,'connectorId':%d}",
        timestamp(),
        EVSE,
        CONNECTOR);
  }

  @Test
  void TC_B_01_coldBoot() {
    reconnect();
    boot("PowerUp");
    statuses("Available");
    assertThat(operator.get("/chargers/" + id).get("connectors"))
        .hasSize(EVSES)
        .allSatisfy(one -> assertThat(one.get("status").asText()).isEqualTo("Available"));
    assertNow(station.call("Heartbeat", "{}").get("currentTime"));
  }

  @Test
  void TC_B_02_bootPending() {
    bootsUnaccepted("Pending");
    sets(Map.of(OFFLINE_THRESHOLD, "60"), "Accepted");
    reads(Map.of(OFFLINE_THRESHOLD, "60"));
    asksForReport("ConfigurationInventory", OFFLINE_THRESHOLD, "60");
    decide("Accepted");
    boot("PowerUp");
    statuses("Available");
  }

  @Test
  void TC_B_06_getOneVariable() {
    reads(Map.of(OFFLINE_THRESHOLD, "600"));
    assertThat(seen(OFFLINE_THRESHOLD)).isEqualTo("600");
  }

  @Test
  void TC_B_07_getVariables() {
    reads(Map.of(OFFLINE_THRESHOLD, "600", AUTHORIZE_REMOTE_START, "true"));
    assertThat(seen(OFFLINE_THRESHOLD)).isEqualTo("600");
    assertThat(seen(AUTHORIZE_REMOTE_START)).isEqualTo("true");
  }

  @Test
  void TC_B_08_noMoreVariablesThanTheStationTakes() {
    List<String> wanted =
        List.of(
            "DeviceDataCtrlr.ItemsPerMessage[GetReport]",
            "DeviceDataCtrlr.ItemsPerMessage[GetVariables]",
            "DeviceDataCtrlr.BytesPerMessage[GetReport]",
            "DeviceDataCtrlr.BytesPerMessage[GetVariables]",
            AUTHORIZE_REMOTE_START);
    ObjectNode body = Json.object();
    ArrayNode wishes = body.putArray("variables");
    wanted.forEach(name -> wishes.add(CaseVariable.of(name).byApi()));
    CompletableFuture<JsonNode> asked =
        operator.later(() -> operator.post("/chargers/" + id + "/variables/read", body));
    // The central system does not know yet how many the station takes, so it asks first.
    assertThat(answersGetVariables(asked)).contains(CaseVariable.of(wanted.get(1)));
    assertThat(answersGetVariables(asked)).hasSize(4);
    assertThat(answersGetVariables(asked)).hasSize(1);
    assertThat(done("GetVariables", asked).get("items"))
        .extracting(item -> item.get("value").asText())
        .containsExactly("4", "4", "9000", "9000", "9000");
  }

  /** So few items, but as long as can be. */
  private static String value(CaseVariable variable) {
    return variable.variable().equals("ItemsPerMessage") ? "4" : "9000";
  }

  /** Answers with all values; gives what was asked for. */
  private List<CaseVariable> answersGetVariables(CompletableFuture<JsonNode> asked) {
    List<CaseVariable> variables = new ArrayList<>();
    expect("GetVariables", asked)
        .get("getVariableData")
        .forEach(data -> variables.add(CaseVariable.named(data)));
    assertThat(variables).hasSizeLessThanOrEqualTo(4);
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("getVariableResult");
    variables.forEach(
        variable ->
            results.add(
                variable
                    .onTheWire()
                    .put("attributeStatus", "Accepted")
                    .put("attributeValue", value(variable))));
    station.answer(answer);
    return variables;
  }

  @Test
  void TC_B_09_setOneVariable() {
    sets(Map.of(OFFLINE_THRESHOLD, "123"), "Accepted");
    assertThat(seen(OFFLINE_THRESHOLD)).isEqualTo("123");
  }

  @Test
  void TC_B_10_setVariables() {
    sets(Map.of(OFFLINE_THRESHOLD, "123", AUTHORIZE_REMOTE_START, "false"), "Accepted");
    assertThat(seen(OFFLINE_THRESHOLD)).isEqualTo("123");
    assertThat(seen(AUTHORIZE_REMOTE_START)).isEqualTo("false");
  }

  @Test
  void TC_B_12_getConfigurationInventory() {
    asksForReport("ConfigurationInventory", OFFLINE_THRESHOLD, "60");
  }

  @Test
  void TC_B_13_getFullInventory() {
    asksForReport("FullInventory", OFFLINE_THRESHOLD, "60");
  }

  @Test
  void TC_B_14_getSummaryInventory() {
    asksForReport("SummaryInventory", "Connector.AvailabilityState", "Available");
  }

  @Test
  void TC_B_18_getReportByCriteria() {
    String evse = "{'component':{'name':'EVSE','evse':{'id':%d}},'variable':{'name':'%s'}}";
    String state = evse.formatted(EVSE, "AvailabilityState");
    String request = "{'requestId':%d,'componentCriteria':['%s'],'componentVariable':[%s]}";
    sends("GetReport", Json.of(request, 18, "Problem", state), "EmptyResultSet");
    sends("GetReport", Json.of(request, 19, "Available", state), "Accepted");
    station.call(
        "NotifyReport",
        "{'requestId':19,'generatedAt':'%s','seqNo':0,'reportData':[{'component':{'name':'EVSE','evse':{'id':%d}},'variable':{'name':'AvailabilityState'},'variableAttribute':[{'value':'Available','mutability':'ReadOnly'}],'variableCharacteristics':{'dataType':'OptionList','supportsMonitoring':true}}]}",
        timestamp(),
        EVSE);
    assertThat(reportState(19)).isEqualTo("Complete");
    assertThat(seen("EVSE.AvailabilityState")).isEqualTo("Available");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pending", "Rejected"})
  void TC_B_30_otherMessagesBeforeTheStationIsAccepted(String registration) {
    bootsUnaccepted(registration);
    assertThat(refusedStatus()).isEqualTo("SecurityError");
    decide("Accepted");
    boot("PowerUp");
  }

  @Test
  void TC_B_31_bootTriggeredWhilePending() {
    bootsUnaccepted("Pending");
    decide("Accepted");
    sends("TriggerMessage", Json.of("{'requestedMessage':'BootNotification'}"), "Accepted");
    boot("Triggered");
    statuses("Available");
  }

  private JsonNode networkProfile() {
    return Json.of(
        "{'configurationSlot':%d,'connectionData':{'ocppVersion':'%s','ocppTransport':'JSON','ocppCsmsUrl':'wss://csms.example/ocpp','messageTimeout':30,'securityProfile':2,'ocppInterface':'Wired0'}}",
        SLOT, ocppVersion());
  }

  @Test
  void TC_B_42_setNetworkProfile() {
    JsonNode profile = networkProfile();
    sends("SetNetworkProfile", profile, "Accepted");
    JsonNode stored = operator.get("/chargers/" + id + "/network-profiles").get("items");
    assertThat(stored).hasSize(1);
    assertThat(stored.at("/0/slot").asInt()).isEqualTo(SLOT);
    assertThat(stored.at("/0/profile")).isEqualTo(profile.get("connectionData"));
  }

  @Test
  void TC_B_44_setNetworkProfileFailed() {
    sends("SetNetworkProfile", networkProfile(), "Failed");
    assertThat(operator.get("/chargers/" + id + "/network-profiles").get("items")).isEmpty();
  }
}
