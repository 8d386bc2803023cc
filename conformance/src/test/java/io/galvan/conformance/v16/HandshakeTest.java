package io.galvan.conformance.v16;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.conformance.WebSocketLine;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;

@OverWebSocket
class HandshakeTest extends Suite16 {
  private WebSocketLine offering(String... subprotocols) {
    return WebSocketLine.open(
        HttpClient.newHttpClient(), system.webSocket(id), id, null, List.of(subprotocols));
  }

  @Test
  void TC_088_subprotocol() {
    assertThat(refusal(() -> offering("ocpp0.1"))).isEqualTo("400");
    station.disconnect();
    WebSocketLine line = offering("ocpp0.1", "ocpp1.6");
    assertThat(line.subprotocol()).isEqualTo("ocpp1.6");
    station = on(line);
    boot();
  }
}
