package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.contract.connection.Connections;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose address a station behind a proxy has. */
class TrustedProxiesTest extends SessionFixture {
  TrustedProxiesTest() {
    super(Transport.WebSocket);
  }

  @Override
  Map<String, String> settings() {
    return Map.of("GALVAN_TRUSTED_PROXIES", "127.0.0.0/30");
  }

  private String storedAddress(String localAddress) {
    // Vert.x closes the connections of a client that nobody refers to any more.
    WebSocketClient client =
        vertx.createWebSocketClient(new WebSocketClientOptions().setLocalAddress(localAddress));
    client.connect(
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(ports.get(Ports.Name.ocpp))
            .setURI("/ocpp/CP-1")
            .addSubProtocol("ocpp1.6")
            .addHeader("X-Forwarded-For", "198.51.100.1, 203.0.113.9, 127.0.0.2"));
    await().until(() -> !services.heard(Connections.Connect.class).isEmpty());
    client.close();
    return services.heard(Connections.Connect.class).get(0).remoteAddress();
  }

  @Test
  void shouldKnowAStationByTheAddressThatTheTrustedProxiesForwardFor() {
    assertThat(storedAddress("127.0.0.1")).isEqualTo("203.0.113.9");
  }

  @Test
  void shouldNotBelieveTheHeaderOfAnybodyElse() {
    assertThat(storedAddress("127.0.0.9")).startsWith("127.0.0.9:");
  }
}
