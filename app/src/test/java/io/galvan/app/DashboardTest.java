package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station2.SimulatedStation2;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard in a real browser, on a running system with simulated stations. */
class DashboardTest extends DashboardFixture {
  @Test
  void shouldRefuseAWrongPasswordInWords() {
    page.navigate(system.api.site() + "/");
    on("sign-in-email").fill("admin@galvan.local");
    on("sign-in-password").fill("not the password");
    on("sign-in-submit").click();
    assertThat(on("sign-in-error")).hasText("E-mail or password is wrong");
  }

  @Test
  void shouldShowAStationStartChargingLiveAndStopItFromThePage() {
    system.register("BROWSER-1", "BROWSER-TAG");
    signIn();
    SimulatedStation station = station("BROWSER-1");
    assertThat(on("event-feed")).containsText("BROWSER-1");
    page.getByText("Stations", new Page.GetByTextOptions().setExact(true)).first().click();
    on("charger-search").fill("browser-1");
    on("charger-row-BROWSER-1").click();
    assertThat(on("connector-1-status")).hasText("Available");

    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    assertThat(on("connector-1-status")).hasText("Preparing");
    await(station.presentTag(1, "BROWSER-TAG"));
    assertThat(on("connector-1-status")).hasText("Charging");
    assertThat(on("connector-1-power")).hasText(Pattern.compile("[1-9].* kW"));
    assertThat(on("power-chart")).hasAttribute("data-points", Pattern.compile("[2-9]|\\d\\d+"));

    on("button-stop-1").click();
    assertThat(on("command-result")).containsText("RemoteStopTransaction: Accepted");
    assertThat(on("connector-1-status")).hasText("Finishing");
    assertThat(on("button-start-1")).isVisible();
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/transactions?chargerId=BROWSER-1")
                            .get("items")
                            .get(0)
                            .get("stopReason")
                            .asText())
                    .isEqualTo("Remote"));
    await(station.stop());
  }

  @Test
  void shouldStartUnlockRestartAndReadTheConfigurationFromThePage() {
    system.register("BROWSER-2", "BROWSER-TAG-2");
    signIn();
    SimulatedStation station = station("BROWSER-2");
    page.navigate(system.api.site() + "/chargers/BROWSER-2");
    await(station.run(() -> station.plugIn(2, new Battery(60_000, 30))));
    on("button-remote-start").click();
    on("optional-").click();
    on("field-evseId").fill("2");
    on("field-idToken").fill("BROWSER-TAG-2");
    on("form-submit").click();
    assertThat(on("command-result")).containsText("RemoteStartTransaction: Accepted");
    assertThat(on("connector-2-status")).hasText("Charging");

    on("tab-message-log").click();
    assertThat(on("message-log")).containsText("RemoteStartTransaction");
    assertThat(on("message-log")).containsText("StartTransaction");
    on("tab-configuration").click();
    on("read-configuration").click();
    assertThat(on("configuration")).containsText("HeartbeatInterval");
    on("tab-commands").click();
    on("command-GetLocalListVersion").click();
    on("form-submit").click();
    assertThat(on("command-history")).containsText("GetLocalListVersion");
    on("tab-connectors").click();
    on("button-unlock-2").click();
    assertThat(on("command-result")).containsText("UnlockConnector: Accepted");
    on("button-reset").click();
    on("form-submit").click();
    assertThat(on("command-result")).containsText("Reset: Accepted");
    await(station.stop());
    assertThat(on("charger-online")).containsText("offline");
  }

  @Test
  void shouldTellTheFieldAtFaultInAForm() {
    signIn();
    page.navigate(system.api.site() + "/chargers");
    on("button-register").click();
    page.locator("[name=id]").fill("NEW-1");
    page.locator("[name=password]").fill("short");
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).isVisible();
    page.locator("[name=password]").fill("0123456789abcdef");
    on("form-submit").click();
    assertThat(page.locator("h1")).containsText("NEW-1");
    errors.removeIf(error -> error.contains("400"));
  }

  @Test
  void shouldStaySignedInAcrossReloadsAndTabsUntilSomebodySignsOut() {
    signIn();
    page.reload();
    assertThat(on("count-online")).isVisible();
    Page other = page.context().newPage();
    other.navigate(system.api.site() + "/");
    assertThat(other.getByTestId("count-online")).isVisible();
    on("sign-out").click();
    assertThat(on("sign-in-email")).isVisible();
    assertThat(other.getByTestId("sign-in-email")).isVisible();
    page.reload();
    assertThat(on("sign-in-email")).isVisible();
  }

  @Test
  void shouldAskToSignInAgainWhenTheSessionEnds() {
    String email = "ends@example.org";
    String id =
        system
            .api
            .post(
                "/users",
                Map.of("email", email, "name", "Ends", "role", "Viewer", "password", PASSWORD))
            .expect(201)
            .get("id")
            .asText();
    page.navigate(system.api.site() + "/");
    on("sign-in-email").fill(email);
    on("sign-in-password").fill(PASSWORD);
    on("sign-in-submit").click();
    assertThat(on("count-online")).isVisible();
    system.api.send("DELETE", "/users/" + id + "/sessions", null).expect(204);
    assertThat(on("sign-in-email")).isVisible();
  }

  @Test
  void shouldGoOnWithTheNewPasswordAndShowWhereOneIsSignedIn() {
    String email = "own@example.org";
    system
        .api
        .post(
            "/users", Map.of("email", email, "name", "Own", "role", "Viewer", "password", PASSWORD))
        .expect(201);
    page.navigate(system.api.site() + "/");
    on("sign-in-email").fill(email);
    on("sign-in-password").fill(PASSWORD);
    on("sign-in-submit").click();
    assertThat(on("count-online")).isVisible();
    page.navigate(system.api.site() + "/me");
    assertThat(on("sessions").locator("tbody tr")).hasCount(1);
    page.locator("text=Change my password").click();
    page.locator("[name=oldPassword]").fill(PASSWORD);
    page.locator("[name=newPassword]").fill(PASSWORD + " new");
    on("form-submit").click();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(on("sessions").locator("tbody tr")).hasCount(1);
    on("sign-out-everywhere").click();
    on("form-submit").click();
    assertThat(on("sign-in-email")).isVisible();
  }

  private static final String PASSWORD = "long enough a word, 1";

  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("/", "Overview"),
          Map.entry("/chargers", "Charging stations"),
          Map.entry("/messages", "Messages"),
          Map.entry("/deviations", "Deviations"),
          Map.entry("/security-events", "Security events"),
          Map.entry("/transactions", "Transactions"),
          Map.entry("/tariffs", "Tariffs"),
          Map.entry("/device-events", "Device events"),
          Map.entry("/variables", "Variables"),
          Map.entry("/reservations", "Reservations"),
          Map.entry("/charging-profiles", "Charging profiles"),
          Map.entry("/campaigns", "Campaigns"),
          Map.entry("/campaigns/new", "New campaign"),
          Map.entry("/firmware", "Firmware"),
          Map.entry("/tokens", "Tokens"),
          Map.entry("/policies", "Policies"),
          Map.entry("/certificates", "Certificates"),
          Map.entry("/users", "Users"),
          Map.entry("/api-keys", "API keys"),
          Map.entry("/me", "My account"),
          Map.entry("/nowhere", "Nothing here"));

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void shouldShowEveryPageAtEveryWidth(int width) {
    openPage(width, 844);
    signIn();
    PAGES.forEach(
        (path, title) -> {
          page.navigate(system.api.site() + path);
          assertThat(page.locator("main h1").first()).containsText(title);
          assertThat(page.getByText("This server does not offer this.")).hasCount(0);
          assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
              .as("width of " + path)
              .isLessThanOrEqualTo(width);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 390})
  void shouldShowEveryTabOfAStationAtEveryWidth(int width) {
    String id = "TABS-" + width;
    system.register(id, id + "-TAG");
    openPage(width, 844);
    signIn();
    SimulatedStation station = station(id);
    page.navigate(system.api.site() + "/chargers/" + id);
    assertThat(on("connector-1-status")).hasText("Available");
    assertThat(page.locator("[role=tab]")).hasCount(15);
    for (Locator tab : page.locator("[role=tab]").all()) {
      tab.click();
      assertThat(tab).hasAttribute("aria-selected", "true");
      assertThat(page.getByText("Loading …")).hasCount(0);
      assertThat(page.getByText("This server does not offer this.")).hasCount(0);
      assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
          .as("width of " + tab.textContent())
          .isLessThanOrEqualTo(width);
    }
    await(station.stop());
  }

  @Test
  void shouldLeaveAStationsPageWithoutOfferingToRemoveIt() {
    system.register("BROWSER-3", "BROWSER-TAG-3");
    signIn();
    page.navigate(system.api.site() + "/chargers/BROWSER-3");
    assertThat(page.locator("h1")).containsText("BROWSER-3");
    on("menu-access").click();
    assertThat(on("token-grid")).containsText("BROWSER-TAG-3");
    assertThat(page.locator("dialog")).hasCount(0);
  }

  @Test
  void shouldKeepTariffsGiveThemToAStationAndShowWhatTransactionsCost() {
    system.api.post("/tokens", Map.of("idToken", "COST-TAG", "blocked", false)).expect(201);
    SimulatedStation2 station = station2("COSTS", OcppVersion.V2_1);
    signIn();
    page.navigate(system.api.site() + "/tariffs");
    assertThat(page.getByText("No tariffs yet")).isVisible();
    on("new-tariff").click();
    on("tariff-id").fill("day");
    on("field-currency").fill("XXQ");
    on("form-submit").click();
    assertThat(page.locator("dialog em.error")).containsText("ISO 4217");
    on("field-currency").fill("EUR");
    on("field-energyPricePerKwh").fill("0.29");
    on("field-timePrice").fill("6");
    on("field-fixedFee").fill("1.5");
    on("add-taxes").click();
    on("field-taxes/0/name").fill("VAT");
    on("field-taxes/0/percent").fill("19");
    on("form-submit").click();
    Locator row = on("tariff-day");
    assertThat(row).containsText("0.29 EUR a kWh");
    assertThat(row).containsText("+ 19 % VAT");

    button(row, "Assign").click();
    on("assign-kind").selectOption("Charger");
    on("assign-target").fill("COSTS");
    on("form-submit").click();
    assertThat(row.getByTestId("assignments")).containsText("COSTS");
    button(row, "Edit").click();
    on("field-fixedFee").fill("2");
    on("form-submit").click();
    assertThat(row).containsText("2.00 EUR a transaction");

    await(station.run(() -> station.plugIn(1, new Battery(60_000, 30))));
    await(station.presentTag(1, "COST-TAG"));
    assertThat(on("costs")).containsText("COST-TAG");
    assertThat(on("costs").locator("strong").first()).containsText("EUR");
    await(station.presentTag(1, "COST-TAG"));

    button(row, "Give to a station").click();
    on("give-station").fill("COSTS");
    on("give-evse").fill("2");
    on("form-submit").click();
    assertThat(on("tariff-told")).containsText("Accepted");
    assertThat(on("station-tariffs")).containsText("day");
    assertThat(on("station-tariffs").locator("td").nth(2)).hasText("2");
    button(on("station-tariffs"), "Clear").click();
    assertThat(page.getByText("It has none.")).isVisible();

    button(row, "Take away").click();
    assertThat(row.getByTestId("assignments")).containsText("nobody");
    button(row, "Delete").click();
    on("form-submit").click();
    assertThat(row).hasCount(0);
    await(station.stop());
    on("tariffs-of").fill("COSTS");
    on("read-tariffs").click();
    assertThat(page.locator("galvan-station-tariffs .error")).containsText("not connected");
    errors.removeIf(error -> error.contains("400") || error.contains("409"));
  }

  @Test
  void shouldKeepCertificatesAndGiveThemToStations() throws Exception {
    system.register("ROOTS-16", "ROOTS-TAG");
    SimulatedStation first = station("ROOTS-16");
    SimulatedStation2 second = station2("ROOTS-21", OcppVersion.V2_1);
    X509Certificate roaming =
        Authorities.root("Roaming Root", Duration.ofDays(20), Clock.systemUTC());
    X509Certificate maker =
        Authorities.root("Maker Root", Duration.ofDays(2_000), Clock.systemUTC());
    signIn();
    page.navigate(system.api.site() + "/certificates");
    assertThat(on("trusted")).containsText("made by Galvan");
    assertThat(on("expiring")).hasCount(0);

    on("add-certificate").click();
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).containsText("Choose a file or paste the text");
    page.locator("dialog [name=certificate]").fill("no certificate");
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).containsText("not a certificate");
    page.locator("dialog [name=certificate]").fill(Authorities.pem(roaming));
    on("form-submit").click();
    assertThat(on("expiring")).containsText("One expires");
    Locator roamingRow = row("Roaming Root");
    assertThat(roamingRow).containsText("MORootCertificate");
    assertThat(roamingRow).containsText(Pattern.compile("(19|20) days left"));

    on("add-certificate").click();
    on("certificate-use").selectOption("ManufacturerRootCertificate");
    on("certificate-file")
        .setInputFiles(
            new FilePayload("maker.der", "application/octet-stream", maker.getEncoded()));
    on("form-submit").click();
    Locator makerRow = row("Maker Root");
    assertThat(makerRow).containsText("ManufacturerRootCertificate");
    assertThat(makerRow).not().containsText("left");
    on("filter-use").selectOption("ManufacturerRootCertificate");
    assertThat(roamingRow).hasCount(0);

    button(makerRow, "Install in a station").click();
    on("install-station").fill("ROOTS-16");
    on("form-submit").click();
    assertThat(on("install-told")).containsText("Accepted");
    on("filter-use").selectOption("MORootCertificate");
    button(roamingRow, "Install in a station").click();
    on("install-station").fill("ROOTS-16");
    on("form-submit").click();
    assertThat(page.locator("dialog .error")).containsText("OCPP 1.6 does not hold");
    on("install-station").fill("ROOTS-21");
    on("form-submit").click();
    assertThat(on("install-told")).containsText("ROOTS-21: Accepted");
    on("install-root-ECDSA").click();
    on("install-station").fill("ROOTS-21");
    on("form-submit").click();
    assertThat(on("root-told")).containsText("Accepted");

    button(roamingRow, "Delete").click();
    on("form-submit").click();
    assertThat(page.getByText("No certificates of this use.")).isVisible();
    assertThat(on("expiring")).hasCount(0);
    await(first.stop());
    await(second.stop());
    errors.removeIf(error -> error.contains("400"));
  }

  private Locator row(String text) {
    return on("trusted").locator("tbody tr", new Locator.LocatorOptions().setHasText(text));
  }

  private static Locator button(Locator within, String name) {
    return within.getByText(name, new Locator.GetByTextOptions().setExact(true));
  }
}
