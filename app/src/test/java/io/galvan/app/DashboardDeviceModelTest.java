package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.SelectOption;
import io.galvan.central.testing.RawStation;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.station2.SimulatedStation2;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The device model of a station of 2.x in the browser, and a variable across the fleet. */
class DashboardDeviceModelTest extends DashboardFixture {
  private static String variable(String name, String type, String value, String more) {
    return "{\"component\":{\"name\":\"Page\"},\"variable\":{\"name\":\""
        + name
        + "\"},\"variableAttribute\":[{\"value\":\""
        + value
        + "\",\"mutability\":\"ReadWrite\"}],\"variableCharacteristics\":{\"dataType\":\""
        + type
        + "\",\"supportsMonitoring\":true"
        + more
        + "}}";
  }

  private RawStation told(String id) {
    system
        .api
        .post(
            "/chargers",
            Map.of(
                "id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V2_0_1"))
        .expect(201);
    RawStation station =
        await(
            RawStation.webSocket(
                system.vertx, system.ocppPort(), "/ocpp/" + id, null, List.of("ocpp2.0.1")));
    station.ask(
        "[2,\"b\",\"BootNotification\",{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"M\",\"vendorName\":\"V\"}}]");
    JsonNode asked = next(station, "GetBaseReport");
    station.send("[3," + asked.get(1) + ",{\"status\":\"Accepted\"}]");
    station.ask(
        "[2,\"r\",\"NotifyReport\",{\"requestId\":"
            + asked.get(3).get("requestId")
            + ",\"generatedAt\":\"2026-03-01T12:00:00Z\",\"seqNo\":0,\"reportData\":["
            + variable("Switch", "boolean", "false", "")
            + ","
            + variable("Colour", "OptionList", "red", ",\"valuesList\":\"red,green,blue\"")
            + ","
            + variable("Parts", "MemberList", "a", ",\"valuesList\":\"a,b,c\"")
            + "]}]");
    return station;
  }

  private static JsonNode next(RawStation station, String action) {
    JsonNode frame = new Api.Answer(200, station.receive()).json();
    assertThat(frame.get(2).asText()).isEqualTo(action);
    return frame;
  }

  /** The station takes what it is told; gives the value that it was told. */
  private static String take(RawStation station) {
    JsonNode asked = next(station, "SetVariables");
    JsonNode data = asked.get(3).get("setVariableData").get(0);
    station.send(
        "[3,"
            + asked.get(1)
            + ",{\"setVariableResult\":[{\"attributeStatus\":\"Accepted\",\"component\":"
            + data.get("component")
            + ",\"variable\":"
            + data.get("variable")
            + "}]}]");
    return data.get("attributeValue").asText();
  }

  @Test
  void shouldSetVariablesWithTheInputThatFitsTheirType() {
    RawStation station = told("PAGE-DM");
    openPage();
    signIn();
    page.navigate(system.api.site() + "/chargers/PAGE-DM");
    on("tab-device-model").click();
    assertThat(on("variables")).containsText("Switch");
    assertThat(on("device-reports")).containsText("Complete");

    on("set-Switch").click();
    page.locator("galvan-form input[type=checkbox]").check();
    on("form-submit").click();
    assertThat(take(station)).isEqualTo("true");
    assertThat(on("variables")).containsText("true");

    on("set-Colour").click();
    on("variable-value").selectOption(new SelectOption().setValue("green"));
    on("form-submit").click();
    assertThat(take(station)).isEqualTo("green");
    assertThat(on("variables")).containsText("green");

    on("set-Parts").click();
    page.locator("galvan-form input[name=c]").check();
    on("form-submit").click();
    assertThat(take(station)).isEqualTo("a,c");
    assertThat(on("variables")).containsText("a,c");

    on("filter-q").fill("colour");
    assertThat(on("variables").locator("tbody tr")).hasCount(1);
    station.close();
  }

  @Test
  void shouldShowAVariableAcrossTheFleetAndRepairWhatIsNotAsWanted() {
    RawStation station = told("PAGE-FLEET");
    openPage();
    signIn();
    page.navigate(system.api.site() + "/variables");
    on("filter-component").fill("Page");
    on("filter-variable").fill("Colour");
    assertThat(on("fleet-variables")).containsText("PAGE-FLEET");
    on("want").click();
    on("wanted-name").fill("Blue");
    on("wanted-value").fill("blue");
    on("form-submit").click();
    assertThat(on("drift")).containsText("PAGE-FLEET");
    on("repair").click();
    on("form-submit").click();
    assertThat(take(station)).isEqualTo("blue");
    assertThat(on("drift")).not().containsText("PAGE-FLEET");
    station.close();
  }

