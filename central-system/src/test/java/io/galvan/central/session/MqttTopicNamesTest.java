package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.Mosquitto;
import io.galvan.central.testing.RawMqtt;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Topics that an operator has named otherwise than usual. */
class MqttTopicNamesTest {
  private static final Map<String, String> NAMES =
      Map.of("GALVAN_MQTT_TOPIC_ROOT", "acme/ocpp", "GALVAN_MQTT_TOPIC_LEVELS", "from,to,presence");
  private static final String HEARTBEAT = "[2,\"1\",\"Heartbeat\",{}]";

  @Nested
  class AtTheListener extends SessionFixture {
    AtTheListener() {
      super(Transport.MQTT);
    }

    @Override
    Map<String, String> settings() {
      return NAMES;
    }

    @Test
    void shouldSpeakOnTheTopicsThatAreNamed() throws Exception {
      try (RawMqtt station = RawMqtt.open(ports.get(Ports.Name.mqtt), 4)) {
        station.write(
            station.connect("CP-1", null),
            station.subscribe(1, "ocpp/1.6/CP-1/down", "acme/ocpp/1.6/CP-1/to"));
        assertThat(station.receive(RawMqtt.SUBACK).body()).isEqualTo(RawMqtt.bytes(0, 1, 0x80, 1));
        station.write(station.publish(2, "acme/ocpp/1.6/CP-1/from", HEARTBEAT));
        RawMqtt.Packet answer = station.receive(RawMqtt.PUBLISH);
        assertThat(answer.topic()).isEqualTo("acme/ocpp/1.6/CP-1/to");
        assertThat(station.payload(answer)).startsWith("[3,\"1\"");
        station.write(station.publish(3, "ocpp/1.6/CP-1/up", HEARTBEAT));
        assertThat(station.awaitEnd()).isTrue();
      }
    }
  }

  @Nested
  class AtABroker extends SessionFixture {
    AtABroker() {
      super(Transport.Broker);
    }

    @Override
    Map<String, String> settings() {
      return NAMES;
    }

    @Test
    void shouldSpeakOnTheTopicsThatAreNamed() {
      List<String> heard = new CopyOnWriteArrayList<>();
      MqttClient station =
          MqttClient.create(
              vertx,
              new MqttClientOptions()
                  .setClientId("CP-1")
                  .setUsername("galvan")
                  .setPassword(Mosquitto.PASSWORD));
      station.publishHandler(
          message -> heard.add(message.topicName() + " " + message.payload().toString()));
      await(station.connect(((BrokerUnderTest) line).mosquitto.port(), "127.0.0.1"));
      await(station.subscribe("acme/ocpp/1.6/CP-1/to", 1));
      station.publish(
          "acme/ocpp/1.6/CP-1/presence",
          Buffer.buffer("online"),
          MqttQoS.AT_LEAST_ONCE,
          false,
          true);
      await().until(() -> registry.find("CP-1") != null);
      station.publish(
          "acme/ocpp/1.6/CP-1/from", Buffer.buffer(HEARTBEAT), MqttQoS.AT_LEAST_ONCE, false, false);
      await().until(() -> !heard.isEmpty());
      assertThat(heard.get(0)).startsWith("acme/ocpp/1.6/CP-1/to [3,\"1\"");
    }
  }
}
