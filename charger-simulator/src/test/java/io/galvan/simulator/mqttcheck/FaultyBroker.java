package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.Wait;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A broker in memory that does what the checks ask for, but for one thing. */
final class FaultyBroker {
  /** What it does not do. */
  enum Fault {
    NONE,
    NO_SHARED_SUBSCRIPTIONS,
    SHARES_WITH_ALL,
    TELLS_THAT_IT_SHARES_NOTHING,
    NOTHING_RETAINED,
    NO_LAST_WILL,
    LAST_WILL_AFTER_GOODBYE,
    SMALL_MESSAGES,
    NO_SESSIONS,
    SHORT_QUEUE,
    FORGETS_UNACKNOWLEDGED,
    SWAPS,
    DROPS_AHEAD,
    KEEPS_THE_FIRST_CONNECTION,
    NO_COLONS_IN_NAMES,
    NO_VERSION_5,
    IGNORES_RECEIVE_MAXIMUM
  }

  private record Message(String topic, Buffer payload, boolean retained) {}

  /** What is kept of a client while it is away. */
  private static final class Session {
    final List<String> filters = new ArrayList<>();
    final Deque<Message> waiting = new ArrayDeque<>();
    final Map<Integer, Message> unacknowledged = new TreeMap<>();
    @Nullable MqttEndpoint endpoint;
    boolean kept;
    int window = 65_535;
    int nextId;
  }

  private static final int SMALL_BYTES = 100_000;
  private static final int SHORT = 1_000;
  private static final int MOST_AHEAD = 64;

  private final Fault fault;
  private final MqttServer server;
  private final Map<String, Session> sessions = new LinkedHashMap<>();
  private final Map<String, Message> retained = new HashMap<>();
  private final Map<String, Integer> turns = new HashMap<>();
  private @Nullable Message held;
  private int ahead;

  FaultyBroker(Vertx vertx, Fault fault) {
    this.fault = fault;
    MqttServerOptions options =
        new MqttServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setMaxMessageSize(fault == Fault.SMALL_MESSAGES ? SMALL_BYTES : 2 << 20)
            .setMaxClientIdLength(200);
    server = MqttServer.create(vertx, options).endpointHandler(this::connected);
    Wait.get(server.listen());
  }

  String url() {
    return "mqtt://127.0.0.1:" + server.actualPort();
  }

  private synchronized void connected(MqttEndpoint endpoint) {
    boolean version5 = endpoint.protocolVersion() == 5;
    String id = endpoint.clientIdentifier();
    if (version5 && fault == Fault.NO_VERSION_5) {
      endpoint.reject(
          MqttConnectReturnCode.CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION,
          MqttProperties.NO_PROPERTIES);
      return;
    } else if (fault == Fault.NO_COLONS_IN_NAMES && id.contains(":")) {
      endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
      return;
    }
    Session before = sessions.get(id);
    if (before != null) {
      takeOver(before);
    }
    boolean kept = !endpoint.isCleanSession() && fault != Fault.NO_SESSIONS;
    boolean present = kept && before != null && before.kept;
    Session session = present && before != null ? before : new Session();
    session.kept = kept;
    session.endpoint = endpoint;
    sessions.put(id, session);
    session.window = window(endpoint);
    endpoint.publishHandler(message -> received(endpoint, message));
    endpoint.publishAcknowledgeHandler(packet -> acknowledged(session, packet));
    endpoint.subscribeHandler(
        subscribe -> {
          endpoint.subscribeAcknowledge(subscribe.messageId(), List.of(MqttQoS.AT_LEAST_ONCE));
          subscribe.topicSubscriptions().forEach(each -> subscribed(session, each.topicName()));
        });
    boolean[] goodbye = new boolean[1];
    endpoint.disconnectHandler(said -> goodbye[0] = true);
    endpoint.closeHandler(
        closed -> ended(session, endpoint, goodbye[0] && fault != Fault.LAST_WILL_AFTER_GOODBYE));
    accept(endpoint, version5, present);
    if (present) {
      repeat(session);
      pump(session);
    }
  }

  private void takeOver(Session before) {
    MqttEndpoint old = before.endpoint;
    if (old == null || !old.isConnected() || fault == Fault.KEEPS_THE_FIRST_CONNECTION) {
      return;
    }
    before.endpoint = null;
    if (old.protocolVersion() == 5) {
      // It closes the connection, too.
      old.disconnect(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, MqttProperties.NO_PROPERTIES);
    } else {
      old.close();
    }
  }

