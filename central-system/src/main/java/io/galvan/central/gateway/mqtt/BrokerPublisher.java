package io.galvan.central.gateway.mqtt;

import io.galvan.platform.config.MqttSettings.Broker;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What this node publishes at the external broker, in order and QoS 1. While the broker is away
 * messages wait, a bounded number of them; what was not acknowledged is sent again. For one event
 * loop.
 */
final class BrokerPublisher {
  private static final int MOST_WAITING = 20_000;
  private static final long MOST_WAITING_BYTES = 64L << 20;
  private static final int MOST_INFLIGHT = 1_000;
  private static final long FLUSH_MS = 2_000;

  /** One message until the broker has it; compared by identity. */
  private static final class Message {
    final String topic;
    final Buffer payload;
    final boolean retain;
    final Promise<Void> acknowledged = Promise.promise();

    Message(String topic, Buffer payload, boolean retain) {
      this.topic = topic;
      this.payload = payload;
      this.retain = retain;
    }
  }

  private final BrokerConnection connection;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final LinkedHashSet<Message> sent = new LinkedHashSet<>();
  private final Map<Integer, Message> byId = new HashMap<>();
  private final Set<Integer> acknowledgedEarly = new HashSet<>();
  private @Nullable MqttClient client;
  private long bytes;

  /**
   * @param connected told whenever the broker is there again
   */
  BrokerPublisher(Vertx vertx, Broker broker, String clientId, Runnable connected) {
    this.connection =
        new BrokerConnection(
            vertx,
            broker,
            clientId,
            true,
            MOST_INFLIGHT,
            new BrokerConnection.User() {
              @Override
              public void opening(MqttClient made) {
                made.publishCompletionHandler(BrokerPublisher.this::onAcknowledged);
              }

              @Override
              public Future<?> opened(MqttClient opened) {
                client = opened;
                pump();
                connected.run();
                return Future.succeededFuture();
              }

              @Override
              public void lost() {
                onLost();
              }
            });
  }

  void open() {
    connection.open();
  }

  /** Whether the broker can be reached now. */
  boolean isOpen() {
    return connection.isOpen();
  }

  /**
   * The future completes when the broker has the message, and fails when too many wait already or
   * this closes.
   */
  Future<Void> publish(String topic, Buffer payload, boolean retain) {
    if (waiting.size() >= MOST_WAITING || bytes + payload.length() > MOST_WAITING_BYTES) {
      return Future.failedFuture("too many messages wait for the MQTT broker");
    }
    Message message = new Message(topic, payload, retain);
    waiting.add(message);
    bytes += payload.length();
    pump();
    return message.acknowledged.future();
  }

  private void pump() {
    MqttClient open = client;
    while (open != null && sent.size() < MOST_INFLIGHT && !waiting.isEmpty()) {
      Message message = waiting.poll();
      sent.add(message);
      open.publish(message.topic, message.payload, MqttQoS.AT_LEAST_ONCE, false, message.retain)
          .onComplete(
              (id, failure) -> {
                if (client != open) {
                  return;
                }
                if (failure != null) {
                  connection.drop();
                } else if (acknowledgedEarly.remove(id)) {
                  done(message);
                } else {
                  byId.put(id, message);
                }
              });
    }
  }

  private void onAcknowledged(int id) {
    Message message = byId.remove(id);
    if (message == null) {
      acknowledgedEarly.add(id);
    } else {
      done(message);
    }
  }

  private void done(Message message) {
    if (sent.remove(message)) {
      bytes -= message.payload.length();
      message.acknowledged.complete();
      pump();
    }
  }

  /** What was not acknowledged comes first when the broker is back. */
  private void onLost() {
    client = null;
    byId.clear();
    acknowledgedEarly.clear();
    List<Message> again = new ArrayList<>(sent);
    sent.clear();
    for (int i = again.size() - 1; i >= 0; i--) {
      waiting.addFirst(again.get(i));
    }
  }

  /** Waits a moment for acknowledgements, then closes. */
  Future<Void> close() {
    List<Message> last = new ArrayList<>(sent);
    last.addAll(waiting);
    Future<?> flushed =
        connection.isOpen()
            ? Future.join(last.stream().map(message -> message.acknowledged.future()).toList())
                .timeout(FLUSH_MS, TimeUnit.MILLISECONDS)
            : Future.succeededFuture();
    return flushed
        .transform(ignored -> connection.close())
        .onSuccess(
            ok -> {
              waiting.forEach(message -> message.acknowledged.tryFail("the node shuts down"));
              waiting.clear();
              bytes = 0;
            });
  }
}
