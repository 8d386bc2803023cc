package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.NodeReach;
import io.galvan.central.command.StoredCommands;
import io.galvan.central.node.Node;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.station.StationCredentials;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The security profiles of 1.6 over real sockets, with all services behind them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecurityFixture {
  static final String PASSWORD = "a plain password";

  @TempDir static Path folder;

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.of(vertx);
  final KeyMaterial foreignRoot = KeyMaterial.certified("EC", "CN=Foreign Root", null);
  private Node node;
  private StoredCommands commands;
  private int chargers;

  /** As certification needs it. */
  String rsaKeyExchange() {
    return "true";
  }

  @BeforeAll
  void start() throws IOException {
    Path further = folder.resolve("further.pem");
    Files.writeString(further, foreignRoot.certificate());
    Platform base =
        TestPlatform.create(
            TestPlatform.clock(),
            Map.of(
                "GALVAN_TLS",
                "auto",
                "GALVAN_PUBLIC_HOST",
                "localhost",
                "GALVAN_TLS_CLIENT_CA",
                further.toString(),
                "GALVAN_OCPP_TLS_PORT",
                "0",
                "GALVAN_MQTT_TLS_PORT",
                "0",
                "GALVAN_TLS_RSA_KEY_EXCHANGE",
                rsaKeyExchange()));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Platform platform = new Platform(base.settings(), Clock.systemUTC(), base.database(), metrics);
    node = await(Node.start(vertx, platform, metrics, null, admin -> {}));
    commands =
        new StoredCommands(
            bus, new NodeReach(vertx, platform.nodeId()), platform.settings().callTimeout());
  }

  @AfterAll
  void stop() {
    await(node.stop());
    await(vertx.close());
  }

  int port(Ports.Name name) {
    return node.ports().get(name);
  }

  /** A registered station; with a password unless that is null. */
  String charger(@Nullable String password) {
    String id = "CP-" + ++chargers;
    await(
        bus.request(
            Chargers.CREATE,
            new Chargers.NewCharger(
                id, null, null, Chargers.Registration.Accepted, false, OcppVersion.V1_6)));
    if (password != null) {
      await(
          bus.request(StationCredentials.SET, new StationCredentials.NewCredentials(id, password)));
    }
    return id;
  }

  Chargers.Charger get(String id) {
    return await(bus.request(Chargers.GET, new Chargers.ChargerKey(id)));
  }

  List<Certificates.Root> roots() {
    return await(bus.request(Certificates.AUTHORITY, new Certificates.AuthorityQuery())).roots();
  }

  private PemTrustOptions trust() {
    PemTrustOptions trust = new PemTrustOptions();
    roots().forEach(root -> trust.addCertValue(Buffer.buffer(root.certificate())));
    return trust;
  }

  /** A station's client certificate with its key. */
  record Client(String certificate, KeyMaterial material) {
    PemKeyCertOptions options() {
      return new PemKeyCertOptions()
          .addCertValue(Buffer.buffer(certificate))
          .addKeyValue(material.key());
    }
  }

  Future<RawStation> plain(String id, @Nullable String login) {
    return RawStation.webSocket(
        vertx, port(Ports.Name.ocpp), "/ocpp/" + id, login, List.of("ocpp1.6"));
  }

  Future<RawStation> secure(String id, @Nullable String login, @Nullable Client client) {
    WebSocketClientOptions options =
        new WebSocketClientOptions().setSsl(true).setTrustOptions(trust()).setVerifyHost(false);
    if (client != null) {
      options.setKeyCertOptions(client.options());
    }
    return RawStation.webSocket(
        vertx, options, port(Ports.Name.ocppTls), "/ocpp/" + id, login, List.of("ocpp1.6"));
  }

  Future<RawStation> secureMqtt(String id, @Nullable String password, @Nullable Client client) {
    MqttClientOptions options = new MqttClientOptions();
    options.setSsl(true).setTrustOptions(trust()).setHostnameVerificationAlgorithm("");
    if (client != null) {
      options.setKeyCertOptions(client.options());
    }
    return RawStation.mqtt(vertx, options, port(Ports.Name.mqttTls), id, password);
  }

  RawStation booted(Future<RawStation> connecting) {
    return booted(connecting, "SERIAL-7");
  }

  RawStation booted(Future<RawStation> connecting, String serialNumber) {
    RawStation station = await(connecting);
    assertThat(
            station.ask(
                "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"chargePointSerialNumber\":\""
                    + serialNumber
                    + "\"}]"))
        .contains("\"status\":\"Accepted\"");
    return station;
  }

  private static Throwable failure(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("the connection was accepted");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  static int refusal(Future<RawStation> connection) {
    return ((UpgradeRejectedException) failure(connection)).getStatus();
  }

  static MqttConnectReturnCode mqttRefusal(Future<RawStation> connection) {
    return ((MqttConnectionException) failure(connection)).code();
  }

  /** Sends a ChangeConfiguration, which the test answers. */
  Future<Command> changing(String id, Map<String, ?> payload) {
    return commands
        .execute(new CommandRequest(id, "ChangeConfiguration", Mapper.write(payload), "test", null))
        .map(outcome -> outcome.command());
  }

  /** Sends a command; the station answers it with this payload. */
  Command command(
      RawStation station, String id, String action, Map<String, ?> payload, String answer) {
    Future<Command> sent = send(id, action, payload);
    answer(station, action, answer);
    return await(sent);
  }

  /** Sends a command. */
  Future<Command> send(String id, String action, Map<String, ?> payload) {
    return commands
        .execute(new CommandRequest(id, action, Mapper.write(payload), "test", null))
        .map(outcome -> outcome.command());
  }

  /** Waits for a CALL and answers it; gives its payload. */
  static JsonNode answer(RawStation station, String action, String answer) {
    try {
      JsonNode call = Mapper.JSON.readTree(station.receive());
      assertThat(call.get(2).asText()).isEqualTo(action);
      station.send("[3,\"" + call.get(1).asText() + "\"," + answer + "]");
      return call.get(3);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