  private int window(MqttEndpoint endpoint) {
    return fault != Fault.IGNORES_RECEIVE_MAXIMUM
            && endpoint.connectProperties().getProperty(MqttProperties.RECEIVE_MAXIMUM)
                instanceof IntegerProperty number
        ? number.value()
        : 65_535;
  }

  private void accept(MqttEndpoint endpoint, boolean version5, boolean present) {
    if (!version5) {
      endpoint.accept(present);
      return;
    }
    MqttProperties properties = new MqttProperties();
    if (fault == Fault.TELLS_THAT_IT_SHARES_NOTHING) {
      properties.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
    }
    endpoint.accept(present, properties);
  }

  private synchronized void ended(Session session, MqttEndpoint endpoint, boolean goodbye) {
    if (session.endpoint == endpoint) {
      session.endpoint = null;
    }
    if (!goodbye && endpoint.will().isWillFlag() && fault != Fault.NO_LAST_WILL) {
      route(
          new Message(
              endpoint.will().getWillTopic(),
              Buffer.buffer(endpoint.will().getWillMessageBytes()),
              endpoint.will().isWillRetain()));
    }
    if (!session.kept) {
      sessions.values().remove(session);
    }
  }

  private synchronized void received(MqttEndpoint endpoint, MqttPublishMessage message) {
    endpoint.publishAcknowledge(message.messageId());
    Message taken = new Message(message.topicName(), message.payload(), message.isRetain());
    if (fault == Fault.DROPS_AHEAD && ++ahead > MOST_AHEAD) {
      return;
    }
    if (fault == Fault.SWAPS && held == null) {
      held = taken;
      return;
    }
    route(taken);
    if (held != null) {
      route(held);
      held = null;
    }
  }

  private void route(Message message) {
    if (message.retained() && fault != Fault.NOTHING_RETAINED) {
      retained.put(message.topic(), message);
      if (message.payload().length() == 0) {
        retained.remove(message.topic());
      }
    }
    Map<String, List<Session>> groups = new LinkedHashMap<>();
    for (Session session : List.copyOf(sessions.values())) {
      for (String filter : session.filters) {
        boolean shared = filter.startsWith("$share/");
        if (!shared && matches(filter, message.topic())) {
          deliver(session, new Message(message.topic(), message.payload(), false));
        } else if (shared && matches(filter.split("/", 3)[2], message.topic())) {
          groups.computeIfAbsent(filter, any -> new ArrayList<>()).add(session);
        }
      }
    }
    groups.forEach((filter, members) -> share(filter, members, message));
  }

  private void share(String filter, List<Session> members, Message message) {
    if (fault == Fault.SHARES_WITH_ALL) {
      members.forEach(each -> deliver(each, message));
    } else if (fault != Fault.NO_SHARED_SUBSCRIPTIONS) {
      deliver(members.get(turns.merge(filter, 1, Integer::sum) % members.size()), message);
    }
  }

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

  private synchronized void subscribed(Session session, String filter) {
    session.filters.add(filter);
    retained.values().stream()
        .filter(each -> matches(filter, each.topic()))
        .toList()
        .forEach(each -> deliver(session, each));
  }

  private void deliver(Session session, Message message) {
    if (fault == Fault.SHORT_QUEUE && session.waiting.size() >= SHORT) {
      return;
    }
    session.waiting.add(message);
    pump(session);
  }

  private void pump(Session session) {
    MqttEndpoint endpoint = session.endpoint;
    while (endpoint != null
        && endpoint.isConnected()
        && !session.waiting.isEmpty()
        && session.unacknowledged.size() < session.window) {
      Message next = session.waiting.remove();
      int id = session.nextId++ % 65_535 + 1;
      session.unacknowledged.put(id, next);
      publish(endpoint, next, id, false);
    }
  }

  private static void publish(MqttEndpoint endpoint, Message message, int id, boolean repeated) {
    endpoint.publish(
        message.topic(),
        message.payload(),
        MqttQoS.AT_LEAST_ONCE,
        repeated,
        message.retained(),
        id);
  }

  private void repeat(Session session) {
    MqttEndpoint endpoint = session.endpoint;
    if (fault == Fault.FORGETS_UNACKNOWLEDGED) {
      session.unacknowledged.clear();
    } else if (endpoint != null) {
      session.unacknowledged.forEach((id, message) -> publish(endpoint, message, id, true));
    }
  }

  private synchronized void acknowledged(Session session, int packet) {
    session.unacknowledged.remove(packet);
    pump(session);
  }
}
