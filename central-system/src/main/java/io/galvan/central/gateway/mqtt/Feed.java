package io.galvan.central.gateway.mqtt;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.SignedInUser;
import io.galvan.central.api.user.Bearers;
import io.galvan.central.gateway.mqtt.LastStates.Outgoing;
import io.galvan.contract.broker.Mirrors;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.MqttSettings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.outbox.Subscription;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events, last states and the mirror for clients of this node's listener who sign in as people: the
 * user name is {@value #USER_NAME}, the password a token of the API or an API key. For one event
 * loop.
 */
final class Feed {
  static final String USER_NAME = "token";
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final int MOST_VISITORS = 200;

  private final Vertx vertx;
  private final Platform platform;
  private final MqttSettings settings;
  private final LastStates states;

  /** With the session that each came with, and leaves with. */
  private final Map<FeedVisitor, String> visitors = new HashMap<>();

  private final List<MessageConsumer<?>> consumers;
  private Future<?> told = Future.succeededFuture();
  private @Nullable Future<Bearers> bearers;

  Feed(Vertx vertx, Platform platform) {
    Bus bus = Bus.of(vertx);
    this.vertx = vertx;
    this.platform = platform;
    this.settings = platform.settings().mqtt();
    this.states = new LastStates(bus, settings.eventsPrefix());
    this.consumers =
        List.of(
            bus.listen(this::onEvents),
            bus.listen(
                Mirrors.FRAME, frame -> send(new Outgoing(frame.topic(), frame.text(), false))));
  }

  /** Whether this client comes to read, and is no station. */
  static boolean isFor(@Nullable String username) {
    return USER_NAME.equals(username);
  }

  /**
   * Lets the client in, or fails as the door does for stations.
   *
   * @param network where it comes from, which wrong keys are counted by
   * @param gone whether the client has closed meanwhile
   */
  Future<?> enter(
      MqttEndpoint endpoint, @Nullable String token, String network, BooleanSupplier gone) {
    Future<Bearers> keys = bearers;
    if (keys == null || keys.failed()) {
      keys = Bearers.load(vertx, platform.clock(), this::endOf);
      bearers = keys;
    }
    return keys.compose(loaded -> loaded.check(token == null ? "" : token, network))
        .compose(
            user -> {
              if (!Access.VIEWER.allows(user.role())) {
                return Future.failedFuture(
                    new GalvanException(Fault.FORBIDDEN, "this role may not read the fleet"));
              }
              if (visitors.size() >= MOST_VISITORS) {
                return Future.failedFuture(
                    new GalvanException(Fault.UNAVAILABLE, "too many read already"));
              }
              if (!gone.getAsBoolean()) {
                welcome(endpoint, user);
              }
              return Future.succeededFuture();
            });
  }

  private void welcome(MqttEndpoint endpoint, SignedInUser user) {
    FeedVisitor visitor =
        new FeedVisitor(endpoint, settings.eventsPrefix(), settings.topics().mirrorRoot(), states);
    visitors.put(visitor, user.sessionId());
    visitor.welcome(() -> visitors.remove(visitor));
    LOG.info("{} reads by MQTT as {}", user.email(), endpoint.clientIdentifier());
  }

  private void onEvents(EventBatch batch) {
    if (!settings.events() || visitors.isEmpty()) {
      return;
    }
    var events =
        batch.events().stream()
            .filter(event -> Subscription.MQTT.types().contains(event.type()))
            .toList();
    events.forEach(event -> send(states.event(event)));
    // One after the other, so that a state never overtakes a later one.
    told =
        told.otherwiseEmpty()
            .compose(ok -> states.after(events))
            .onSuccess(after -> after.forEach(this::send))
            .onFailure(failure -> LOG.warn("states could not be read: {}", failure.getMessage()));
  }

  private void send(Outgoing message) {
    List.copyOf(visitors.keySet()).forEach(visitor -> visitor.send(message));
  }

  private void endOf(Set<String> sessionIds) {
    List.copyOf(visitors.entrySet()).stream()
        .filter(visitor -> sessionIds.contains(visitor.getValue()))
        .forEach(visitor -> visitor.getKey().close(MqttDisconnectReasonCode.NOT_AUTHORIZED));
  }

  /** Cuts all clients off. */
  Future<?> close() {
    List.copyOf(visitors.keySet())
        .forEach(visitor -> visitor.close(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN));
    if (bearers != null) {
      bearers.onSuccess(Bearers::close);
    }
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList());
  }
}
