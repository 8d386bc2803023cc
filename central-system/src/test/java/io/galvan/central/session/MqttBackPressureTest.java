package io.galvan.central.session;

import static io.galvan.central.testing.RawMqtt.CONNACK;
import static io.galvan.central.testing.RawMqtt.PINGREQ;
import static io.galvan.central.testing.RawMqtt.PINGRESP;
import static io.galvan.central.testing.RawMqtt.PUBACK;
import static io.galvan.central.testing.RawMqtt.PUBLISH;
import static io.galvan.central.testing.RawMqtt.SUBACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawMqtt;
import io.galvan.central.testing.RawMqtt.Packet;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stations of MQTT that send faster than is handled, or take slower than they are sent. */
class MqttBackPressureTest extends SessionFixture {
  private static final String UP = "ocpp/1.6/CP-1/up";
  private static final String DOWN = "ocpp/1.6/CP-1/down";
  private static final int AHEAD = 150;

  MqttBackPressureTest() {
    super(Transport.MQTT);
  }

  private RawMqtt connected(int level, byte[]... properties) throws IOException {
    RawMqtt client = RawMqtt.open(ports.get(Ports.Name.mqtt), level);
    client.write(client.connect("CP-1", null, properties), client.subscribe(1, DOWN));
    assertThat(client.receive().type()).isEqualTo(CONNACK);
    assertThat(client.receive().type()).isEqualTo(SUBACK);
    return client;
  }

