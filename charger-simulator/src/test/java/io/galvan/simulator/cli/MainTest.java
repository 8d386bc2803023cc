package io.galvan.simulator.cli;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.ScriptedCentral;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final Vertx vertx = Vertx.vertx();
  private final ScriptedCentral central = new ScriptedCentral(vertx);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void listen() {
    get(central.listen());
  }

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine(Clock.systemUTC());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"station", "fleet", "scenario", "chaos", "load", "replay", "models", "check-mqtt"})
  void shouldExplainEachCommand(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString())
        .startsWith("Usage: charger-simulator " + command)
        .contains("  3   It could not run: the central system is absent, or refuses.");
  }

  @Test
  void shouldExplainEachCommandInAWholeSentence() {
    assertThat(run("--help")).isZero();
    String commands = out.toString().substring(out.toString().indexOf("Commands:"));
    assertThat(commands.substring(0, commands.indexOf("Exit codes:")).lines().skip(1))
        .filteredOn(line -> !line.isBlank())
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(line).matches("  [a-z-]+ .*[.]"));
  }

  @Test
  void shouldExitWith0AfterACleanLoadAndWriteItsReport(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("report.json");
    int code =
        run("load", "-n", "2", "--calls", "50", "--url", central.url(), "--json", json.toString());
    assertThat(code).isZero();
    JsonObject report = new JsonObject(Files.readString(json));
    assertThat(report.getBoolean("clean")).isTrue();
    assertThat(report.getLong("answered")).isGreaterThanOrEqualTo(50);
    assertThat(out.toString()).contains("StartTransaction").contains("0 lost");
  }

  @Test
  void shouldExitWith1AfterALostAnswer() {
    central.answerFrame("Heartbeat", call -> null);
    int code =
        run(
            "load",
            "-n",
            "1",
            "--mix",
            "heartbeat",
            "--calls",
            "9",
            "--timeout",
            "300ms",
            "--url",
            central.url());
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("1 lost");
  }

  @Test
  void shouldRefuseToLoadAnotherMachine() {
    assertThat(run("load", "--url", "ws://192.0.2.1:9000/ocpp")).isEqualTo(2);
    assertThat(err.toString()).contains("--allow-remote");
  }

  @Test
  void shouldExitWith2WithoutACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString())
        .contains("station, fleet, scenario, chaos, load, replay, models or check-mqtt");
  }

  @Test
  void shouldRunAStationForATime() {
    int code =
        run(
            "station",
            "--transport",
            "mqtt",
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--speed",
            "30",
            "--duration",
            "2s");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("-> [2,").contains("BootNotification").contains("<- [3,");
  }

  private static String file(String name) {
    return Path.of("src/test/resources", name).toString();
  }

  /** A central system on TLS that wants a client certificate; gives the frames it receives. */
  private HttpServer secure(List<String> frames) {
    HttpServerOptions options = new HttpServerOptions().setHost("localhost").setUseAlpn(false);
    options
        .setSsl(true)
        .setWebSocketSubProtocols(List.of("ocpp1.6"))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(file("localhost.pem"))
                .addKeyPath(file("localhost.key")))
        .setTrustOptions(new PemTrustOptions().addCertPath(file("localhost.pem")))
        .setClientAuth(ClientAuth.REQUIRED);
    return get(
        vertx
            .createHttpServer(options)
            .webSocketHandler(socket -> socket.textMessageHandler(frames::add))
            .listen(0));
  }

  @Test
  void shouldConnectOverTlsWithAClientCertificate() {
    List<String> frames = new CopyOnWriteArrayList<>();
    String url = "wss://localhost:" + secure(frames).actualPort() + "/ocpp";
    String[] trusting = {"station", "--url", url, "--wait", "1s", "--ca", file("localhost.pem")};
    assertThat(run(trusting)).isEqualTo(3);
    assertThat(frames).isEmpty();
    assertThat(
            run(
                "station",
                "--url",
                url,
                "--wait",
                "1s",
                "--cert",
                file("localhost.pem"),
                "--key",
                file("localhost.key")))
        .isEqualTo(3);
    assertThat(frames).isEmpty();
    assertThat(
            run(
                "station",
                "--url",
                url,
                "--wait",
                "1s",
                "--ca",
                file("localhost.pem"),
                "--cert",
                file("localhost.pem"),
                "--key",
                file("localhost.key")))
        .as("nobody answers the boot")
        .isEqualTo(3);
    assertThat(frames).isNotEmpty().first().asString().contains("BootNotification");
  }

  @Test
  void shouldRefuseACertificateWithoutItsKey() {
    assertThat(run("station", "--cert", file("localhost.pem"))).isEqualTo(2);
    assertThat(err.toString()).contains("a certificate and its key come together");
  }

  @Test
  void shouldListTheQuirksAndPlayThem() {
    assertThat(run("station", "--list-quirks")).isZero();
    assertThat(out.toString()).contains("truncated-json").contains("numbers-as-strings");
    int code =
        run(
            "station",
            "--quirk",
            "early-messages,repeated-messages",
            "--quirk",
            "long-strings",
            "--url",
            central.url(),
            "--speed",
            "30",
            "--duration",
            "2s");
    assertThat(code).isZero();
    assertThat(central.calls("BootNotification")).hasSize(2);
    assertThat(central.calls("StatusNotification"))
        .anySatisfy(call -> assertThat(call.payload().getString("info")).hasSize(80));
  }

  @Test
  void shouldExitWith2AtAQuirkThatIsNone() {
    assertThat(run("station", "--quirk", "perfect")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no quirk perfect");
  }

  @Test
  void shouldRunAFleetOnBothTransports() {
    int code =
        run(
            "fleet",
            "--lively",
            "-n",
            "4",
            "--url",
            central.url(),
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--speed",
            "30",
            "--duration",
            "3s");
    assertThat(code).isZero();
    assertThat(out.toString()).contains("4 of 4 connected");
    assertThat(central.calls("BootNotification").stream().map(ScriptedCentral.Received::station))
        .containsExactlyInAnyOrder("SIM-01", "SIM-02", "SIM-03", "SIM-04");
    assertThat(central.statusTopics).contains("ocpp/1.6/SIM-02/status online true");
  }

  @Test
  void shouldDoWhatAScriptSaysAndEndWithIt() {
    String script =
        """
        # a driver comes
        await accepted
        plug
        tag TAG-1
        await transaction
        show transactions
        tag TAG-1
        await delivered
        unplug 1
        fly
        quit
        plug
        """;
    CommandLine line =
        Main.commandLine(Clock.systemUTC(), new BufferedReader(new StringReader(script)), false);
    line.setOut(new PrintWriter(out));
    int code = line.execute("station", "--url", central.url(), "--connectors", "1", "--log", "off");
    assertThat(code).as("a line of it makes no sense").isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            "done",
            "Accepted",
            "1: transaction 101",
            "Accepted",
            "done",
            "there is no 'fly'; help shows what there is");
    assertThat(central.calls("StartTransaction", "StopTransaction")).hasSize(2);
  }

  @Test
  void shouldRunAFleetsDayAndReportIt(@TempDir Path folder) throws Exception {
    Path html = folder.resolve("day.html");
    int code =
        run(
            "fleet",
            "-n",
            "6",
            "--url",
            central.url(),
            "--mqtt",
            "127.0.0.1:" + central.mqttPort(),
            "--speed",
            "3600",
            "--length",
            "10h",
            "--day",
            "2026-07-01",
            "--site",
            "public",
            "--json",
            "--html",
            html.toString());
    assertThat(code).as(out + " " + err).isZero();
    JsonObject report = new JsonObject(out.toString().lines().reduce("", (one, next) -> next));
    int transactions = report.getInteger("transactions");
    assertThat(transactions).isPositive();
    assertThat(central.calls("StartTransaction")).hasSize(transactions);
    assertThat(central.calls("StopTransaction")).hasSize(transactions);
    long told =
        central.calls("StopTransaction").stream()
                .mapToLong(call -> call.payload().getLong("meterStop"))
                .sum()
            - central.calls("StartTransaction").stream()
                .mapToLong(call -> call.payload().getLong("meterStart"))
                .sum();
    assertThat(report.getLong("energyWh")).isEqualTo(told);
    assertThat(central.calls("StartTransaction"))
        .allSatisfy(
            call -> assertThat(call.payload().getString("timestamp")).startsWith("2026-07-0"));
    assertThat(Files.readString(html)).contains("<polyline").doesNotContain("src=").contains("kWh");
  }

  @Test
  void shouldExitWith2AtAScenarioThatCannotBeRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("broken.yaml");
    Files.writeString(file, "steps:\n  - fly: high\n");
    assertThat(run("scenario", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("step 1: there is no verb 'fly'");
  }

  @Test
  void shouldSayThatVerifyingNeedsSomebodyWhoMayAsk() {
    assertThat(run("fleet", "--verify", "--url", central.url())).isEqualTo(2);
    assertThat(err.toString()).contains("--user and --user-password, or --token");
  }

  @Test
  void shouldListModelsAndShowWhatIsWrongWithAFile(@TempDir Path folder) throws Exception {
    assertThat(run("models")).isZero();
    assertThat(out.toString().lines()).hasSize(10).anyMatch(line -> line.startsWith("zaptec-pro"));
    Path file = folder.resolve("own.yaml");
    Files.writeString(file, "vendor: V\nmodel: M\nconnectors: 1\npower: {max-kw: 1}\nx: 1\n");
    assertThat(run("models", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("own.yaml:5: there is no field 'x' here");
    assertThat(run("station", "--model", "nobody")).isEqualTo(2);
    assertThat(err.toString()).contains("nobody: is neither a file nor one of the models");
  }

  @Test
  void shouldRunAFleetOfModels() {
    int code =
        run(
            "fleet",
            "--lively",
            "-n",
            "4",
            "--transport",
            "ws",
            "--model",
            "abb-terra-54,zaptec-pro",
            "--url",
            central.url(),
            "--duration",
            "2s");
    assertThat(code).as(err.toString()).isZero();
    assertThat(
            central.calls("BootNotification").stream()
                .map(call -> call.payload().getString("chargePointModel")))
        .containsExactlyInAnyOrder("Terra 54", "Pro", "Terra 54", "Pro");
  }

  @Test
  void shouldWriteWhatBecameOfScenariosForBuildServers(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("s.yaml");
    Files.writeString(file, "steps: [connect, boot, {draw: {n: {whole: [1, 9]}}}]\n");
    Path junit = folder.resolve("junit.xml");
    int code =
        run(
            "scenario",
            file.toString(),
            "--url",
            central.url(),
            "--seed",
            "42",
            "--junit",
            junit.toString());
    assertThat(code).isZero();
    assertThat(Files.readString(junit)).contains("tests=\"3\"").contains("value=\"42\"");
  }

  @Test
  void shouldOpenADoorToAStationAndToFleets(@TempDir Path folder) {
    String[][] commands = {
      {"station", "--duration", "1s"},
      {"fleet", "--lively", "-n", "2", "--duration", "1s", "--transport", "ws"},
    };
    for (String[] command : commands) {
      String[] all = java.util.Arrays.copyOf(command, command.length + 6);
      String file = folder.resolve("control.token").toString();
      System.arraycopy(
          new String[] {"--control", "0", "--url", central.url(), "--control-token", file},
          0,
          all,
          command.length,
          6);
      err.getBuffer().setLength(0);
      assertThat(run(all)).as(err.toString()).isZero();
      assertThat(err.toString())
          .containsPattern("control: http://127\\.0\\.0\\.1:\\d+/#token=\\S{32}");
    }
  }
}
