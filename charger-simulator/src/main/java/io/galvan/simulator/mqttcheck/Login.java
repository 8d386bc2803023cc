package io.galvan.simulator.mqttcheck;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How a client connects: as a new one of MQTT 3.1.1, unless it is told otherwise. */
final class Login {
  private static final int SESSION_SECONDS = 300;

  final MqttServerAddress server;
  final String id;
  private MqttVersion version = MqttVersion.MQTT_3_1_1;
  private boolean clean = true;
  private int keepAliveSeconds = 60;
  private int receiveMaximum;
  private @Nullable String willTopic;

  Login(MqttServerAddress server, String id) {
    this.server = server;
    this.id = id;
  }

  /** Speaks MQTT 5. */
  Login version5() {
    version = MqttVersion.MQTT_5;
    return this;
  }

  /** Goes on with the session of the same client, and leaves it for the next connection. */
  Login keepingSession() {
    clean = false;
    return this;
  }

  Login keepAlive(int seconds) {
    keepAliveSeconds = seconds;
    return this;
  }

  /** Takes so many unacknowledged messages at once; of MQTT 5. */
  Login receiveMaximum(int messages) {
    receiveMaximum = messages;
    return this;
  }

  /** Leaves {@code offline}, retained, when the connection breaks. */
  Login will(String topic) {
    willTopic = topic;
    return this;
  }

  MqttConnectMessage message() {
    MqttMessageBuilders.ConnectBuilder connect =
        MqttMessageBuilders.connect()
            .protocolVersion(version)
            .clientId(id)
            .cleanSession(clean)
            .keepAlive(keepAliveSeconds);
    if (willTopic != null) {
      connect
          .willFlag(true)
          .willTopic(willTopic)
          .willMessage("offline".getBytes(StandardCharsets.UTF_8))
          .willQoS(MqttQoS.AT_LEAST_ONCE)
          .willRetain(true);
    }
    if (server.user() != null) {
      connect.hasUser(true).username(server.user());
    }
    String password = server.password();
    if (password != null) {
      connect.hasPassword(true).password(password.getBytes(StandardCharsets.UTF_8));
    }
    if (version == MqttVersion.MQTT_5) {
      connect.properties(properties());
    }
    return connect.build();
  }

  private MqttProperties properties() {
    MqttProperties properties = new MqttProperties();
    if (receiveMaximum > 0) {
      properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, receiveMaximum));
    }
    if (!clean) {
      properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, SESSION_SECONDS));
    }
    return properties;
  }
}