  private static byte[] starts(RawMqtt client, int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 1; i <= count; i++) {
      all.writeBytes(
          client.publish(
              i,
              UP,
              "[2,\"s"
                  + i
                  + "\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":\"TAG\",\"meterStart\":"
                  + i
                  + ",\"timestamp\":\"2026-03-01T12:00:00Z\"}]"));
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldAnswerAllOf150CallsThatAStationSendsAheadOnOneConnection(int level)
      throws IOException {
    try (RawMqtt client = connected(level)) {
      client.write(starts(client, AHEAD));
      List<Integer> acknowledged = new ArrayList<>();
      List<String> answers = new ArrayList<>();
      while (acknowledged.size() < AHEAD || answers.size() < AHEAD) {
        Packet packet = client.receive();
        if (packet.type() == PUBACK) {
          acknowledged.add(packet.number(0));
        } else {
          assertThat(packet.type()).isEqualTo(PUBLISH);
          answers.add(client.payload(packet).split("\"")[1]);
          client.write(client.acknowledge(packet.packetId()));
        }
      }
      assertThat(acknowledged)
          .containsExactlyElementsOf(IntStream.rangeClosed(1, AHEAD).boxed().toList());
      assertThat(answers)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, AHEAD).mapToObj(i -> "s" + i).toList());
    }
    assertThat(services.heard(Transactions.Start.class))
        .extracting(Transactions.Start::meterStartWh)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, AHEAD).mapToObj(i -> (long) i).toList());
    assertThat(services.heard(Connections.Connect.class)).hasSize(1);
    assertThat(services.heard(Notice.class)).isEmpty();
  }

  @Test
  void shouldAnswerAStationThatReadsNothingUntilAllIsWritten() throws IOException {
    try (RawMqtt client = connected(4)) {
      client.write(starts(client, 2_000));
      for (int i = 1; i <= 2_000; i++) {
        assertThat(client.receivePayload()).startsWith("[3,\"s" + i + "\"");
      }
    }
  }

  @Test
  void shouldHaveFewFramesInFlightToAClientThatSaysNotHowManyItTakes() throws IOException {
    try (RawMqtt client = connected(4)) {
      client.write(starts(client, AHEAD));
      int unacknowledged = 0;
      for (int acknowledgements = 0; acknowledgements < AHEAD; ) {
        Packet packet = client.receive();
        if (packet.type() == PUBACK) {
          acknowledgements++;
        } else {
          unacknowledged++;
        }
      }
      assertThat(unacknowledged).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldStopReadingAStationWhoseCallsWaitAndTakeUpAllOfThemLater(int level) throws Exception {
    Promise<Tokens.Authorization> stored = Promise.promise();
    services.answer(Tokens.Authorize.class, request -> stored.future());
    int length = 60_000;
    int most = 1_000;
    try (RawMqtt client = connected(level)) {
      client.write(client.publish(1, UP, "[2,\"first\",\"Authorize\",{\"idTag\":\"T\"}]"));
      AtomicLong written = new AtomicLong();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 2; i <= most; i++) {
                  client.tryWrite(
                      client.publish(
                          i,
                          UP,
                          "[2,\"d"
                              + i
                              + "\",\"DataTransfer\",{\"vendorId\":\"V\",\"data\":\""
                              + "x".repeat(length)
                              + "\"}]"));
                  written.incrementAndGet();
                }
              });
      // Until nothing moves: the buffers of the system are full.
      long[] before = {-1};
      await()
          .pollInterval(java.time.Duration.ofMillis(500))
          .until(
              () -> {
                long now = written.get();
                boolean still = now > 0 && now == before[0];
                before[0] = now;
                return still;
              });
      assertThat(written.get()).isLessThan(most / 2);
      assertThat(services.heard(Notice.class)).isEmpty();
      stored.complete(new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null));
      assertThat(client.receivePayload()).startsWith("[3,\"first\"");
      for (int i = 2; i <= most; i++) {
        assertThat(client.receivePayload()).startsWith("[3,\"d" + i + "\"");
      }
      writer.get();
      client.write(RawMqtt.packet(PINGREQ));
      assertThat(client.receive(PINGRESP).type()).isEqualTo(PINGRESP);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shouldCutOffAStationThatAcknowledgesNothingAndGoesOnSending(int level) throws IOException {
    try (RawMqtt client = connected(level)) {
      byte[] many = starts(client, 1_000);
      boolean open = true;
      for (int i = 0; i < 100 && open; i++) {
        open = client.tryWrite(many);
      }
      if (level == 5) {
        assertThat(client.receive(RawMqtt.DISCONNECT).body()[0]).isEqualTo((byte) 0x93);
      }
      assertThat(client.awaitEnd()).isTrue();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(Notice.class))
                    .extracting(Notice::value)
                    .containsOnly("TooManyMessages"));
  }

  @Test
  void shouldCutOffAStationThatAcknowledgesNothingAndFloodsItsStatus() throws IOException {
    try (RawMqtt client = connected(4)) {
      client.write(starts(client, 6_000));
      ByteArrayOutputStream online = new ByteArrayOutputStream();
      for (int i = 1; i <= 10_000; i++) {
        online.writeBytes(client.publish(i, "ocpp/1.6/CP-1/status", "online"));
      }
      for (int i = 0; i < 4; i++) {
        client.tryWrite(online.toByteArray());
      }
      assertThat(client.awaitEnd()).isTrue();
    }
  }

  @Test
  void shouldAcknowledgeInTheOrderThatMessagesCame() throws IOException {
    Promise<Tokens.Authorization> stored = Promise.promise();
    services.answer(Tokens.Authorize.class, request -> stored.future());
    try (RawMqtt client = connected(4)) {
      client.write(
          client.publish(1, UP, "[2,\"a\",\"Authorize\",{\"idTag\":\"T\"}]"),
          client.publish(2, UP, "[3,\"nobody-asked\",{}]"),
          client.publish(3, "ocpp/1.6/CP-1/status", "online"),
          client.publish(4, UP, new byte[] {(byte) 0xC3, 0x28}));
      await().until(() -> !services.heard(Notice.class).isEmpty());
      stored.complete(new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null));
      for (int id = 1; id <= 4; id++) {
        assertThat(client.receive(PUBACK).number(0)).isEqualTo(id);
      }
    }
  }

  @Test
  void shouldTakeAMessageOfQosTwoOnceUntilItIsReleased() throws IOException {
    services.answer(
        Tokens.Authorize.class,
        request ->
            Future.succeededFuture(
                new Tokens.Authorization(Tokens.TokenStatus.Accepted, null, null, null)));
    try (RawMqtt client = connected(5)) {
      byte[] call =
          RawMqtt.join(
              RawMqtt.text(UP),
              RawMqtt.bytes(0, 9, 0),
              "[2,\"q\",\"Authorize\",{\"idTag\":\"T\"}]".getBytes());
      client.write(RawMqtt.packet(PUBLISH | 4, call));
      assertThat(client.receive(RawMqtt.PUBREC).number(0)).isEqualTo(9);
      client.write(RawMqtt.packet(PUBLISH | 12, call));
      assertThat(client.receive(RawMqtt.PUBREC).number(0)).isEqualTo(9);
      client.write(RawMqtt.packet(RawMqtt.PUBREL | 2, RawMqtt.bytes(0, 9)));
      Packet complete = client.receive(RawMqtt.PUBCOMP);
      assertThat(complete.body()).isEqualTo(new byte[] {0, 9});
      client.write(RawMqtt.packet(RawMqtt.PUBREL | 2, RawMqtt.bytes(0, 9)));
      assertThat(client.receive(RawMqtt.PUBCOMP).body()[2]).isEqualTo((byte) 0x92);
    }
    assertThat(services.heard(Tokens.Authorize.class)).hasSize(1);
  }
}
