package io.galvan.central.session;

import static io.galvan.central.testing.RawMqtt.CONNACK;
import static io.galvan.central.testing.RawMqtt.DISCONNECT;
import static io.galvan.central.testing.RawMqtt.END;
import static io.galvan.central.testing.RawMqtt.PUBACK;
import static io.galvan.central.testing.RawMqtt.PUBLISH;
import static io.galvan.central.testing.RawMqtt.SUBACK;
import static io.galvan.central.testing.RawMqtt.UNSUBACK;
import static io.galvan.central.testing.RawMqtt.bytes;
import static io.galvan.central.testing.RawMqtt.join;
import static io.galvan.central.testing.RawMqtt.packet;
import static io.galvan.central.testing.RawMqtt.text;
import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawMqtt;
import io.galvan.central.testing.RawMqtt.Packet;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.command.Commands.NodeAnswer;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Notice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MQTT 5 adds, and what both versions say of subscriptions, byte by byte. */
class Mqtt5Test extends SessionFixture {
  private static final String UP = "ocpp/1.6/CP-1/up";
  private static final String DOWN = "ocpp/1.6/CP-1/down";
  private static final String HEARTBEAT = "[2,\"1\",\"Heartbeat\",{}]";
  private static final int SESSION_EXPIRY = 0x11;
  private static final int RECEIVE_MAXIMUM = 0x21;
  private static final int MAXIMUM_PACKET_SIZE = 0x27;

  Mqtt5Test() {
    super(Transport.MQTT);
  }

  private RawMqtt open(int level) throws IOException {
    return RawMqtt.open(ports.get(Ports.Name.mqtt), level);
  }

  private RawMqtt subscribed(int level, byte[]... properties) throws IOException {
    RawMqtt client = open(level);
    client.write(client.connect("CP-1", null, properties), client.subscribe(1, DOWN));
    assertThat(client.receive().type()).isEqualTo(CONNACK);
    assertThat(client.receive(SUBACK).body()).endsWith(1);
    return client;
  }

  private static byte[] receiveMaximum(int most) {
    return bytes(RECEIVE_MAXIMUM, most >> 8, most & 0xFF);
  }

  private static byte[] fourBytes(int property, int value) {
    return ByteBuffer.allocate(5).put((byte) property).putInt(value).array();
  }

  /** The numbers among a CONNACK's properties. */
  private static Map<Integer, Long> properties(Packet connack) {
    ByteBuffer body = ByteBuffer.wrap(connack.body());
    body.position(3);
    Map<Integer, Long> told = new HashMap<>();
    while (body.hasRemaining()) {
      int property = body.get();
      told.put(
          property,
          switch (property) {
            case SESSION_EXPIRY, MAXIMUM_PACKET_SIZE -> body.getInt() & 0xFFFFFFFFL;
            case RECEIVE_MAXIMUM -> body.getShort() & 0xFFFFL;
            case 0x25, 0x28, 0x29, 0x2A -> (long) body.get();
            default -> throw new AssertionError("property " + property);
          });
    }
    return told;
  }

  @Test
  void shouldTellWhatItTakes() throws IOException {
    try (RawMqtt client = open(5)) {
      client.write(client.connect("CP-1", null, fourBytes(SESSION_EXPIRY, 86_400)));
      assertThat(properties(client.receive()))
          .isEqualTo(
              Map.of(
                  SESSION_EXPIRY,
                  3_600L,
                  RECEIVE_MAXIMUM,
                  64L,
                  0x25,
                  1L,
                  MAXIMUM_PACKET_SIZE,
                  (1L << 20) + 65_536,
                  0x28,
                  0L,
                  0x29,
                  0L,
                  0x2A,
                  0L));
    }
    try (RawMqtt client = open(4)) {
      client.write(client.connect("CP-1", null));
      assertThat(client.receive().body()).isEqualTo(bytes(0, 0));
    }
  }

