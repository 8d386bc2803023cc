package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawSocket;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one address may do at the ports of stations. */
class ConnectionLimitsTest extends SessionFixture {
  ConnectionLimitsTest() {
    super(Transport.WebSocket);
  }

  @Override
  Map<String, String> settings() {
    return Map.of(
        "GALVAN_HANDSHAKES_PER_ADDRESS", "2",
        "GALVAN_REFUSED_PER_MINUTE", "5",
        "GALVAN_CONNECTIONS_PER_ADDRESS", "4",
        "GALVAN_TRUSTED_PROXIES", "127.0.0.9");
  }

  private RawSocket open(String from) throws IOException {
    return RawSocket.open(from, ports.get(Ports.Name.ocpp));
  }

  private boolean wasLimited() {
    return services.heard(Attempt.class).stream()
        .anyMatch(attempt -> attempt.outcome() == Outcome.limited);
  }

  @Test
  void shouldLetAHandshakeWaitForThoseUnderWay() throws IOException {
    try (RawSocket first = open("127.0.0.1");
        RawSocket second = open("127.0.0.1");
        RawSocket third = open("127.0.0.1");
        RawSocket elsewhere = open("127.0.0.2")) {
      third.upgrade("CP-3");
      elsewhere.upgrade("CP-4");
      assertThat(elsewhere.status()).isEqualTo(101);
      assertThat(registry.find("CP-3")).as("it waits").isNull();
      first.upgrade("CP-1");
      assertThat(first.status()).isEqualTo(101);
      assertThat(third.status()).isEqualTo(101);
      second.upgrade("CP-2");
      assertThat(second.status()).isEqualTo(101);
    }
  }

  @Test
  void shouldCloseAConnectionBeyondThoseThatAnAddressMayHave() throws IOException {
    List<RawSocket> stations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RawSocket station = open("127.0.0.1");
      stations.add(station);
      station.upgrade("CP-" + i);
      assertThat(station.status()).isEqualTo(101);
    }
    try (RawSocket more = open("127.0.0.1")) {
      assertThat(more.isClosedByPeer()).isTrue();
    }
    await().until(this::wasLimited);
    stations.remove(0).close();
    await()
        .untilAsserted(
            () -> {
              try (RawSocket again = open("127.0.0.1")) {
                again.upgrade("CP-9");
                assertThat(again.status()).isEqualTo(101);
              }
            });
    for (RawSocket station : stations) {
      station.close();
    }
  }

  @Test
  void shouldLookAtNoStationOfAnAddressAfterTooManyWereRefused() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (RawSocket refused = open("127.0.0.1")) {
        refused.upgrade("UNKNOWN");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.isClosedByPeer()).isTrue();
      }
    }
    try (RawSocket next = open("127.0.0.1");
        RawSocket elsewhere = open("127.0.0.2")) {
      next.upgrade("CP-1");
      assertThat(next.status()).isEqualTo(429);
      assertThat(next.head()).containsIgnoringCase("retry-after: 60");
      assertThat(next.isClosedByPeer()).isTrue();
      elsewhere.upgrade("CP-2");
      assertThat(elsewhere.status()).isEqualTo(101);
    }
    try (RawSocket mqtt = RawSocket.open("127.0.0.1", ports.get(Ports.Name.mqtt))) {
      assertThat(mqtt.isClosedByPeer()).as("the same for MQTT").isTrue();
    }
    await().until(this::wasLimited);
  }

  @Test
  void shouldCountStationsBehindATrustedProxyByTheirOwnAddress() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (RawSocket refused = open("127.0.0.9")) {
        refused.upgrade("UNKNOWN", "X-Forwarded-For: 203.0.113.1");
        assertThat(refused.status()).isEqualTo(404);
      }
    }
    try (RawSocket next = open("127.0.0.9");
        RawSocket another = open("127.0.0.9")) {
      next.upgrade("CP-1", "X-Forwarded-For: 203.0.113.1");
      assertThat(next.status()).isEqualTo(429);
      another.upgrade("CP-2", "X-Forwarded-For: 203.0.113.2");
      assertThat(another.status()).isEqualTo(101);
    }
  }
}
