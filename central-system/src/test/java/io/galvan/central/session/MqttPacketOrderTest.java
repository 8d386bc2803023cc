package io.galvan.central.session;

import static io.galvan.central.testing.RawMqtt.CONNACK;
import static io.galvan.central.testing.RawMqtt.DISCONNECT;
import static io.galvan.central.testing.RawMqtt.END;
import static io.galvan.central.testing.RawMqtt.PINGREQ;
import static io.galvan.central.testing.RawMqtt.PUBACK;
import static io.galvan.central.testing.RawMqtt.PUBLISH;
import static io.galvan.central.testing.RawMqtt.SUBACK;
import static io.galvan.central.testing.RawMqtt.bytes;
import static io.galvan.central.testing.RawMqtt.packet;
import static io.galvan.central.testing.RawMqtt.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawMqtt;
import io.galvan.contract.connection.Connections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** MQTT packets that come when they may not, byte by byte (MQTT 3.1.1, 3.1; MQTT 5, 4.13). */
class MqttPacketOrderTest extends SessionFixture {
  private static final String PASSWORD = "a-password-of-16";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  MqttPacketOrderTest() {
    super(Transport.MQTT);
  }

  @BeforeEach
  void listen() {
    services.password = PASSWORD;
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
  }

  @AfterEach
  void nothingWasUnhandled() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.ERROR || event.getThrowableProxy() != null)
        .isEmpty();
  }

  private RawMqtt open(int level) throws IOException {
    return RawMqtt.open(ports.get(Ports.Name.mqtt), level);
  }

  private static byte[] connect(RawMqtt client, String id) {
    return client.connect(id, PASSWORD);
  }

  private static byte[] heartbeat(RawMqtt client, String id, int packetId) {
    return client.publish(packetId, "ocpp/1.6/" + id + "/up", "[2,\"1\",\"Heartbeat\",{}]");
  }

  @Test
  void shouldCloseWhoeverSendsAnythingBeforeConnect() throws IOException {
    byte[][] early = {
      packet(PINGREQ),
      packet(PUBLISH | 2, text("ocpp/1.6/CP-1/up"), bytes(0, 1), bytes('[')),
      bytes(0, 0),
      packet(CONNACK, bytes(0, 0))
    };
    for (byte[] packet : early) {
      try (RawMqtt client = open(4)) {
        // Twice, so that one comes behind the close.
        client.write(packet);
        client.tryWrite(packet);
        assertThat(client.receive().type()).isEqualTo(END);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldTakeWhatComesBehindConnectOnceItIsAccepted(int level) throws IOException {
    try (RawMqtt client = open(level)) {
      client.write(
          connect(client, "CP-1"),
          client.subscribe(7, "ocpp/1.6/CP-1/down"),
          heartbeat(client, "CP-1", 9));
      assertThat(client.receive().type()).isEqualTo(CONNACK);
      assertThat(
              new int[] {client.receive().type(), client.receive().type(), client.receive().type()})
          .containsExactlyInAnyOrder(SUBACK, PUBACK, PUBLISH);
    }
  }

  @Test
  void shouldDropWhatComesBehindAConnectThatIsRefused() throws IOException {
    try (RawMqtt client = open(4)) {
      client.write(connect(client, "UNKNOWN"), heartbeat(client, "UNKNOWN", 1));
      assertThat(client.receive().type()).isEqualTo(CONNACK);
      assertThat(client.receive().type()).isEqualTo(END);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldCloseAClientThatSendsWhatItMayNot(int level) throws IOException {
    for (byte[] wrong :
        new byte[][] {
          packet(SUBACK, bytes(0, 1, 0)),
          packet(0xF0, bytes(0, 0)),
          // Flags that are reserved (2.2.2-2), QoS 3 (3.3.1-4), no filter (3.8.3-3).
          packet(
              0x80,
              bytes(0, 1),
              level == 5 ? bytes(0) : bytes(),
              text("ocpp/1.6/CP-1/down"),
              bytes(0)),
          packet(PUBLISH | 6, text("ocpp/1.6/CP-1/up"), bytes(0, 1, 0), bytes('[')),
          packet(0x82, level == 5 ? bytes(0, 1, 0) : bytes(0, 1)),
          packet(0xA2, level == 5 ? bytes(0, 1, 0) : bytes(0, 1)),
          // Ends within the filter.
          packet(0x82, level == 5 ? bytes(0, 1, 0, 0) : bytes(0, 1, 0))
        }) {
      try (RawMqtt client = open(level)) {
        client.write(connect(client, "CP-1"));
        assertThat(client.receive().type()).isEqualTo(CONNACK);
        client.write(wrong);
        int last = client.receive().type();
        assertThat(last == DISCONNECT ? client.receive().type() : last).isEqualTo(END);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldTakeASecondConnectAsABrokenRule(int level) throws IOException {
    try (RawMqtt client = open(level)) {
      client.write(connect(client, "CP-1"));
      assertThat(client.receive().type()).isEqualTo(CONNACK);
      client.write(connect(client, "CP-1"));
      if (level == 5) {
        assertThat(client.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x82);
      }
      assertThat(client.receive().type()).isEqualTo(END);
    }
  }

  @Test
  void shouldCutOffAnMqtt5ClientThatPublishesOnAForeignTopic() throws IOException {
    byte[] topic = text("ocpp/1.6/CP-2/up");
    byte[] call = "[2,\"1\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8);
    byte[] noProperties = bytes(0);
    for (byte[] publish :
        new byte[][] {
          packet(PUBLISH, topic, noProperties, call),
          packet(PUBLISH | 2, topic, bytes(0, 1), noProperties, call),
          packet(PUBLISH | 4, topic, bytes(0, 1), noProperties, call)
        }) {
      try (RawMqtt client = open(5)) {
        client.write(connect(client, "CP-1"));
        assertThat(client.receive().type()).isEqualTo(CONNACK);
        client.write(publish);
        assertThat(client.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x87);
        assertThat(client.receive().type()).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldDropInSilenceWhatComesAfterItHasClosed() throws IOException {
    for (int level : new int[] {4, 5}) {
      try (RawMqtt client = open(level)) {
        client.write(connect(client, "CP-1"));
        assertThat(client.receive().type()).isEqualTo(CONNACK);
        byte[] own = heartbeat(client, "CP-1", 2);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(heartbeat(client, "CP-2", 1));
        for (int i = 0; i < 1_000; i++) {
          all.writeBytes(own);
          all.writeBytes(packet(PINGREQ));
        }
        client.tryWrite(all.toByteArray());
        assertThat(client.awaitEnd()).isTrue();
      }
      await().until(() -> registry.find("CP-1") == null);
    }
    assertThat(services.heard(Connections.Connect.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldGiveTheNewerConnectionItsConnAckAndTellTheOlder(int level) throws IOException {
    for (boolean withSession : new boolean[] {true, false}) {
      try (RawMqtt older = open(level);
          RawMqtt newer = open(level)) {
        older.write(connect(older, "CP-1"));
        assertThat(older.receive().type()).isEqualTo(CONNACK);
        if (withSession) {
          older.write(heartbeat(older, "CP-1", 1));
          await().until(() -> registry.find("CP-1") != null);
        }
        newer.write(connect(newer, "CP-1"));
        assertThat(newer.receive().type()).isEqualTo(CONNACK);
        if (level == 5) {
          assertThat(older.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x8E);
          assertThat(older.receive().type()).isEqualTo(END);
        } else {
          assertThat(older.awaitEnd()).isTrue();
        }
        newer.write(heartbeat(newer, "CP-1", 1));
        assertThat(newer.receivePayload()).startsWith("[3,\"1\"");
      }
    }
  }
}
