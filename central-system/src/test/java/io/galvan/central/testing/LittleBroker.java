package io.galvan.central.testing;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small MQTT broker that lacks what a test says, as brokers do: it accepts what it lacks and does
 * nothing. Shared subscriptions it always lacks.
 */
public final class LittleBroker {
  /** What a broker may lack. */
  public enum Lack {
    delivery,
    sessions,
    retaining,
    /** Two clients of one user have the same client id for it, so the later ends the earlier. */
    clientIds
  }

  private static final class Client {
    final Map<String, Boolean> filters = new HashMap<>();
    final List<MqttPublishMessage> kept = new ArrayList<>();
    MqttEndpoint endpoint;
  }

  private final Set<Lack> lacks;
  private final MqttServer server;
  private final Map<String, Client> clients = new HashMap<>();
  private final Map<String, MqttPublishMessage> retained = new HashMap<>();
  private int messages;

  private LittleBroker(Vertx vertx, int mostBytes, Lack... lacks) {
    this.lacks = EnumSet.noneOf(Lack.class);
    this.lacks.addAll(List.of(lacks));
    this.server =
        MqttServer.create(
                vertx,
                new MqttServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setMaxMessageSize(mostBytes))
            .endpointHandler(this::onClient)
            .exceptionHandler(failure -> {});
  }

  /**
   * @param mostBytes a client that publishes more is thrown out
   */
  public static Future<LittleBroker> start(Vertx vertx, int mostBytes, Lack... lacks) {
    LittleBroker broker = new LittleBroker(vertx, mostBytes, lacks);
    return broker.server.listen().map(broker);
  }

  public int port() {
    return server.actualPort();
  }

  private void onClient(MqttEndpoint endpoint) {
    String id =
        lacks.contains(Lack.clientIds)
            ? endpoint.auth().getUsername()
            : endpoint.clientIdentifier();
    Client client = clients.get(id);
    if (client != null && client.endpoint != null) {
      client.endpoint.close();
    }
    boolean known = client != null && !endpoint.isCleanSession() && !lacks.contains(Lack.sessions);
    Client now = known ? client : new Client();
    clients.put(id, now);
    now.endpoint = endpoint;
    endpoint.publishHandler(message -> onPublish(endpoint, message));
    endpoint.subscribeHandler(
        message -> {
          endpoint.subscribeAcknowledge(
              message.messageId(),
              message.topicSubscriptions().stream()
                  .map(MqttTopicSubscription::qualityOfService)
                  .toList());
          message.topicSubscriptions().forEach(wanted -> subscribe(now, wanted.topicName()));
        });
    endpoint.unsubscribeHandler(
        message -> {
          message.topics().forEach(now.filters::remove);
          endpoint.unsubscribeAcknowledge(message.messageId());
        });
    endpoint.closeHandler(
        ignored -> {
          if (now.endpoint == endpoint) {
            now.endpoint = null;
          }
          if (endpoint.isCleanSession()) {
            clients.remove(id, now);
          }
        });
    endpoint.accept(known);
    now.kept.forEach(message -> send(endpoint, message, false));
    now.kept.clear();
  }

  private void subscribe(Client client, String filter) {
    client.filters.put(filter, true);
    retained.values().stream()
        .filter(message -> matches(filter, message.topicName()))
        .forEach(message -> send(client.endpoint, message, true));
  }

  private void onPublish(MqttEndpoint from, MqttPublishMessage message) {
    if (message.qosLevel() == MqttQoS.AT_LEAST_ONCE) {
      from.publishAcknowledge(message.messageId());
    }
    if (message.isRetain() && message.payload().length() == 0) {
      retained.remove(message.topicName());
    } else if (message.isRetain() && !lacks.contains(Lack.retaining)) {
      retained.put(message.topicName(), message);
    }
    if (lacks.contains(Lack.delivery)) {
      return;
    }
    for (Client client : clients.values()) {
      if (client.filters.keySet().stream()
          .noneMatch(filter -> matches(filter, message.topicName()))) {
        continue;
      }
      if (client.endpoint == null) {
        client.kept.add(message);
      } else {
        send(client.endpoint, message, false);
      }
    }
  }

  private void send(MqttEndpoint endpoint, MqttPublishMessage message, boolean asRetained) {
    endpoint.publish(
        message.topicName(),
        Buffer.buffer(message.payload().getBytes()),
        MqttQoS.AT_LEAST_ONCE,
        false,
        asRetained,
        messages = messages % 65_535 + 1);
  }

  /** A shared subscription matches nothing, as its first level is no station's. */
  private static boolean matches(String filter, String topic) {
    String[] wanted = filter.split("/", -1);
    String[] levels = topic.split("/", -1);
    if (wanted.length != levels.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].equals("+") && !wanted[i].equals(levels[i])) {
        return false;
      }
    }
    return true;
  }
}
