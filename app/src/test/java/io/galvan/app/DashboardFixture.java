package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station2.SimulatedStation2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A running system and a browser that shows its dashboard, for tests of the dashboard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardFixture {
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("GALVAN_CHROMIUM", "/usr/bin/chromium"));

  private static final int PATIENCE_MS = 20_000;

  RunningSystem system;
  private Playwright playwright;
  private Browser browser;
  Page page;
  final List<String> errors = new CopyOnWriteArrayList<>();

  @BeforeAll
  void start() {
    boolean browserIsHere = Files.isExecutable(CHROMIUM);
    if ("true".equals(System.getenv("CI"))) {
      assertThat(browserIsHere).as("chromium at " + CHROMIUM).isTrue();
    }
    Assumptions.assumeTrue(
        browserIsHere,
        "no chromium at " + CHROMIUM + "; set GALVAN_CHROMIUM to test the dashboard");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
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
    openPage(1280, 900);
  }

  /** A new browser window of this size; an error on any page in it fails the test. */
  void openPage(int width, int height) {
    if (page != null) {
      page.context().close();
    }
    errors.clear();
    page =
        browser
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(width, height)
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
    page = null;
    assertThat(errors).isEmpty();
  }

  Locator on(String testId) {
    return page.getByTestId(testId);
  }

  void signIn() {
    page.navigate(system.api.site() + "/");
    on("sign-in-email").fill(system.api.admin().email());
    on("sign-in-password").fill(system.api.admin().password());
    on("sign-in-submit").click();
    assertThat(on("count-online")).isVisible();
  }

  /** A station of 2.0.1 or 2.1, registered and connected. */
  SimulatedStation2 station2(String id, OcppVersion version) {
    system.register(id, version);
    return await(
        SimulatedStation2.builder(system.vertx, version)
            .id(id)
            .webSocket(system.webSocketUrl())
            .evses(2)
            .curve(PowerCurve.DC_50)
            .meterInterval(Duration.ofSeconds(1))
            .seed(1)
            .build()
            .start());
  }

  SimulatedStation station(String id) {
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
}
