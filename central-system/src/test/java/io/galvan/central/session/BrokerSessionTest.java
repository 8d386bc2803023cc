package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Notice;
import io.galvan.platform.contract.Commands.CallOutcome;
import io.galvan.platform.contract.Commands.NodeAnswer;
import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Transactions;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stations at an external broker, a real one. */
class BrokerSessionTest extends SessionFixture {
  private Mosquitto mosquitto;

  BrokerSessionTest() {
    super(Transport.Broker);
  }

  @BeforeEach
  void findBroker() {
    mosquitto = ((BrokerUnderTest) line).mosquitto;
  }

  private void publish(RawStation station, String topic, byte[] payload) {
    ((MqttStation) station)
        .client.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false);
  }

  @Test
  void shouldAskForThePasswordWhereOneIsStored() {
    assertThat(connect("CP-1", "wrong-password-0").toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    RawStation station = await(connect("CP-1", Mosquitto.PASSWORD));
    // The reader has subscribed, else the broker has nobody to give the frame to.
    await().until(() -> registry.find("CP-1") != null);
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3");
  }

  @Test
  void shouldRefuseAStationThatNobodyKnows() {
    RawStation stranger = await(connect("UNKNOWN", null));
    stranger.send("[2,\"1\",\"Heartbeat\",{}]");
    RawStation station = station("CP-1");
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3");
    assertThat(stranger.received()).isEmpty();
    assertThat(services.heard(Chargers.Connect.class))
        .extracting(Chargers.Connect::chargerId)
        .containsExactly("CP-1");
  }

  @Test
  void shouldRecordWhatIsNoTextAndGoOn() {
    RawStation station = station("CP-1");
    RawStation other = station("CP-2");
    publish(station, "ocpp/1.6/CP-1/up", new byte[] {(byte) 0xC3, (byte) 0x28});
    await().until(() -> !services.heard(Notice.class).isEmpty());
    assertThat(services.heard(Notice.class))
        .extracting(Notice::value)
        .containsExactly("BrokenPayload");
    publish(station, "ocpp/1.6/CP-1/up", "no JSON".getBytes());
    assertThat(station.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(other.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        services.heard(Chargers.LogBatch.class).stream()
                            .flatMap(batch -> batch.entries().stream())
                            .filter(entry -> entry.request().contains("no JSON")))
                    .hasSize(1)
                    .allSatisfy(entry -> assertThat(entry.deviations()).contains("Unusable")));
  }

  @Test
  void shouldHaveAForeignTopicRefusedByTheBroker() {
    RawStation victim = station("CP-2");
    RawStation intruder = station("CP-3");
    publish(intruder, "ocpp/1.6/CP-2/up", "[2,\"1\",\"Heartbeat\",{}]".getBytes());
    assertThat(intruder.ask("[2,\"2\",\"Heartbeat\",{}]")).startsWith("[3,\"2\"");
    assertThat(victim.received()).isEmpty();
  }

  @Test
  void shouldShowAStationAsGoneWhenItsLastWillIsPublished() {
    RawStation station = station("CP-1");
    long epoch = services.epoch("CP-1");
    // Another connection of the same client has the broker end the first, as a broken one does.
    MqttClient twin = MqttClient.create(vertx, new MqttClientOptions().setClientId("CP-1"));
    await(twin.connect(mosquitto.port(), "127.0.0.1"));
    await().until(() -> station.closed().isDone());
    await().until(() -> !services.isOpen("CP-1"));
    assertThat(services.heard(Chargers.Disconnect.class))
        .extracting(Chargers.Disconnect::epoch)
        .containsExactly(epoch);
    assertThat(registry.find("CP-1")).isNull();
  }

  @Test
  void shouldHoldBackTheAcknowledgementUntilItIsDurableAndHearItAgainAfterACrashOfTheBroker() {
    Promise<Done> stored = Promise.promise();
    services.answer(Transactions.Meter.class, request -> stored.future());
    RawStation station = station("CP-1");
    station.send(
        "[2,\"1\",\"MeterValues\",{\"connectorId\":1,\"meterValue\":[{\"timestamp\":\"2026-03-01T12:00:00Z\",\"sampledValue\":[{\"value\":\"1\"}]}]}]");
    await().until(() -> services.heard(Transactions.Meter.class).size() == 1);
    // What it has written is what it was sent; it comes back with it, as nobody acknowledged it.
    await(vertx.timer(1_500, TimeUnit.MILLISECONDS));
    mosquitto.kill();
    stored.complete(Done.DONE);
    mosquitto.restart();
    RawStation again = await(connect("CP-1", null));
    assertThat(again.receive()).as("the same message, the same answer").isEqualTo("[3,\"1\",{}]");
    assertThat(services.heard(Transactions.Meter.class)).hasSize(1);
  }

  @Test
  void shouldSendACommandThatWasGivenWhileTheBrokerWasAway() {
    RawStation station =
        await(
            RawStation.broker(
                vertx,
                new MqttClientOptions().setCleanSession(false),
                mosquitto.port(),
                "CP-1",
                null));
    await().until(() -> registry.find("CP-1") != null);
    // Until it has written down who subscribed to what.
    await(vertx.timer(1_500, TimeUnit.MILLISECONDS));
    mosquitto.kill();
    await().until(() -> station.closed().isDone());
    Future<NodeAnswer> reset =
        registry.find("CP-1").call("Reset", "{\"type\":\"Soft\"}", null, 20_000);
    mosquitto.restart();
    RawStation again =
        await(
            RawStation.broker(
                vertx,
                new MqttClientOptions().setCleanSession(false),
                mosquitto.port(),
                "CP-1",
                null));
    String call = again.receive();
    assertThat(call).contains("\"Reset\"");
    // This broker forgets shared subscriptions when it is killed; until ours stands again it
    // drops what stations say.
    await()
        .atMost(15, TimeUnit.SECONDS)
        .until(
            () -> {
              again.send("[2,\"1\",\"Heartbeat\",{}]");
              return again.received().poll(500, TimeUnit.MILLISECONDS) != null;
            });
    again.send("[3,\"" + call.split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
    assertThat(await(reset).outcome()).isEqualTo(CallOutcome.Result);
  }
}
