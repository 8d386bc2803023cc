package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.contract.broker.MqttEvents;
import io.galvan.contract.broker.MqttEvents.Published;
import io.galvan.contract.broker.MqttEvents.Stored;
import io.galvan.contract.broker.MqttEvents.Take;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes stored events and last states at the external broker, in order and at least once: an
 * event is deleted when the broker has it. One node does it at a time, the one that reads. For one
 * event loop.
 */
final class BrokerFeed {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFeed.class);
  private static final int BATCHES = 50;
  private static final long LOOK_MS = 500;

  private final Vertx vertx;
  private final Bus bus;
  private final BrokerPublisher publisher;
  private final LastStates states;
  private long timer = -1;
  private boolean running;
  private boolean everyState;

  BrokerFeed(Vertx vertx, Bus bus, BrokerPublisher publisher, String prefix) {
    this.vertx = vertx;
    this.bus = bus;
    this.publisher = publisher;
    this.states = new LastStates(bus, prefix);
  }

  /** It is this node's turn. */
  void start() {
    if (timer == -1) {
      everyState = true;
      timer = vertx.setPeriodic(LOOK_MS, id -> look());
    }
  }

  /** It is another node's turn. */
  void stop() {
    vertx.cancelTimer(timer);
    timer = -1;
  }

  /** The broker is there again and may have forgotten what it retained. */
  void connected() {
    everyState = true;
  }

  private void look() {
    if (running || !publisher.isOpen()) {
      return;
    }
    running = true;
    Future<?> first =
        everyState
            ? states.all(this::publish).onSuccess(ok -> everyState = false)
            : Future.succeededFuture();
    first
        .compose(ok -> bus.request(MqttEvents.TAKE, new Take(BATCHES)))
        .compose(waiting -> carry(waiting.items()))
        .onComplete(
            (carried, failure) -> {
              running = false;
              if (failure != null) {
                LOG.warn("events wait for the MQTT broker: {}", failure.getMessage());
              } else if (carried == BATCHES && timer != -1) {
                look();
              }
            });
  }

  private Future<Integer> carry(List<Stored> items) {
    if (items.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<Event> events = new ArrayList<>();
    items.forEach(item -> events.addAll(item.batch().events()));
    return publish(events.stream().map(states::event).toList())
        .compose(ok -> states.after(events))
        .compose(this::publish)
        .compose(
            ok ->
                bus.request(
                    MqttEvents.PUBLISHED, new Published(items.get(items.size() - 1).number())))
        .map(ok -> items.size());
  }

  private Future<?> publish(List<Outgoing> messages) {
    return Future.all(
        messages.stream()
            .map(
                message ->
                    publisher.publish(
                        message.topic(), Buffer.buffer(message.payload()), message.retain()))
            .toList());
  }
}
