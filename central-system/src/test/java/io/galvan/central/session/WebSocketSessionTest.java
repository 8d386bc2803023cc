package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.WebSocketStation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.net.NetClient;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is particular to WebSocket. */
class WebSocketSessionTest extends SessionFixture {
  /** Vert.x closes the connections of a client that nobody refers to any more. */
  private final NetClient tcp = vertx.createNetClient();

  WebSocketSessionTest() {
    super(Transport.WebSocket);
  }

  private Future<RawStation> connect(
      String path, @Nullable String login, List<String> subprotocols) {
    return RawStation.webSocket(vertx, ports.get(Ports.Name.ocpp), path, login, subprotocols);
  }

  private int refusal(Future<RawStation> connection) {
    try {
      connection.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      throw new AssertionError("the connection was accepted");
    } catch (ExecutionException e) {
      return ((UpgradeRejectedException) e.getCause()).getStatus();
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/ocpp/CP-1, CP-1",
    "/ocpp/CP-1/, CP-1",
    "//ocpp//CP-1, CP-1",
    "/ocpp/CP-1?token=1, CP-1",
    "/ocpp/CP%201%3A%C3%A4, CP 1:ä",
    "/ocpp/ws://host.example:80/CP_1/SERIAL, CP_1",
    "/ocpp/ws:/host.example/ocpp/CP_1, CP_1",
  })
  void shouldFindTheIdentityInThePath(String path, String identity) {
    await(connect(path, null, List.of("ocpp1.6")));
    await().until(() -> registry.find(identity) != null);
  }

  @ParameterizedTest
  @CsvSource({"/", "/ocpp", "/ocpp/", "/CP-1", "/ocpp/%ff", "/ocpp/a/b"})
  void shouldRefuseAPathWithoutAnIdentity(String path) {
    assertThat(refusal(connect(path, null, List.of("ocpp1.6")))).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/ocpp/%zz", "/ocpp/%F", "/ocpp/%"})
  void shouldRefuseAPathThatIsNoUrl(String path) {
    Buffer answer = Buffer.buffer();
    var socket = await(tcp.connect(ports.get(Ports.Name.ocpp), "127.0.0.1"));
    socket.handler(answer::appendBuffer);
    socket.write(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n");
    await().untilAsserted(() -> assertThat(answer.toString()).startsWith("HTTP/1.1 404"));
  }

  @Test
  void shouldRefuseAnIdentityThatIsTooLong() {
    assertThat(refusal(connect("/ocpp/" + "x".repeat(49), null, List.of("ocpp1.6"))))
        .isEqualTo(400);
  }

  /** TC_088_CSMS. */
  @Test
  void shouldRefuseOnlyUnknownSubprotocolsAndPickTheKnownOne_TC_088() {
    assertThat(refusal(connect("/ocpp/CP-1", null, List.of("ocpp0.1")))).isEqualTo(400);
    WebSocketStation station =
        (WebSocketStation) await(connect("/ocpp/CP-1", null, List.of("ocpp0.1", "ocpp1.6")));
    assertThat(station.socket.subProtocol()).isEqualTo("ocpp1.6");
  }

  @Test
  void shouldSpeakTheDefaultVersionOfAStationThatOffersNone() {
    RawStation station = await(connect("/ocpp/CP-1", null, List.of()));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(
            await(connect("/ocpp/NO-DEFAULT", null, List.of())).ask("[2,\"1\",\"Heartbeat\",{}]"))
        .as("the system's default")
        .startsWith("[3,\"1\"");
  }

  @Test
  void shouldTellTheStatusOfARefusal() {
    assertThat(refusal(connect("/ocpp/UNKNOWN", null, List.of("ocpp1.6")))).isEqualTo(404);
    services.password = "pass:word with colon";
    assertThat(refusal(connect("/ocpp/CP-1", null, List.of("ocpp1.6")))).isEqualTo(401);
    assertThat(refusal(connect("/ocpp/CP-1", "CP-1:nope", List.of("ocpp1.6")))).isEqualTo(401);
    await(connect("/ocpp/CP-1", "CP-1:pass:word with colon", List.of("ocpp1.6")));
  }

  @Test
  void shouldCloseAConnectionThatSendsBinary() {
    WebSocketStation station = (WebSocketStation) station("CP-1");
    station.socket.writeBinaryMessage(Buffer.buffer("[2,\"1\",\"Heartbeat\",{}]"));
    assertThat(station.closed()).succeedsWithin(10, TimeUnit.SECONDS).asString().startsWith("1003");
  }

  @Test
  void shouldPingASilentStationAndCloseOneThatStoppedAnswering() {
    WebSocketStation station = (WebSocketStation) station("CP-1");
    registry.find("CP-1").onPong();
    station.socket.pause();
    assertThat(station.closed().isDone()).isFalse();
    await().atMost(25, TimeUnit.SECONDS).until(() -> registry.find("CP-1") == null);
    assertThat(services.heard(io.galvan.contract.connection.Connections.Disconnect.class))
        .singleElement()
        .satisfies(
            disconnect -> assertThat(disconnect.reason()).isEqualTo(CloseReason.Idle.text()));
  }
}