  @Test
  void shouldRefuseAConnectWhoseLimitsAreNone() throws IOException {
    byte[][] properties = {
      receiveMaximum(0),
      fourBytes(MAXIMUM_PACKET_SIZE, 0),
      fourBytes(MAXIMUM_PACKET_SIZE, 20),
      join(bytes(0x15), text("SCRAM-SHA-1"))
    };
    int[] codes = {0x82, 0x82, 0x95, 0x8C};
    for (int i = 0; i < codes.length; i++) {
      try (RawMqtt client = open(5)) {
        client.write(client.connect("CP-1", null, properties[i]));
        assertThat(client.receive(CONNACK).body()[1]).isEqualTo((byte) codes[i]);
        assertThat(client.receive().type()).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldRefuseAnEmptyClientIdSinceItNamesNoStation() throws IOException {
    for (int level : new int[] {4, 5}) {
      try (RawMqtt client = open(level)) {
        client.write(client.connect("", null));
        assertThat(client.receive(CONNACK).body()[1]).isEqualTo((byte) (level == 5 ? 0x85 : 2));
        assertThat(client.receive().type()).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldHaveNoMoreInFlightThanTheClientTakes() throws IOException {
    try (RawMqtt client = subscribed(5, receiveMaximum(1))) {
      for (int i = 1; i <= 3; i++) {
        client.write(client.publish(i, UP, "[2,\"" + i + "\",\"Heartbeat\",{}]"));
      }
      Future<NodeAnswer> clear = registry.find("CP-1").call("ClearCache", "{}", null, 10_000);
      List<String> payloads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Packet publish = client.receive(PUBLISH);
        payloads.add(client.payload(publish));
        client.write(packet(RawMqtt.PINGREQ));
        // Everything else is answered, and nothing more is published, as long as it owes us one.
        Packet next = client.receive();
        while (next.type() == PUBACK) {
          next = client.receive();
        }
        assertThat(next.type()).isEqualTo(RawMqtt.PINGRESP);
        client.write(client.acknowledge(publish.packetId()));
      }
      String call =
          payloads.stream().filter(text -> text.startsWith("[2,")).findFirst().orElseThrow();
      payloads.remove(call);
      assertThat(payloads)
          .extracting(text -> text.substring(0, 6))
          .containsExactly("[3,\"1\"", "[3,\"2\"", "[3,\"3\"");
      client.write(
          client.publish(9, UP, "[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]"));
      assertThat(await(clear).outcome()).isEqualTo(CallOutcome.Result);
    }
  }

  @Test
  void shouldNotSendWhatTheClientDoesNotTakeAndSaySo() throws IOException {
    try (RawMqtt client = subscribed(5, fourBytes(MAXIMUM_PACKET_SIZE, 200))) {
      String large =
          "{\"key\":[\""
              + "k".repeat(50)
              + "\",\""
              + "l".repeat(50)
              + "\",\""
              + "m".repeat(50)
              + "\"]}";
      NodeAnswer refused =
          await(registry.find("CP-1").call("GetConfiguration", large, "command-1", 10_000));
      assertThat(refused.outcome()).isEqualTo(CallOutcome.NotSent);
      assertThat(refused.errorDescription()).contains("Maximum Packet Size", "200 bytes");
      Future<NodeAnswer> clear = registry.find("CP-1").call("ClearCache", "{}", null, 10_000);
      String call = client.receivePayload();
      assertThat(call).contains("ClearCache");
      client.write(
          client.publish(9, UP, "[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]"));
      assertThat(await(clear).outcome()).isEqualTo(CallOutcome.Result);
    }
  }

  @Test
  void shouldAnswerWithAnErrorWhenTheClientDoesNotTakeTheAnswer() throws IOException {
    try (RawMqtt client = subscribed(5, fourBytes(MAXIMUM_PACKET_SIZE, 180))) {
      String transfer =
          "[2,\"1\",\"DataTransfer\",{\"vendorId\":\"example.org\",\"messageId\":\"Echo\","
              + "\"data\":\""
              + "x".repeat(400)
              + "\"}]";
      client.write(client.publish(1, UP, transfer));
      assertThat(client.receivePayload()).startsWith("[4,\"1\",\"InternalError\"");
      client.write(client.publish(2, UP, HEARTBEAT));
      assertThat(client.receivePayload()).startsWith("[3,\"1\"");
    }
  }

  @Test
  void shouldSayWhichRuleAPacketBreaks() throws IOException {
    byte[][] packets = {
      // A topic alias, though none was announced; no topic; a subscription identifier.
      packet(PUBLISH | 2, text(UP), bytes(0, 1, 3, 0x23, 0, 1), HEARTBEAT.getBytes()),
      packet(PUBLISH | 2, text(""), bytes(0, 1, 3, 0x23, 0, 1), HEARTBEAT.getBytes()),
      packet(PUBLISH | 2, text(""), bytes(0, 1, 0), HEARTBEAT.getBytes()),
      packet(PUBLISH | 2, text(UP), bytes(0, 1, 2, 0x0B, 1), HEARTBEAT.getBytes()),
      packet(PUBLISH | 6, text(UP), bytes(0, 1, 0), HEARTBEAT.getBytes()),
      packet(0xF0, bytes(0x18, 0)),
      packet(0x82, bytes(0, 1, 0), new byte[70_000]),
      RawMqtt.join(
          bytes(PUBLISH | 2, 0xFF, 0xFF, 0xFF, 0x7F), text(UP), bytes(0, 1), new byte[200_000])
    };
    int[] codes = {0x94, 0x94, 0x82, 0x82, 0x81, 0x82, 0x95, 0x95};
    for (int i = 0; i < codes.length; i++) {
      try (RawMqtt client = open(5)) {
        client.write(client.connect("CP-1", null));
        assertThat(client.receive().type()).isEqualTo(CONNACK);
        client.tryWrite(packets[i]);
        assertThat(client.receive(DISCONNECT).body()[0])
            .as("packet %s", i)
            .isEqualTo((byte) codes[i]);
        assertThat(client.receive().type()).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldSayThatItShutsDown() throws IOException {
    try (RawMqtt station = subscribed(5);
        RawMqtt nameless = open(5)) {
      nameless.write(nameless.connect("CP-2", null));
      assertThat(nameless.receive().type()).isEqualTo(CONNACK);
      await(vertx.undeploy(deployment));
      assertThat(station.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x8B);
      assertThat(nameless.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x8B);
    }
  }

  @Test
  void shouldSayForEachFilterWhetherItWasSubscribed() throws IOException {
    try (RawMqtt client = subscribed(5)) {
      client.write(client.unsubscribe(7, DOWN, "ocpp/1.6/CP-2/down", DOWN));
      assertThat(client.receive(UNSUBACK).body()).isEqualTo(bytes(0, 7, 0, 0, 0x11, 0x11));
    }
    try (RawMqtt client = subscribed(4)) {
      client.write(client.unsubscribe(7, DOWN, "ocpp/1.6/CP-2/down"));
      assertThat(client.receive(UNSUBACK).body()).isEqualTo(bytes(0, 7));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldSendNothingMoreToAClientThatHasUnsubscribed(int level) throws IOException {
    try (RawMqtt client = subscribed(level)) {
      client.write(client.unsubscribe(7, DOWN));
      assertThat(client.receive(UNSUBACK).number(0)).isEqualTo(7);
      NodeAnswer refused =
          await(registry.find("CP-1").call("ClearCache", "{}", "command-1", 10_000));
      assertThat(refused.outcome()).isEqualTo(CallOutcome.NotSent);
      assertThat(refused.errorDescription()).contains("unsubscribed");
      client.write(client.publish(1, UP, HEARTBEAT), packet(RawMqtt.PINGREQ));
      Packet next = client.receive();
      assertThat(next.type()).isEqualTo(PUBACK);
      assertThat(client.receive().type()).isEqualTo(RawMqtt.PINGRESP);
      // The same CALL has the same answer once it has subscribed again.
      client.write(client.subscribe(8, DOWN));
      assertThat(client.receive(SUBACK).body()).endsWith(1);
      client.write(client.publish(2, UP, HEARTBEAT));
      assertThat(client.receivePayload()).startsWith("[3,\"1\"");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldGrantTheFirstVersionOfAnOfferThatIsSpoken(int level) throws IOException {
    try (RawMqtt client = open(level)) {
      client.write(
          client.connect("CP-1", null),
          client.subscribe(3, "ocpp/3.0/CP-1/down", "ocpp/2.0.1/CP-1/down", "ocpp/1.6/CP-1/down"));
      assertThat(client.receive(SUBACK).body()).endsWith(0x80, 1, 0x80);
      assertThat(services.heard(Connections.Connect.class))
          .singleElement()
          .satisfies(connect -> assertThat(connect.version().subprotocol()).isEqualTo("ocpp2.0.1"));
      client.write(client.publish(1, "ocpp/2.0.1/CP-1/up", HEARTBEAT));
      assertThat(client.receivePayload()).startsWith("[3,\"1\"");
    }
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("UnknownVersion");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldRefuseAndRecordASecondVersion(int level) throws IOException {
    try (RawMqtt client = subscribed(level)) {
      client.write(client.subscribe(3, "ocpp/2.0.1/CP-1/down"));
      assertThat(client.receive(SUBACK).body()).endsWith(0x80);
      assertThat(services.heard(Notice.class))
          .extracting(Notice::value)
          .containsExactly("SecondVersion");
      client.write(client.publish(1, UP, HEARTBEAT));
      assertThat(client.receivePayload()).startsWith("[3,\"1\"");
      client.write(client.publish(2, "ocpp/2.0.1/CP-1/up", HEARTBEAT));
      assertThat(client.awaitEnd()).isTrue();
    }
  }

  @Test
  void shouldSayWhyASubscriptionIsRefused() throws IOException {
    try (RawMqtt client = subscribed(5)) {
      client.write(
          client.subscribe(3, "ocpp/1.6/CP-2/down", "ocpp/1.6/+/down", "$share/g/" + DOWN, UP));
      assertThat(client.receive(SUBACK).body()).endsWith(0x87, 0xA2, 0x9E, 0x87);
      client.write(packet(0x82, bytes(0, 4, 2, 0x0B, 1), text(DOWN), bytes(1)));
      assertThat(client.receive(SUBACK).body()).endsWith(0xA1);
    }
    try (RawMqtt client = subscribed(4)) {
      client.write(
          client.subscribe(3, "ocpp/1.6/CP-2/down", "ocpp/1.6/+/down", "$share/g/" + DOWN));
      assertThat(client.receive(SUBACK).body()).endsWith(0x80, 0x80, 0x80);
    }
  }

  // ---- who takes whose place

  @Test
  void shouldRefuseANewcomerThatProvesNothingAndDisturbNobody() throws IOException {
    Promise<Connections.Connection> stored = Promise.promise();
    services.answer(Connections.Connect.class, request -> stored.future());
    try (RawMqtt real = open(5);
        RawMqtt stranger = open(5)) {
      real.write(real.connect("CP-1", null));
      assertThat(real.receive().type()).isEqualTo(CONNACK);
      stranger.write(stranger.connect("cp-1", null));
      real.write(real.subscribe(1, DOWN));
      stored.complete(
          new Connections.Connection(7, null, null, Chargers.Registration.Accepted, 60));
      assertThat(real.receive(SUBACK).body()).endsWith(1);
      assertThat(real.receivePayload()).contains("GetConfiguration");
      assertThat(stranger.receive(CONNACK).body()[1]).isEqualTo((byte) 0x87);
      assertThat(stranger.receive().type()).isEqualTo(END);
      real.write(real.publish(2, UP, HEARTBEAT));
      assertThat(real.receivePayload()).startsWith("[3,\"1\"");
    }
  }

  @Test
  void shouldLetANewcomerInWhenTheOlderConnectionNamesNoTopic() throws IOException {
    try (RawMqtt older = open(5);
        RawMqtt newer = open(5)) {
      older.write(older.connect("CP-1", null));
      assertThat(older.receive().type()).isEqualTo(CONNACK);
      newer.write(newer.connect("CP-1", null), newer.subscribe(1, DOWN));
      assertThat(newer.receive().type()).isEqualTo(CONNACK);
      assertThat(older.receive(DISCONNECT).body()[0]).isEqualTo((byte) 0x8E);
      assertThat(newer.receive(SUBACK).body()).endsWith(1);
    }
  }
}
