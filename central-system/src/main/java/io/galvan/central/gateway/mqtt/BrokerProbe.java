package io.galvan.central.gateway.mqtt;

import io.galvan.platform.config.MqttSettings.Broker;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One client of a check of the external broker: connects, subscribes, publishes, waits for a
 * message. Each step fails when it takes too long. For one event loop.
 */
final class BrokerProbe {
  private static final int INFLIGHT = 10;
  private static final int REFUSED = 0x80;

  private final Vertx vertx;
  private final Broker broker;
  private final String clientId;
  private final long patienceMs;
  private MqttClient client;
  private Predicate<MqttPublishMessage> wanted = message -> false;
  private Promise<Void> arrival = Promise.promise();
  private Promise<Void> acknowledgement = Promise.promise();
  private Promise<Void> subscription = Promise.promise();

  BrokerProbe(Vertx vertx, Broker broker, String clientId, long patienceMs) {
    this.vertx = vertx;
    this.broker = broker;
    this.clientId = clientId;
    this.patienceMs = patienceMs;
    this.client = MqttClient.create(vertx);
  }

  /** Connects anew; what the broker kept for the client may come at once. */
  Future<?> connect(boolean cleanSession) {
    MqttClient made =
        MqttClient.create(
            vertx, BrokerConnection.options(broker, clientId, cleanSession, INFLIGHT));
    client = made;
    made.publishHandler(
        message -> {
          message.ack();
          if (wanted.test(message)) {
            arrival.tryComplete();
          }
        });
    made.publishCompletionHandler(id -> acknowledgement.tryComplete());
    made.subscribeCompletionHandler(
        granted -> {
          if (granted.grantedQoSLevels().contains(REFUSED)) {
            subscription.tryFail("the subscription is refused");
          } else {
            subscription.tryComplete();
          }
        });
    made.closeHandler(
        ignored -> {
          arrival.tryFail("the broker closed the connection");
          acknowledgement.tryFail("the broker closed the connection");
          subscription.tryFail("the broker closed the connection");
        });
    return inTime(made.connect(broker.port(), broker.host()));
  }

  Future<?> subscribe(String topic) {
    subscription = Promise.promise();
    client.subscribe(topic, MqttQoS.AT_LEAST_ONCE.value()).onFailure(subscription::tryFail);
    return inTime(subscription.future());
  }

  /** Succeeds when the broker has the message. */
  Future<?> publish(String topic, Buffer payload, boolean retain) {
    acknowledgement = Promise.promise();
    client
        .publish(topic, payload, MqttQoS.AT_LEAST_ONCE, false, retain)
        .onFailure(acknowledgement::tryFail);
    return inTime(acknowledgement.future());
  }

  /** Names the message that {@link #arrived} waits for, from now on. */
  void expect(Predicate<MqttPublishMessage> message) {
    wanted = message;
    arrival = Promise.promise();
  }

  Future<?> arrived() {
    return inTime(arrival.future());
  }

  Future<?> close() {
    return client.disconnect().otherwiseEmpty();
  }

  private Future<?> inTime(Future<?> step) {
    return step.timeout(patienceMs, TimeUnit.MILLISECONDS);
  }
}
