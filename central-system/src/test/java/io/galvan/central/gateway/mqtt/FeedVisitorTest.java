package io.galvan.central.gateway.mqtt;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.central.testing.RawMqtt;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that read what happens, over real sockets. */
class FeedVisitorTest {
  private static final int MB = 1 << 20;
  private static final String TOPIC = "ocpp-mirror" + "/1";

  private final Vertx vertx = Vertx.vertx();

  /** Vert.x closes the connections of a client that nobody refers to any more. */
  private final NetClient tcp = vertx.createNetClient();

  private final AtomicReference<FeedVisitor> visitor = new AtomicReference<>();
  private final AtomicReference<Context> loop = new AtomicReference<>();
  private final AtomicBoolean gone = new AtomicBoolean();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private int listen() {
    MqttServerOptions options = new MqttServerOptions().setAutoClientId(false);
    options.setHost("127.0.0.1").setPort(0);
    MqttServer server =
        MqttServer.create(vertx, options)
            .endpointHandler(
                endpoint -> {
                  FeedVisitor welcome =
                      new FeedVisitor(
                          endpoint,
                          "galvan",
                          "ocpp-mirror",
                          new LastStates(Bus.of(vertx), "galvan"));
                  welcome.welcome(() -> gone.set(true));
                  loop.set(vertx.getOrCreateContext());
                  visitor.set(welcome);
                });
    return await(server.listen()).actualPort();
  }

  private NetSocket subscribed() {
    NetSocket socket = await(tcp.connect(listen(), "127.0.0.1"));
    AtomicReference<Buffer> received = new AtomicReference<>(Buffer.buffer());
    socket.handler(bytes -> received.get().appendBuffer(bytes));
    byte[] topic = ("ocpp-mirror" + "/#").getBytes(StandardCharsets.US_ASCII);
    socket.write(
        Buffer.buffer(new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 1, 'r'})
            .appendBytes(new byte[] {(byte) 0x82, (byte) (topic.length + 5), 0, 1, 0})
            .appendByte((byte) topic.length)
            .appendBytes(topic)
            .appendByte((byte) 0));
    // CONNACK, and SUBACK with QoS 0.
    await()
        .until(
            () ->
                received.get().length() == 9
                    && received.get().getByte(4) == (byte) 0x90
                    && received.get().getByte(8) == 0);
    return socket;
  }

  private Future<?> send(int times) {
    return send(times, MB);
  }

  private Future<?> send(int times, int length) {
    Promise<Void> sent = Promise.promise();
    Outgoing message = new Outgoing(TOPIC, "x".repeat(length), false);
    loop.get()
        .runOnContext(
            ignored -> {
              for (int i = 0; i < times && !gone.get(); i++) {
                visitor.get().send(message);
              }
              sent.complete();
            });
    return sent.future();
  }

  @Test
  void shouldCutOffAReaderAtQosZeroThatDoesNotRead() {
    NetSocket socket = subscribed();
    long[] read = new long[1];
    socket.handler(bytes -> read[0] += bytes.length());
    socket.pause();
    await(send(64));
    socket.resume();
    await().untilTrue(gone);
    assertThat(read[0]).isLessThan(32L * MB);
  }

  @Test
  void shouldNameAReaderThatNamesItselfNotAndObeyItsLimits() throws IOException {
    try (RawMqtt client = RawMqtt.open(listen(), 5)) {
      client.write(
          client.connect("", null, RawMqtt.bytes(0x21, 0, 2), RawMqtt.bytes(0x27, 0, 0, 0x10, 0)),
          client.subscribe(1, "ocpp-mirror" + "/#"));
      String properties =
          new String(client.receive(RawMqtt.CONNACK).body(), StandardCharsets.ISO_8859_1);
      assertThat(properties)
          .containsPattern("\\x12\\x00\\x2Breader-[0-9a-f-]{36}")
          .contains("\u0028\u0001");
      assertThat(client.receive(RawMqtt.SUBACK).body()).endsWith(1);
      await(send(3, 10));
      await(send(1, 5_000));
      await(send(1, 20));
      List<Integer> lengths = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if (i >= 2) {
          // Two are in flight, and no third before one of them is acknowledged.
          client.write(RawMqtt.packet(RawMqtt.PINGREQ));
          assertThat(client.receive().type()).isEqualTo(RawMqtt.PINGRESP);
          client.write(client.acknowledge(i - 1));
        }
        RawMqtt.Packet publish = client.receive(RawMqtt.PUBLISH);
        assertThat(publish.packetId()).isEqualTo(i + 1);
        lengths.add(client.payload(publish).length());
      }
      assertThat(lengths).containsExactly(10, 10, 10, 20);
      client.write(client.unsubscribe(9, "ocpp-mirror" + "/#", "galvan/#"));
      assertThat(client.receive(RawMqtt.UNSUBACK).body()).endsWith(0, 0x11);
    }
  }

  @Test
  void shouldKeepAReaderAtQosZeroThatReads() {
    NetSocket socket = subscribed();
    long[] read = new long[1];
    socket.handler(bytes -> read[0] += bytes.length());
    for (int i = 1; i <= 8; i++) {
      long expected = 4L * i * MB;
      send(4);
      await().until(() -> read[0] >= expected);
    }
    assertThat(gone).isFalse();
  }
}
