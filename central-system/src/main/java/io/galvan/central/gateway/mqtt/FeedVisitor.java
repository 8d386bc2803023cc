package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Mirror;
import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.central.http.TrackedConnection;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of this listener that reads events, states and the mirror, and may do nothing else. It
 * gets the states there are when it subscribes, as retained messages, and from then on what
 * changes. One that does not acknowledge or read fast enough is cut off, and gets the states anew.
 */
final class FeedVisitor {
  private static final Logger LOG = LoggerFactory.getLogger(FeedVisitor.class);
  private static final int MAX_PACKET_ID = 65_535;
  private static final int MOST_FILTERS = 50;
  private static final int MOST_UNACKNOWLEDGED = 5_000;

  private static final int MOST_UNWRITTEN_BYTES = 8 << 20;

  /** States are sent on when so few are not acknowledged, and so little waits for the socket. */
  private static final int FEW_UNACKNOWLEDGED = 500;

  private static final int FEW_UNWRITTEN_BYTES = 256 * 1024;

  private final MqttEndpoint endpoint;
  private final String prefix;
  private final LastStates states;
  private final Map<TopicFilter, MqttQoS> filters = new LinkedHashMap<>();
  private final Set<Integer> unacknowledged = new HashSet<>();
  private final List<Promise<Void>> waitForRoom = new ArrayList<>();
  private int packetId;
  private long unwrittenBytes;

  FeedVisitor(MqttEndpoint endpoint, String prefix, LastStates states) {
    this.endpoint = endpoint;
    this.prefix = prefix;
    this.states = states;
  }

  /**
   * Accepts the client.
   *
   * @param gone told when its connection is closed
   */
  void welcome(Runnable gone) {
    endpoint.subscribeHandler(this::onSubscribe);
    endpoint.unsubscribeHandler(
        message -> {
          message.topics().forEach(topic -> filters.remove(new TopicFilter(topic)));
          endpoint.unsubscribeAcknowledge(message.messageId());
        });
    endpoint.publishHandler(
        message -> {
          LOG.warn("{} may only read and is cut off", endpoint.clientIdentifier());
          endpoint.close();
        });
    endpoint.publishAcknowledgeHandler(this::onAcknowledged);
    endpoint.exceptionHandler(
        failure -> LOG.info("{}: {}", endpoint.clientIdentifier(), failure.getMessage()));
    endpoint.closeHandler(
        ignored -> {
          filters.clear();
          gone.run();
        });
    endpoint.accept(false);
    TrackedConnection tracked = TrackedConnection.of(endpoint);
    if (tracked != null) {
      tracked.accepted();
    }
  }

  /** Cuts it off. */
  void close() {
    if (endpoint.isConnected()) {
      endpoint.close();
    }
  }

  private void onSubscribe(MqttSubscribeMessage message) {
    List<TopicFilter> added = new ArrayList<>();
    List<MqttQoS> granted =
        message.topicSubscriptions().stream()
            .map(
                subscription -> {
                  TopicFilter filter = new TopicFilter(subscription.topicName());
                  boolean may = filter.isUnder(prefix) || filter.isUnder(Mirror.TOPICS);
                  if (!may || filters.size() >= MOST_FILTERS) {
                    return MqttQoS.FAILURE;
                  }
                  MqttQoS qos =
                      subscription.qualityOfService() == MqttQoS.AT_MOST_ONCE
                          ? MqttQoS.AT_MOST_ONCE
                          : MqttQoS.AT_LEAST_ONCE;
                  filters.put(filter, qos);
                  added.add(filter);
                  return qos;
                })
            .toList();
    endpoint.subscribeAcknowledge(message.messageId(), granted);
    if (added.stream().anyMatch(filter -> filter.isUnder(prefix))) {
      states
          .all(page -> sendStates(page, added))
          .onFailure(
              failure -> {
                LOG.warn("the states could not be read: {}", failure.getMessage());
                close();
              });
    }
  }

  private Future<?> sendStates(List<Outgoing> page, List<TopicFilter> added) {
    for (Outgoing state : page) {
      added.stream()
          .filter(filter -> filter.matches(state.topic()))
          .findFirst()
          .ifPresent(filter -> publish(state, filters.get(filter), true));
    }
    if (hasRoom() || !endpoint.isConnected()) {
      return endpoint.isConnected()
          ? Future.succeededFuture()
          : Future.failedFuture("the client is gone");
    }
    Promise<Void> room = Promise.promise();
    waitForRoom.add(room);
    return room.future();
  }

  /** Sends what one of its subscriptions is for. */
  void send(Outgoing message) {
    for (Map.Entry<TopicFilter, MqttQoS> filter : filters.entrySet()) {
      if (filter.getKey().matches(message.topic())) {
        // To a subscription that stands a message is a new one, not a retained one (3.3.1.3).
        publish(message, filter.getValue(), false);
        return;
      }
    }
  }

  private void publish(Outgoing message, @Nullable MqttQoS qos, boolean retained) {
    if (qos == null || !endpoint.isConnected()) {
      return;
    }
    Buffer payload = Buffer.buffer(message.payload());
    if (unacknowledged.size() >= MOST_UNACKNOWLEDGED || unwrittenBytes > MOST_UNWRITTEN_BYTES) {
      LOG.warn("{} does not keep up and is cut off", endpoint.clientIdentifier());
      // The close waits behind what is unwritten: nothing more may come before it.
      filters.clear();
      close();
      return;
    }
    int bytes = message.topic().length() + payload.length();
    unwrittenBytes += bytes;
    if (qos == MqttQoS.AT_MOST_ONCE) {
      endpoint
          .publish(message.topic(), payload, qos, false, retained)
          .onComplete(ignored -> written(bytes));
      return;
    }
    do {
      packetId = packetId % MAX_PACKET_ID + 1;
    } while (!unacknowledged.add(packetId));
    endpoint
        .publish(message.topic(), payload, qos, false, retained, packetId)
        .onComplete(ignored -> written(bytes));
  }

  private void written(int bytes) {
    unwrittenBytes -= bytes;
    goOnIfRoom();
  }

  private boolean hasRoom() {
    return unacknowledged.size() <= FEW_UNACKNOWLEDGED && unwrittenBytes <= FEW_UNWRITTEN_BYTES;
  }

  private void onAcknowledged(int id) {
    unacknowledged.remove(id);
    goOnIfRoom();
  }

  private void goOnIfRoom() {
    if (hasRoom() && !waitForRoom.isEmpty()) {
      List<Promise<Void>> waiting = List.copyOf(waitForRoom);
      waitForRoom.clear();
      waiting.forEach(Promise::complete);
    }
  }
}
