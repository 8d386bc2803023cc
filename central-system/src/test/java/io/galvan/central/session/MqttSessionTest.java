package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.platform.contract.Chargers.Notice;
import io.galvan.platform.contract.Chargers.NoticeKind;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MqttSessionTest extends SessionContractTest {
  @Override
  Future<RawStation> connect(String id, @Nullable String password) {
    return RawStation.mqtt(vertx, ports.get(Ports.Name.mqtt), id, password);
  }

  private void publish(RawStation station, String topic, byte[] payload) {
    ((MqttStation) station)
        .client.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
  }

  @Test
  void shouldRefuseAndRecordAPublishOnTheTopicOfAnotherStation() {
    RawStation victim = station("CP-2");
    RawStation intruder = station("CP-1");
    publish(intruder, "ocpp/1.6/CP-2/up", "[2,\"1\",\"Heartbeat\",{}]".getBytes());
    await().until(() -> intruder.closed().isDone());
    assertThat(services.heard(Notice.class))
        .containsExactly(
            new Notice(
                "CP-1",
                NoticeKind.SecurityEvent,
                "ForeignTopicPublish",
                null,
                "ocpp/1.6/CP-2/up",
                null));
    assertThat(victim.received()).isEmpty();
    assertThat(victim.ask("[2,\"9\",\"Heartbeat\",{}]")).startsWith("[3,\"9\"");
  }

  @Test
  void shouldRefuseASubscriptionToTheTopicOfAnotherStation() {
    RawStation station = station("CP-1");
    MqttClient client = ((MqttStation) station).client;
    int[] granted = new int[1];
    client.subscribeCompletionHandler(ack -> granted[0] = ack.grantedQoSLevels().get(0));
    await(client.subscribe("ocpp/1.6/CP-2/down", 1));
    await().until(() -> granted[0] == MqttQoS.FAILURE.value());
    await(client.subscribe("ocpp/#", 1));
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .contains("ForeignTopicSubscribe");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
  }

  @Test
  void shouldCloseAClientThatSendsWhatIsNoText() {
    RawStation station = station("CP-1");
    publish(station, "ocpp/1.6/CP-1/up", new byte[] {(byte) 0xC3, (byte) 0x28});
    await().until(() -> station.closed().isDone());
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("BrokenPayload");
  }

  @Test
  void shouldTakeTheStatusTopicAsASignOfLife() {
    RawStation station = station("CP-1");
    publish(station, "ocpp/1.6/CP-1/status", "online".getBytes());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.heard(Notice.class)).isEmpty();
  }

  @Test
  void shouldAcknowledgeAPublishOnlyWhenItsAnswerIsReady() {
    io.vertx.core.Promise<io.galvan.platform.contract.Done> stored =
        io.vertx.core.Promise.promise();
    services.answer(
        io.galvan.platform.contract.Transactions.Meter.class, request -> stored.future());
    MqttClient client = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    await(client.connect(ports.get(Ports.Name.mqtt), "127.0.0.1"));
    await(client.subscribe("ocpp/1.6/CP-1/down", 1));
    java.util.concurrent.atomic.AtomicInteger acknowledged =
        new java.util.concurrent.atomic.AtomicInteger();
    client.publishCompletionHandler(id -> acknowledged.incrementAndGet());
    client.publish(
        "ocpp/1.6/CP-1/up",
        Buffer.buffer(
            "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]}]}]"),
        MqttQoS.AT_LEAST_ONCE,
        false,
        false);
    await()
        .until(
            () -> !services.heard(io.galvan.platform.contract.Transactions.Meter.class).isEmpty());
    assertThat(acknowledged).hasValue(0);
    stored.complete(io.galvan.platform.contract.Done.DONE);
    await().until(() -> acknowledged.get() == 1);
  }

  @Test
  void shouldWriteDownAnIdentityInOtherLetterCase() {
    services.answer(
        io.galvan.platform.contract.Chargers.Admit.class,
        admit ->
            io.vertx.core.Future.succeededFuture(
                new io.galvan.platform.contract.Chargers.Admission(true, "CP-1", null, false)));
    RawStation station = await(connect("cp-1", null));
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(services.heard(io.galvan.platform.contract.Chargers.LogBatch.class))
                    .anySatisfy(
                        batch ->
                            assertThat(batch.entries().get(0).deviations())
                                .contains("IdentityLetterCase")));
  }
}
