package io.galvan.conformance.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.WebSocketLine;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** B, provisioning: the handshake of the WebSocket. */
@OverWebSocket
class HandshakeTest extends Suite2 {
  private WebSocketLine offering(String... subprotocols) {
    return WebSocketLine.open(
        HttpClient.newHttpClient(), system.webSocket(id), id, null, List.of(subprotocols));
  }

  @Test
  void TC_B_58_subprotocol() {
    assertThat(refusal(() -> offering("ocpp0.1"))).isEqualTo("400");
    String ours = way.version().subprotocol();
    station.disconnect();
    WebSocketLine line = offering("ocpp0.1", ours);
    assertThat(line.subprotocol()).isEqualTo(ours);
    station = on(line);
    boot("PowerUp");
  }
}
