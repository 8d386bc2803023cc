package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station2.SimulatedStation2;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Commands and campaigns as an operator sends them from the dashboard, in a real browser. */
class DashboardCommandsTest extends DashboardFixture {
  private static final int ACTIONS = 26;
  private static final int FLEET = 20;

  private void openCommands(String chargerId) {
    page.navigate(system.api.site() + "/chargers/" + chargerId);
    on("tab-commands").click();
    assertThat(on("command-Reset")).isVisible();
  }

  /** The newest command of the history. */
  private Locator newest() {
    return on("command-row").first();
  }

  private JsonNode lastCommand(String chargerId) {
    return system.api.get("/chargers/" + chargerId + "/commands?limit=1").get("items").get(0);
  }

  @Test
  void shouldOfferAFormWithHelpAndDefaultsForEveryCommand() {
    system.register("FORMS", "FORMS-TAG");
    signIn();
    openCommands("FORMS");
    Locator buttons = page.locator("[data-testid^=command-][title]");
    assertThat(buttons).hasCount(ACTIONS);
    for (Locator button : buttons.all()) {
      String action = button.textContent();
      button.click();
      assertThat(page.locator("dialog h2")).hasText(action);
      boolean hasFields = page.locator("dialog galvan-fields label").count() > 0;
      assertThat(hasFields)
          .as(action)
          .isNotEqualTo(action.matches("ClearCache|GetLocalListVersion|GetConfiguration"));
      for (Locator field : page.locator("dialog galvan-fields label").all()) {
        assertThat(field.locator("small").count())
            .as(action + ": " + field.textContent())
            .isPositive();
      }
      on("payload-json").click();
      assertThat(on("payload-text")).hasValue(Pattern.compile("\\{[\\s\\S]*}"));
      page.getByText("Cancel", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("dialog")).hasCount(0);
    }
  }

  @Test
  void shouldRestartAStationAndShowWhatItAnswered() {
    system.register("RESET", "RESET-TAG");
    signIn();
    SimulatedStation station = station("RESET");
    openCommands("RESET");
    on("command-Reset").click();
    assertThat(on("field-type")).hasValue("Soft");
    on("field-type").selectOption("Hard");
    on("form-submit").click();
    assertThat(newest()).containsText("Reset");
    assertThat(newest().getByTestId("command-state")).hasText("Accepted");
    assertThat(lastCommand("RESET").get("request").toString()).isEqualTo("{\"type\":\"Hard\"}");
    await(station.stop());
  }

