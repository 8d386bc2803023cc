package io.galvan.simulator.cli;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said when a central system does not let a station in. */
class RefusalsTest {
  private static final String PEM = Path.of("src/test/resources/localhost.pem").toString();
  private static final String KEY = Path.of("src/test/resources/localhost.key").toString();

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;

  @AfterEach
  void close() {
    get(vertx.close());
  }

  private static Program run(String line) {
    return Program.run(line.split(" "));
  }

  private static void assertRefused(Program program, String told) {
    assertThat(program.code()).as(program.out() + program.err()).isEqualTo(3);
    assertThat(program.err().lines()).singleElement().asString().contains(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"station", "fleet --transport ws", "fleet --transport ws --lively"})
  void shouldTellTheStatusOfARefusedWebSocket(String command) {
    int port =
        get(vertx
                .createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(401).end())
                .listen(0, "127.0.0.1"))
            .actualPort();
    assertRefused(
        run(command + " --wait 500ms --url ws://127.0.0.1:" + port + "/ocpp"),
        "127.0.0.1:" + port + " refused the WebSocket with HTTP 401 Unauthorized: is the password");
  }

  @Test
  void shouldTellThatAVersionIsNotSpoken() {
    int port =
        get(vertx
                .createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("ocpp1.6"))
                .webSocketHandler(socket -> {})
                .listen(0, "127.0.0.1"))
            .actualPort();
    assertRefused(
        run("station --ocpp 2.1 --wait 500ms --url ws://127.0.0.1:" + port + "/ocpp"), "ocpp2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"station --transport mqtt", "fleet --transport mqtt"})
  void shouldTellWhyAnMqttConnectionWasRefused(String command) {
    int port =
        get(MqttServer.create(vertx, new MqttServerOptions().setHost("127.0.0.1").setPort(0))
                .endpointHandler(
                    endpoint ->
                        endpoint.reject(
                            MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD))
                .listen())
            .actualPort();
    assertRefused(
        run(command + " --wait 500ms --mqtt 127.0.0.1:" + port),
        "127.0.0.1:" + port + " refused the MQTT connection: bad user name or password");
  }

  @Test
  void shouldTellTheStatusOfABootThatIsNotAccepted() {
    int port =
        get(vertx
                .createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("ocpp1.6"))
                .webSocketHandler(
                    socket ->
                        socket.textMessageHandler(
                            text ->
                                socket.writeTextMessage(
                                    new JsonArray()
                                        .add(3)
                                        .add(new JsonArray(text).getString(1))
                                        .add(
                                            new JsonObject()
                                                .put("status", "Pending")
                                                .put("interval", 300)
                                                .put("currentTime", "2026-01-01T00:00:00Z"))
                                        .encode())))
                .listen(0, "127.0.0.1"))
            .actualPort();
    assertRefused(
        run("station --log off --wait 1s --url ws://127.0.0.1:" + port + "/ocpp"), "Pending");
  }

  private int secure(ClientAuth clients) {
    HttpServerOptions options = new HttpServerOptions().setHost("localhost").setUseAlpn(false);
    options
        .setSsl(true)
        .addWebSocketSubProtocol("ocpp1.6")
        .setKeyCertOptions(new PemKeyCertOptions().addCertPath(PEM).addKeyPath(KEY))
        .setTrustOptions(new PemTrustOptions().addCertPath(PEM))
        .setClientAuth(clients);
    return get(vertx.createHttpServer(options).webSocketHandler(socket -> {}).listen(0))
        .actualPort();
  }

  @Test
  void shouldHintAtTheRootOfACertificateThatIsNotTrusted() {
    int port = secure(ClientAuth.NONE);
    String url = " --wait 1s --url wss://localhost:" + port + "/ocpp";
    assertRefused(
        run("station" + url),
        "the certificate of localhost:" + port + " is not trusted: name its root with --ca FILE");
    assertRefused(
        run("station --transport mqtt --mqtt-tls --wait 1s --mqtt localhost:" + port),
        "is not trusted: name its root with --ca FILE");
  }

  @Test
  void shouldHintAtTheCertificateThatTheServerWants() {
    int port = secure(ClientAuth.REQUIRED);
    assertRefused(
        run("station --wait 1s --ca " + PEM + " --url wss://localhost:" + port + "/ocpp"),
        "does it want a certificate, --cert and --key?");
  }

  @Test
  void shouldTellThatAPortSpeaksNoTls() {
    int port =
        get(vertx.createHttpServer().requestHandler(request -> {}).listen(0, "localhost"))
            .actualPort();
    assertRefused(
        run("station --wait 1s --url wss://localhost:" + port + "/ocpp"), "does not speak TLS");
  }

  /** The program in a process of its own, with the log that the runnable jar has. */
  @Test
  void shouldWriteNoStackTraceForEachTry() throws Exception {
    int closed = Program.closedPort();
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Dlogback.configurationFile=src/main/runnable/logback.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("station", "--transport", "mqtt", "--wait", "2500ms"));
    command.addAll(List.of("--mqtt", "127.0.0.1:" + closed));
    Process process =
        new ProcessBuilder(command)
            .redirectInput(Files.writeString(folder.resolve("in"), "plug\n").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String told = Files.readString(err, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(told).isEqualTo(3);
    assertThat(Files.readString(out)).isEmpty();
    String sentence = "nobody listens at 127.0.0.1:" + closed + " (connection refused)";
    assertThat(told.lines()).hasSize(2);
    assertThat(told.lines().findFirst().orElse(""))
        .contains("INFO  CP-1: cannot connect: " + sentence);
    assertThat(told).endsWith("charger-simulator: " + sentence + System.lineSeparator());
  }
}
