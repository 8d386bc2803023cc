package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.SimulatedStation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The dashboard in a real browser, on a running system with simulated stations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardTest {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("GALVAN_CHROMIUM", "/usr/bin/chromium"));

  private RunningSystem system;
  private Playwright playwright;
  private Browser browser;
  private Page page;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start() {
    boolean browserIsHere = Files.isExecutable(CHROMIUM);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(browserIsHere).as("chromium at " + CHROMIUM).isTrue();
    }
    Assumptions.assumeTrue(
        browserIsHere,
        "no chromium at " + CHROMIUM + "; set GALVAN_CHROMIUM to test the dashboard");
    system = RunningSystem.start(Map.of());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  void stop() {
    if (playwright != null) {
      playwright.close();
    }
    if (system != null) {
      system.close();
    }
  }

  @BeforeEach
  void openPage() {
    errors.clear();
    page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(1400, 900)
                    .setColorScheme(ColorScheme.LIGHT))
            .newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          // A refused sign-in is an answer of 401, which the browser reports as an error of its
          // own.
          if (message.type().equals("error") && !message.text().contains("401")) {
            errors.add(message.text());
          }
        });
  }

  @AfterEach
  void closePage() {
    page.context().close();
    assertThat(errors).isEmpty();
  }

  private Locator on(String testId) {
    return page.getByTestId(testId);
  }

  private void signIn() {
    page.navigate(system.api.site() + "/");
    on("sign-in-email").fill(system.api.admin().email());
    on("sign-in-password").fill(system.api.admin().password());
    on("sign-in-submit").click();
    assertThat(on("count-online")).isVisible();
  }

  private SimulatedStation station(String id) {
    return await(
        SimulatedStation.builder(system.vertx)
            .id(id)
            .webSocket(system.webSocketUrl())
            .connectors(2)
            .curve(PowerCurve.DC_50)
            .meterInterval(Duration.ofSeconds(1))
            .seed(1)
            .build()
            .start());
  }

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
    assertThat(on("connector-1-power"))
        .hasText(
            Pattern.compile("[1-9].* kW"),
            new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions()
                .setTimeout(15_000));
    assertThat(on("power-chart"))
        .hasAttribute(
            "data-points",
            Pattern.compile("[2-9]|\\d\\d+"),
            new com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions()
                .setTimeout(15_000));

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
    on("remote-start-connector").fill("2");
    on("remote-start-tag").fill("BROWSER-TAG-2");
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
    assertThat(on("charger-online"))
        .containsText(
            "offline",
            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                .setTimeout(15_000));
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
  void shouldAskToSignInAgainWhenTheSessionEnds() {
    signIn();
    page.evaluate(
        "sessionStorage.setItem('galvan.session', JSON.stringify({token: 'x', user: {role: 'Admin', email: 'x', name: 'x'}}))");
    page.reload();
    assertThat(on("sign-in-email")).isVisible();
  }

  @Test
  void shouldShowEveryPage() {
    system.register("BROWSER-3", "BROWSER-TAG-3");
    signIn();
    for (Map.Entry<String, String> each :
        Map.of(
                "/transactions",
                "Transactions",
                "/tokens",
                "Tokens",
                "/users",
                "Users",
                "/me",
                "My account",
                "/nowhere",
                "Nothing here")
            .entrySet()) {
      page.navigate(system.api.site() + each.getKey());
      assertThat(page.locator("main h1").first()).containsText(each.getValue());
    }
    page.navigate(system.api.site() + "/tokens");
    assertThat(on("token-grid")).containsText("BROWSER-TAG-3");
  }
}
