package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.RawStation.MqttStation;
import io.galvan.contract.command.Commands.CallOutcome;
import io.galvan.contract.connection.Connections;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether a station at an external broker is there, by its status, its last will and its answers.
 */
class BrokerPresenceTest extends SessionFixture {
  private Mosquitto mosquitto;

  BrokerPresenceTest() {
    super(Transport.Broker);
  }

  @BeforeEach
  void findBroker() {
    mosquitto = ((BrokerUnderTest) line).mosquitto;
  }

  private void tellStatus(RawStation station, String id, String status) {
    ((MqttStation) station)
        .client.publish(
            "ocpp/1.6/" + id + "/status",
            Buffer.buffer(status),
            MqttQoS.AT_LEAST_ONCE,
            false,
            true);
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
    assertThat(services.heard(Connections.Disconnect.class))
        .extracting(Connections.Disconnect::epoch)
        .containsExactly(epoch);
    assertThat(registry.find("CP-1")).isNull();
  }

  @Test
  void shouldTakeAStationForGoneWhenItSaysGoodbye() {
    RawStation station = station("CP-1");
    tellStatus(station, "CP-1", "offline");
    await().until(() -> !services.isOpen("CP-1"));
    assertThat(registry.find("CP-1")).isNull();
  }

  @Test
  void shouldBelieveAStatusOfOnlineUntilACommandHasNoAnswerAndTakeNoStatusForNone() {
    services.heartbeatIntervalS = 3;
    RawStation mute = station("CP-1");
    RawStation silent = station("CP-2");
    RawStation unknown = station("CP-3");
    tellStatus(unknown, "CP-3", "");
    assertThat(unknown.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.isOpen("CP-3")).as("it speaks, so it is there").isTrue();
    assertThat(await(registry.find("CP-1").call("ClearCache", "{}", null, 500)).outcome())
        .isEqualTo(CallOutcome.TimedOut);
    await()
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> !services.isOpen("CP-1") && !services.isOpen("CP-3"));
    assertThat(services.isOpen("CP-2")).as("it is as silent, and said to be there").isTrue();
    assertThat(silent.received()).isEmpty();
    // It was there after all.
    mute.received().clear();
    assertThat(mute.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
    assertThat(services.isOpen("CP-1")).isTrue();
  }
}
