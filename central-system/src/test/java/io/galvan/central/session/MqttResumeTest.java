package io.galvan.central.session;

import static io.galvan.central.testing.RawMqtt.CONNACK;
import static io.galvan.central.testing.RawMqtt.DISCONNECT;
import static io.galvan.central.testing.RawMqtt.END;
import static io.galvan.central.testing.RawMqtt.SUBACK;
import static io.galvan.central.testing.RawMqtt.UNSUBACK;
import static io.galvan.central.testing.RawMqtt.bytes;
import static io.galvan.central.testing.RawMqtt.packet;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawMqtt;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Stations of MQTT that come back to what was remembered of them. */
class MqttResumeTest extends SessionFixture {
  private static final String DOWN = "ocpp/1.6/CP-1/down";
  private static final int SESSION_EXPIRY = 0x11;

  MqttResumeTest() {
    super(Transport.MQTT);
  }

  private RawMqtt open(int level) throws IOException {
    return RawMqtt.open(ports.get(Ports.Name.mqtt), level);
  }

  private static byte[] fourBytes(int property, int value) {
    return ByteBuffer.allocate(5).put((byte) property).putInt(value).array();
  }

  @Test
  void shouldForgetASessionThatIsToBeForgottenWithTheGoodbye() throws IOException {
    byte[] remembered = fourBytes(SESSION_EXPIRY, 600);
    for (byte[] goodbye :
        new byte[][] {packet(DISCONNECT), packet(DISCONNECT, bytes(0, 5), fourBytes(0x11, 0))}) {
      try (RawMqtt client = open(5)) {
        client.write(client.connect("CP-1", null, 0, 60, remembered), client.subscribe(1, DOWN));
        assertThat(client.receive(CONNACK).body()[0]).isZero();
        assertThat(client.receive(SUBACK).body()).endsWith(1);
        client.write(goodbye);
        assertThat(client.receive().type()).isEqualTo(END);
      }
      await().until(() -> registry.find("CP-1") == null);
      try (RawMqtt client = open(5)) {
        client.write(client.connect("CP-1", null, 0, 60));
        assertThat(client.receive(CONNACK).body()[0])
            .isEqualTo((byte) (goodbye.length == 2 ? 1 : 0));
        client.write(packet(DISCONNECT));
        assertThat(client.receive().type()).isEqualTo(END);
      }
      await().until(() -> registry.find("CP-1") == null);
    }
  }

  @Test
  void shouldStartAnewWithAStationThatComesBackWithAnotherVersion() throws IOException {
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60), client.subscribe(1, DOWN));
      assertThat(client.receive(SUBACK).body()).endsWith(1);
      client.write(packet(DISCONNECT));
      assertThat(client.receive().type()).isEqualTo(END);
    }
    await().until(() -> registry.find("CP-1") == null);
    String newer = "ocpp/2.0.1/CP-1/down";
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60));
      assertThat(client.receive(CONNACK).body()).isEqualTo(bytes(1, 0));
      client.write(client.subscribe(1, newer));
      assertThat(client.awaitEnd()).isTrue();
    }
    await().until(() -> registry.find("CP-1") == null);
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60), client.subscribe(1, newer));
      assertThat(client.receive(CONNACK).body()).isEqualTo(bytes(0, 0));
      assertThat(client.receive(SUBACK).body()).endsWith(1);
    }
  }

  private void remembered() throws IOException {
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60), client.subscribe(1, DOWN));
      assertThat(client.receive(SUBACK).body()).endsWith(1);
      client.write(packet(DISCONNECT));
      assertThat(client.receive().type()).isEqualTo(END);
    }
    await().until(() -> registry.find("CP-1") == null);
  }

  private Promise<Connections.Connection> storedLater() {
    Promise<Connections.Connection> stored = Promise.promise();
    services.answer(Connections.Connect.class, request -> stored.future());
    return stored;
  }

  @Test
  void shouldHeedAnUnsubscribeThatComesBeforeTheRememberedSessionIsOpen() throws IOException {
    remembered();
    Promise<Connections.Connection> stored = storedLater();
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60), client.unsubscribe(2, DOWN));
      assertThat(client.receive(CONNACK).body()).isEqualTo(bytes(1, 0));
      assertThat(client.receive(UNSUBACK).number(0)).isEqualTo(2);
      stored.complete(
          new Connections.Connection(7, null, null, Chargers.Registration.Accepted, 60));
      await().until(() -> registry.find("CP-1") != null);
      assertThat(await(registry.find("CP-1").call("ClearCache", "{}", null, 10_000)).outcome())
          .isEqualTo(CallOutcome.NotSent);
    }
  }

  @Test
  void shouldStillRememberAStationWhoseConnectionBrokeBeforeItWasStored() throws IOException {
    remembered();
    int before = services.heard(Connections.Disconnect.class).size();
    Promise<Connections.Connection> stored = storedLater();
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60));
      assertThat(client.receive(CONNACK).body()).isEqualTo(bytes(1, 0));
      client.write(packet(DISCONNECT));
      assertThat(client.receive().type()).isEqualTo(END);
    }
    stored.complete(new Connections.Connection(7, null, null, Chargers.Registration.Accepted, 60));
    await().until(() -> services.heard(Connections.Disconnect.class).size() > before);
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null, 0, 60));
      assertThat(client.receive(CONNACK).body()).isEqualTo(bytes(1, 0));
    }
  }
}
