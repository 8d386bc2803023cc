package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.galvan.central.gateway.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** MQTT packets that come when they may not, byte by byte (MQTT 3.1.1, 3.1; MQTT 5, 4.13). */
class MqttPacketOrderTest extends SessionFixture {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int PUBLISH_QOS_1 = 0x32;
  private static final int PUBACK = 0x40;
  private static final int SUBSCRIBE = 0x82;
  private static final int SUBACK = 0x90;
  private static final int PINGREQ = 0xC0;
  private static final int DISCONNECT = 0xE0;
  private static final int END = -1;
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

  private Socket open() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress("127.0.0.1", ports.get(Ports.Name.mqtt)), 10_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static byte[] packet(int first, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(body::writeBytes);
    assertThat(body.size()).isLessThan(128);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(first);
    packet.write(body.size());
    packet.writeBytes(body.toByteArray());
    return packet.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = Arrays.copyOf(new byte[] {0, (byte) bytes.length}, bytes.length + 2);
    System.arraycopy(bytes, 0, out, 2, bytes.length);
    return out;
  }

  private static byte[] bytes(int... bytes) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) bytes[i];
    }
    return out;
  }

  private static byte[] connect(String id, int level) {
    return packet(
        CONNECT,
        text("MQTT"),
        bytes(level, 0xC2, 0, 60),
        level == 5 ? bytes(0) : bytes(),
        text(id),
        text(id),
        text(PASSWORD));
  }

  private static byte[] heartbeat(String id, int packetId) {
    return packet(
        PUBLISH_QOS_1,
        text("ocpp/1.6/" + id + "/up"),
        bytes(0, packetId),
        "[2,\"1\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8));
  }

  /** The first byte of the next packet, without its flags; END when the connection is closed. */
  private static int next(InputStream in) throws IOException {
    int first = in.read();
    if (first != END) {
      in.readNBytes(in.read());
    }
    return first == END ? END : first & 0xF0;
  }

  @Test
  void shouldCloseWhoeverSendsAnythingBeforeConnect() throws IOException {
    byte[][] early = {
      packet(PINGREQ), heartbeat("CP-1", 1), bytes(0, 0), packet(CONNACK, bytes(0, 0))
    };
    for (byte[] packet : early) {
      try (Socket socket = open()) {
        // Twice, so that one comes behind the close.
        socket.getOutputStream().write(packet);
        socket.getOutputStream().write(packet);
        assertThat(next(socket.getInputStream())).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldTakeWhatComesBehindConnectOnceItIsAccepted() throws IOException {
    try (Socket socket = open()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(connect("CP-1", 4));
      all.writeBytes(packet(SUBSCRIBE, bytes(0, 7), text("ocpp/1.6/CP-1/down"), bytes(0)));
      all.writeBytes(heartbeat("CP-1", 9));
      socket.getOutputStream().write(all.toByteArray());
      InputStream in = socket.getInputStream();
      assertThat(next(in)).isEqualTo(CONNACK);
      assertThat(new int[] {next(in), next(in), next(in)})
          .containsExactlyInAnyOrder(SUBACK, PUBACK, PUBLISH_QOS_1 & 0xF0);
    }
  }

  @Test
  void shouldDropWhatComesBehindAConnectThatIsRefused() throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(connect("UNKNOWN", 4));
      socket.getOutputStream().write(heartbeat("UNKNOWN", 1));
      assertThat(next(socket.getInputStream())).isEqualTo(CONNACK);
      assertThat(next(socket.getInputStream())).isEqualTo(END);
    }
  }

  @Test
  void shouldCloseAClientThatSendsWhatOnlyAServerMaySend() throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(connect("CP-1", 4));
      assertThat(next(socket.getInputStream())).isEqualTo(CONNACK);
      socket.getOutputStream().write(packet(SUBACK, bytes(0, 1, 0)));
      assertThat(next(socket.getInputStream())).isEqualTo(END);
    }
  }

  @Test
  void shouldCutOffAnMqtt5ClientThatPublishesOnAForeignTopic() throws IOException {
    byte[] topic = text("ocpp/1.6/CP-2/up");
    byte[] call = "[2,\"1\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8);
    byte[] noProperties = bytes(0);
    for (byte[] publish :
        new byte[][] {
          packet(0x30, topic, noProperties, call),
          packet(PUBLISH_QOS_1, topic, bytes(0, 1), noProperties, call),
          packet(0x34, topic, bytes(0, 1), noProperties, call)
        }) {
      try (Socket socket = open()) {
        socket.getOutputStream().write(connect("CP-1", 5));
        assertThat(next(socket.getInputStream())).isEqualTo(CONNACK);
        socket.getOutputStream().write(publish);
        int last = next(socket.getInputStream());
        assertThat(last == DISCONNECT ? next(socket.getInputStream()) : last).isEqualTo(END);
      }
    }
  }

  @Test
  void shouldGiveTheNewerConnectionOfAnMqtt5ClientItsConnAck() throws IOException {
    try (Socket older = open();
        Socket newer = open()) {
      older.getOutputStream().write(connect("CP-1", 5));
      assertThat(next(older.getInputStream())).isEqualTo(CONNACK);
      older.getOutputStream().write(heartbeat5());
      await().until(() -> registry.find("CP-1") != null);
      newer.getOutputStream().write(connect("CP-1", 5));
      assertThat(next(newer.getInputStream())).isEqualTo(CONNACK);
      int last = next(older.getInputStream());
      while (last == PUBACK || last == (PUBLISH_QOS_1 & 0xF0)) {
        last = next(older.getInputStream());
      }
      assertThat(last).isEqualTo(DISCONNECT);
      assertThat(next(older.getInputStream())).isEqualTo(END);
    }
  }

  private static byte[] heartbeat5() {
    return packet(
        PUBLISH_QOS_1,
        text("ocpp/1.6/CP-1/up"),
        bytes(0, 1, 0),
        "[2,\"1\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8));
  }
}
