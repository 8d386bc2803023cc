package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.central.http.TrackedConnection;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
  private static final int MOST_FILTERS = 50;
  private static final int MOST_UNACKNOWLEDGED = 5_000;

  private static final int MOST_UNWRITTEN_BYTES = 8 << 20;

  /** States are sent on when so few are not acknowledged, and so little waits for the socket. */
  private static final int FEW_UNACKNOWLEDGED = 500;

  private static final int FEW_UNWRITTEN_BYTES = 256 * 1024;

  private final MqttEndpoint endpoint;
  private final String prefix;
  private final String mirror;
  private final LastStates states;
  private final Map<TopicFilter, MqttQoS> filters = new LinkedHashMap<>();
  private final ClientLimits limits;
  private final Outbox outbox;
  private final List<Promise<Void>> waitForRoom = new ArrayList<>();
  private long unwrittenBytes;

  FeedVisitor(MqttEndpoint endpoint, String prefix, String mirror, LastStates states) {
    this.mirror = mirror;
    this.endpoint = endpoint;
    this.prefix = prefix;
    this.states = states;
    this.limits = ClientLimits.of(endpoint, FEW_UNACKNOWLEDGED);
    this.outbox = new Outbox(limits.inFlight(), this::publish);
  }

  /**
   * Accepts the client; one that names itself not gets a name.
   *
   * @param gone told when its connection is closed
   */
  void welcome(Runnable gone) {
    endpoint.subscribeHandler(this::onSubscribe);
    endpoint.unsubscribeHandler(
        message -> {
          Subscriptions.acknowledge(
              endpoint,
              message,
              message.topics().stream()
                  .map(topic -> filters.remove(new TopicFilter(topic)) != null)
                  .toList());
        });
    endpoint.publishHandler(
        message -> {
          LOG.warn("{} may only read and is cut off", endpoint.clientIdentifier());
          close(MqttDisconnectReasonCode.NOT_AUTHORIZED);
        });
    endpoint.publishAcknowledgeHandler(this::onAcknowledged);
    endpoint.exceptionHandler(
        failure -> LOG.info("{}: {}", endpoint.clientIdentifier(), failure.getMessage()));
    endpoint.closeHandler(
        ignored -> {
          filters.clear();
          gone.run();
        });
    String assigned = endpoint.clientIdentifier() == null ? "reader-" + UUID.randomUUID() : null;
    if (assigned != null) {
      endpoint.setClientIdentifier(assigned);
    }
    endpoint.accept(false, Mqtt5.announcement(endpoint, Duration.ZERO, true, assigned));
    TrackedConnection tracked = TrackedConnection.of(endpoint);
    if (tracked != null) {
      tracked.accepted();
    }
  }

  /** Cuts it off. */
  void close(MqttDisconnectReasonCode why) {
    Mqtt5.goodbye(endpoint, why);
  }

  private void onSubscribe(MqttSubscribeMessage message) {
    List<TopicFilter> added = new ArrayList<>();
    List<MqttSubAckReasonCode> answers =
        message.topicSubscriptions().stream()
            .map(
                subscription -> {
                  MqttSubAckReasonCode unsupported =
                      Subscriptions.unsupported(message, subscription);
                  if (unsupported != null) {
                    return unsupported;
                  }
                  TopicFilter filter = new TopicFilter(subscription.topicName());
                  if (!filter.isUnder(prefix) && !filter.isUnder(mirror)) {
                    return MqttSubAckReasonCode.NOT_AUTHORIZED;
                  }
                  if (filters.size() >= MOST_FILTERS) {
                    return MqttSubAckReasonCode.QUOTA_EXCEEDED;
                  }
                  MqttSubAckReasonCode granted =
                      Subscriptions.granted(subscription.qualityOfService());
                  filters.put(filter, MqttQoS.valueOf(granted.value()));
                  added.add(filter);
                  return granted;
                })
            .toList();
    Subscriptions.acknowledge(endpoint, message, answers);
    if (added.stream().anyMatch(filter -> filter.isUnder(prefix))) {
      states
          .all(page -> sendStates(page, added))
          .onFailure(
              failure -> {
                LOG.warn("the states could not be read: {}", failure.getMessage());
                close(MqttDisconnectReasonCode.SERVER_BUSY);
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
    if (qos == null
        || !endpoint.isConnected()
        || !limits.takes(message.topic(), message.payload())) {
      return;
    }
    if (outbox.size() >= MOST_UNACKNOWLEDGED
        || unwrittenBytes + outbox.chars() > MOST_UNWRITTEN_BYTES) {
      LOG.warn("{} does not keep up and is cut off", endpoint.clientIdentifier());
      // The close waits behind what is unwritten: nothing more may come before it.
      filters.clear();
      close(MqttDisconnectReasonCode.QUOTA_EXCEEDED);
      return;
    }
    Outgoing content = new Outgoing(message.topic(), message.payload(), retained);
    if (qos == MqttQoS.AT_MOST_ONCE) {
      write(content, qos, 0);
    } else {
      outbox.send(content);
    }
  }

  private void publish(Outbox.Message message, boolean again) {
    write(message.content(), MqttQoS.AT_LEAST_ONCE, message.packetId());
  }

  private void write(Outgoing message, MqttQoS qos, int packetId) {
    if (!endpoint.isConnected()) {
      return;
    }
    Buffer payload = Buffer.buffer(message.payload());
    int bytes = message.topic().length() + payload.length();
    unwrittenBytes += bytes;
    endpoint
        .publish(message.topic(), payload, qos, false, message.retain(), packetId)
        .onComplete(ignored -> written(bytes));
  }

  private void written(int bytes) {
    unwrittenBytes -= bytes;
    goOnIfRoom();
  }

  private boolean hasRoom() {
    return outbox.size() <= FEW_UNACKNOWLEDGED && unwrittenBytes <= FEW_UNWRITTEN_BYTES;
  }

  private void onAcknowledged(int id) {
    outbox.acknowledged(id);
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