  @Test
  void shouldStartWithAChargingProfileEnteredInTheForm() {
    system.register("PROFILE", "PROFILE-TAG");
    signIn();
    SimulatedStation station = station("PROFILE");
    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    openCommands("PROFILE");
    on("command-RemoteStartTransaction").click();
    assertThat(on("field-connectorId")).hasValue("1");
    assertThat(page.locator("datalist option[value=PROFILE-TAG]").first()).isAttached();
    on("field-idTag").fill("PROFILE-TAG");
    on("add-chargingProfile").click();
    String periods = "chargingProfile/chargingSchedule/chargingSchedulePeriod";
    on("field-" + periods + "/0/limit").fill("10");
    on("add-" + periods).click();
    assertThat(on("field-" + periods + "/1/startPeriod")).hasValue("3600");
    on("field-" + periods + "/1/limit").fill("6.5");
    on("add-" + periods).click();
    page.getByLabel("Remove Charging schedule period 3").click();
    on("form-submit").click();

    assertThat(on("command-result")).containsText("RemoteStartTransaction: Accepted");
    assertThat(newest().getByTestId("command-state")).hasText("Accepted");
    // What followed appears without a reload.
    assertThat(newest().getByTestId("outcome"))
        .containsText(Pattern.compile("started.*transaction \\d+"));
    JsonNode profile = lastCommand("PROFILE").get("request").get("chargingProfile");
    assertThat(profile.get("chargingProfilePurpose").asText()).isEqualTo("TxProfile");
    JsonNode sent = profile.get("chargingSchedule").get("chargingSchedulePeriod");
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).get("limit").decimalValue()).isEqualByComparingTo("10");
    assertThat(sent.get(1).get("startPeriod").asInt()).isEqualTo(3600);
    assertThat(sent.get(1).get("limit").decimalValue()).isEqualByComparingTo("6.5");

    newest().getByTestId("outcome").locator("a").click();
    assertThat(page.locator("h1")).containsText("Running");
    await(station.stop());
  }

  @Test
  void shouldChangeAConfigurationKeyFromItsList() {
    system.register("CONFIG", "CONFIG-TAG");
    signIn();
    SimulatedStation station = station("CONFIG");
    page.navigate(system.api.site() + "/chargers/CONFIG");
    on("tab-configuration").click();
    on("read-configuration").click();
    Locator row =
        on("configuration")
            .locator("tr", new Locator.LocatorOptions().setHasText("MeterValueSampleInterval"));
    row.getByText("Change").click();
    page.locator("dialog [name=value]").fill("17");
    on("form-submit").click();
    assertThat(on("command-result")).containsText("ChangeConfiguration: Accepted");
    assertThat(row).containsText("17");
    on("tab-commands").click();
    on("filter-action").selectOption("ChangeConfiguration");
    assertThat(on("command-row")).hasCount(1);
    assertThat(newest().getByTestId("command-state")).hasText("Accepted");
    on("filter-state").selectOption("Rejected");
    assertThat(on("command-row")).hasCount(0);
    await(station.stop());
  }

  @Test
  void shouldSendWrongValuesFromTheJsonAndTellWhatIsWrongWithThem() {
    system.register("RAW", "RAW-TAG");
    signIn();
    SimulatedStation station = station("RAW");
    openCommands("RAW");
    on("command-Reset").click();
    on("payload-json").click();
    on("payload-text").fill("no JSON");
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).containsText("This is no JSON");
    on("payload-text").fill("{\"type\": \"Lukewarm\"}");
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).containsText("type");
    on("payload-text").fill("{\"type\": \"Soft\"}");
    on("payload-form").click();
    assertThat(on("field-type")).hasValue("Soft");
    on("form-submit").click();
    assertThat(newest().getByTestId("command-state")).hasText("Accepted");
    await(station.stop());
    errors.removeIf(error -> error.contains("400"));
  }

  @Test
  void shouldKeepACommandForAStationThatIsAwayUntilItIsTakenBackOrSent() {
    system.register("AWAY", "AWAY-TAG");
    signIn();
    openCommands("AWAY");
    on("command-ClearCache").click();
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).isVisible();
    on("when-offline").selectOption("wait");
    on("expires-in").fill("5");
    on("form-submit").click();
    assertThat(newest().getByTestId("command-state")).hasText("Queued");
    on("cancel-command").click();
    assertThat(newest().getByTestId("command-state")).hasText("Cancelled");

    on("command-GetLocalListVersion").click();
    on("when-offline").selectOption("wait");
    on("form-submit").click();
    assertThat(newest().getByTestId("command-state")).hasText("Queued");
    SimulatedStation station = station("AWAY");
    assertThat(newest().getByTestId("command-state")).hasText("Accepted");
    await(station.stop());
    errors.removeIf(error -> error.contains("409") || error.contains("503"));
  }

  @Test
  void shouldUpdateTheFirmwareOfTwentyStationsInACampaign() {
    List<SimulatedStation> stations = new ArrayList<>();
    for (int i = 1; i <= FLEET; i++) {
      String id = "FW-%02d".formatted(i);
      system.register(id, id + "-TAG");
      stations.add(station(id));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.get("/chargers?search=FW-&online=true&limit=50").get("items"))
                    .hasSize(FLEET));
    String image =
        system
            .api
            .upload("/firmware?name=galvan-2.0.0.bin&version=2.0.0", new byte[100_000])
            .expect(201)
            .get("url")
            .asText();
    signIn();
    on("menu-maintenance").click();
    on("new-campaign").click();
    on("campaign-name").fill("Firmware of the car park");
    on("campaign-action").selectOption("UpdateFirmware");
    on("field-location").fill(image);
    on("campaign-search").fill("FW-");
    assertThat(on("campaign-preview")).containsText(FLEET + " stations");
    on("campaign-parallelism").fill("5");
    on("campaign-start").click();

    assertThat(page.locator("h1")).containsText("Firmware of the car park");
    // From here on nothing is clicked: the page follows by itself.
    assertThat(on("count-Accepted")).hasText(String.valueOf(FLEET));
    assertThat(on("campaign-done")).hasText(FLEET + " of " + FLEET);
    assertThat(page.locator("h1")).containsText("Done");
    for (int i = 1; i <= FLEET; i++) {
      assertThat(on("result-FW-%02d".formatted(i)))
          .containsText(Pattern.compile("Accepted.*Install"));
    }
    on("filter-state").selectOption("Failed");
    assertThat(page.locator("[data-testid^=result-FW]")).hasCount(0);
    on("menu-maintenance").click();
    assertThat(on("campaigns")).containsText("Firmware of the car park");
    stations.forEach(station -> await(station.stop()));
  }

  @Test
  void shouldUpdateTheFirmwareOfStationsOfTheVersionThatIsChosen() {
    system.register("VER-16", "VER-TAG");
    SimulatedStation first = station("VER-16");
    SimulatedStation2 second = station2("VER-21", OcppVersion.V2_1);
    String image =
        system
            .api
            .upload("/firmware?name=galvan-3.0.0.bin&version=3.0.0", new byte[10_000])
            .expect(201)
            .get("url")
            .asText();
    signIn();
    page.navigate(system.api.site() + "/campaigns/new");
    on("campaign-search").fill("VER-");
    assertThat(on("campaign-preview")).containsText("VER-16");
    assertThat(on("campaign-others")).containsText("1 of OCPP 2.1");
    on("campaign-action").selectOption("Reset");
    assertThat(on("field-type")).isVisible();
    on("campaign-version").selectOption("V2_1");
    assertThat(on("campaign-action")).hasValue("Reset");
    assertThat(on("campaign-preview")).containsText("VER-21");
    assertThat(on("campaign-others")).containsText("1 of OCPP 1.6");
    on("campaign-action").selectOption("UpdateFirmware");
    on("field-firmware/location").fill(image);
    on("campaign-name").fill("Firmware of 2.1");
    on("campaign-start").click();

    assertThat(page.locator(".meta").first()).containsText("UpdateFirmware of OCPP 2.1");
    assertThat(on("result-VER-16")).containsText("NotApplicable");
    assertThat(on("result-VER-21")).containsText(Pattern.compile("Accepted.*(Download|Install)"));
    JsonNode sent = lastCommand("VER-21");
    assertThat(sent.get("version").asText()).isEqualTo("V2_1");
    assertThat(sent.get("request").get("firmware").get("location").asText()).isEqualTo(image);
    await(first.stop());
    await(second.stop());
  }
}
