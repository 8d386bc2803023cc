package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.AttemptQuery;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.Connections;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may take the place of a station that is connected. */
class TakeoverTest extends SecurityFixture {
  private static final Map<String, String> NEW_KEY =
      Map.of("key", "AuthorizationKey", "value", "000102030405060708090a0b0c0d0e0f");

  private Future<RawStation> mqtt(String id) {
    return RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, null);
  }

  private static void lives(RawStation station) {
    assertThat(station.closed()).isNotDone();
    assertThat(station.ask("[2,\"h\",\"Heartbeat\",{}]")).contains("currentTime");
  }

  @Test
  void shouldRefuseANewcomerThatProvesNothingWhileTheStationLives() {
    String id = charger(null);
    RawStation real = booted(plain(id, null));
    assertThat(refusal(plain(id, null))).isEqualTo(409);
    assertThat(refusal(plain(id.toLowerCase(Locale.ROOT), null))).isEqualTo(409);
    assertThat(refusal(secure(id, id + ":not stored anywhere", null))).isEqualTo(409);
    assertThat(
            refusal(
                RawStation.webSocket(
                    vertx, port(Ports.Name.ocpp), "/ocpp/" + id, null, List.of("ocpp2.0.1"))))
        .isEqualTo(409);
    assertThat(mqttRefusal(mqtt(id)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
    lives(real);
    assertThat(
            await(
                    bus.request(
                        ConnectionAttempts.LIST,
                        new AttemptQuery(id, Outcome.occupied, null, null, null, 100, null)))
                .items()
                .stream()
                .mapToLong(ConnectionAttempts.StoredAttempt::count)
                .sum())
        .isEqualTo(5);
    real.close();
    await().until(() -> !get(id).online());
    booted(plain(id, null)).close();
  }

  @Test
  void shouldAskAStationOfMqttByACallThatItsClientAcknowledges() {
    String id = charger(null);
    RawStation real = booted(mqtt(id));
    assertThat(refusal(plain(id, null))).isEqualTo(409);
    assertThat(real.receive()).contains("\"GetConfiguration\",{\"key\":[\"HeartbeatInterval\"]}");
    assertThat(mqttRefusal(mqtt(id.toLowerCase(Locale.ROOT))))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
    lives(real);
    real.close();
  }

  @Test
  void shouldLetANewcomerInWhenNothingIsHeardOfTheOlderConnection() throws IOException {
    String paused = charger(null);
    String mute = charger(null);
    try (Socket webSocket = muteWebSocket(paused);
        Socket socket = muteMqtt(mute)) {
      await().until(() -> get(mute).online() && get(paused).online());
      long start = System.nanoTime();
      Future<RawStation> back = plain(paused, null);
      Future<RawStation> other = mqtt(mute);
      booted(back).close();
      RawStation second = booted(other);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
      lives(second);
      second.close();
      assertThat(List.of(webSocket.isConnected(), socket.isConnected())).containsOnly(true);
    }
  }

  /** A WebSocket whose client reads nothing once it is open. */
  private Socket muteWebSocket(String id) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(Ports.Name.ocpp));
    String request =
        "GET /ocpp/"
            + id
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** A client of MQTT that subscribes and reads nothing from then on. */
  private Socket muteMqtt(String id) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(Ports.Name.mqtt));
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    byte[] client = id.getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {0x10, (byte) (12 + client.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0});
    out.writeShort(client.length);
    out.write(client);
    byte[] topic = ("ocpp/1.6/" + id + "/down").getBytes(StandardCharsets.UTF_8);
    out.write(new byte[] {(byte) 0x82, (byte) (5 + topic.length), 0, 1});
    out.writeShort(topic.length);
    out.write(topic);
    out.write(1);
    out.flush();
    return socket;
  }

  @Test
  void shouldFenceAClientOfMqttThatConnectedBeforeTheStationDid() {
    String id = charger(null);
    MqttClient early = MqttClient.create(vertx, new MqttClientOptions().setClientId(id));
    await(early.connect(port(Ports.Name.mqtt), "127.0.0.1"));
    // It has no session as long as it names no topic of its own.
    RawStation real = booted(plain(id, null));
    early.publish(
        "ocpp/1.6/" + id + "/up",
        Buffer.buffer("[2,\"1\",\"Heartbeat\",{}]"),
        MqttQoS.AT_MOST_ONCE,
        false,
        false);
    await().until(() -> !early.isConnected());
    lives(real);
    real.close();
  }

  @Test
  void shouldLetAPasswordReplaceTheOlderConnectionAtOnce() {
    String id = charger(PASSWORD);
    RawStation first = booted(plain(id, id + ":" + PASSWORD));
    assertThat(get(id).connectionSecurityProfile()).isEqualTo(1);
    RawStation second = booted(secure(id, id + ":" + PASSWORD, null));
    await().until(() -> first.closed().isDone());
    assertThat(get(id).connectionSecurityProfile()).isEqualTo(2);
    second.close();
    await().until(() -> get(id).connectionSecurityProfile() == null);
  }

  @Test
  void shouldSendASecretOverAConnectionThatProvedNothingOnlyWhenAnOperatorConfirms() {
    String id = charger(null);
    RawStation station = booted(plain(id, null));
    assertThat(get(id).connectionSecurityProfile()).isZero();
    assertThatThrownBy(() -> await(send(id, "ChangeConfiguration", NEW_KEY)))
        .isInstanceOfSatisfying(
            GalvanException.class,
            refused -> {
              assertThat(refused.fault()).isEqualTo(Fault.CONFLICT);
              assertThat(refused.message()).contains("has proved nothing", "unproven-secrets");
            });
    await(bus.request(Connections.CONFIRM_SECRETS, new Connections.ConfirmSecrets(id, true)));
    Command sent =
        command(station, id, "ChangeConfiguration", NEW_KEY, "{\"status\":\"Rejected\"}");
    assertThat(sent.state()).isEqualTo(CommandState.Rejected);
    await(bus.request(Connections.CONFIRM_SECRETS, new Connections.ConfirmSecrets(id, false)));
    assertThatThrownBy(() -> await(send(id, "ChangeConfiguration", NEW_KEY)))
        .hasMessageContaining("has proved nothing");
    station.close();
  }
}