  @Test
  void shouldShowMonitorsAndEvents() {
    RawStation station = told("PAGE-MON");
    openPage();
    signIn();
    page.navigate(system.api.site() + "/chargers/PAGE-MON");
    on("tab-monitoring").click();
    on("set-monitor").click();
    on("monitor-component").fill("Page");
    on("monitor-variable").fill("Power");
    on("monitor-value").fill("7000");
    on("form-submit").click();
    JsonNode asked = next(station, "SetVariableMonitoring");
    JsonNode data = asked.get(3).get("setMonitoringData").get(0);
    station.send(
        "[3,"
            + asked.get(1)
            + ",{\"setMonitoringResult\":[{\"id\":41,\"status\":\"Accepted\",\"type\":"
            + data.get("type")
            + ",\"severity\":"
            + data.get("severity")
            + ",\"component\":"
            + data.get("component")
            + ",\"variable\":"
            + data.get("variable")
            + "}]}]");
    assertThat(on("monitors")).containsText("UpperThreshold 7000");
    station.ask(
        "[2,\"e\",\"NotifyEvent\",{\"generatedAt\":\"2026-03-01T12:00:00Z\",\"seqNo\":0,\"eventData\":[{\"eventId\":1,\"timestamp\":\"2026-03-01T12:00:00Z\",\"trigger\":\"Alerting\",\"actualValue\":\"7001\",\"variableMonitoringId\":41,\"eventNotificationType\":\"CustomMonitor\",\"component\":{\"name\":\"Page\"},\"variable\":{\"name\":\"Power\"}}]}]");
    page.navigate(system.api.site() + "/device-events");
    assertThat(on("device-events")).containsText("7001");
    assertThat(on("device-events")).containsText("monitor 41");
    station.close();
  }

  @Test
  void shouldSetByAPolicyWhatStationsOf2CallOtherwise() {
    SimulatedStation2 station = station2("POLICY-21", OcppVersion.V2_1);
    signIn();
    page.navigate(system.api.site() + "/policies");
    assertThat(on("policy-mapping")).containsText("SampledDataCtrlr.TxUpdatedInterval");
    page.navigate(system.api.site() + "/chargers/POLICY-21");
    on("tab-policy").click();
    on("edit-policy").click();
    on("field-sampleIntervalS").fill("77");
    on("add-offline").click();
    on("field-offline/localPreAuthorize").selectOption("true");
    on("form-submit").click();
    on("tab-commands").click();
    assertThat(on("command-history")).containsText("SetVariables");
    on("tab-device-model").click();
    on("filter-q").fill("TxUpdatedInterval");
    assertThat(on("variables")).containsText("77");
    on("filter-q").fill("LocalPreAuthorize");
    assertThat(on("variables")).containsText("true");
    assertThat(await(station.configuration()))
        .containsEntry("SampledDataCtrlr.TxUpdatedInterval", "77");
    await(station.stop());
  }

  @Test
  void shouldGiveATemplateToAStationOf2ShowItsScheduleAndClearALimit() {
    SimulatedStation2 station = station2("PLAN-20", OcppVersion.V2_0_1);
    system
        .api
        .post(
            "/charging-profile-templates",
            Map.of(
                "name",
                "Night",
                "purpose",
                "TxDefaultProfile",
                "kind",
                "Absolute",
                "stackLevel",
                2,
                "chargingRateUnit",
                "A",
                "periods",
                List.of(Map.of("startPeriod", 0, "limit", 10))))
        .expect(201);
    signIn();
    page.navigate(system.api.site() + "/charging-profiles");
    on("give-Night").click();
    on("apply-station").fill("PLAN-20");
    on("apply-evse").fill("1");
    on("form-submit").click();
    assertThat(on("template-told")).containsText("Accepted");

    page.navigate(system.api.site() + "/chargers/PLAN-20");
    on("tab-profiles").click();
    assertThat(on("charger-profiles")).containsText("TxDefaultProfile");
    on("schedule-evse").fill("1");
    on("composite-schedule").click();
    assertThat(on("schedule-chart")).isVisible();

    on("button-limit").click();
    on("field-limit").fill("20");
    on("form-submit").click();
    assertThat(on("command-result")).containsText("SetChargingProfile: Accepted");
    assertThat(on("charger-profiles")).containsText("ChargingStationMaxProfile");
    on("button-clear-limit").click();
    on("form-submit").click();
    assertThat(on("command-result")).containsText("ClearChargingProfile: Accepted");
    assertThat(on("charger-profiles")).not().containsText("ChargingStationMaxProfile");
    assertThat(on("charger-profiles")).containsText("TxDefaultProfile");
    await(station.stop());
  }
}
