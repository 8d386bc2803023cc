package io.galvan.conformance;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open connection of a station, which carries texts and knows nothing of them. */
public interface Line {
  /** How long anything may take before a case fails. */
  int PATIENCE_S = 10;

  /** The central system did not let the station in; the reason is the transport's own word. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  void send(String text);

  BlockingQueue<String> received();

  /** Completes with the end of the connection, whoever ended it. */
  CompletableFuture<String> closed();

  void close();

  /**
   * Opens a line as the station with this identity.
   *
   * @param password null to show none
   * @throws Refused when the central system does not let it in
   */
  static Line open(Way way, WholeSystem system, String id, byte @Nullable [] password) {
    return switch (way.transport()) {
      case WebSocket -> WebSocketLine.open(way.version(), system.webSocket(id), id, password);
      case MQTT -> MqttLine.open(way.version(), system.mqttPort(), id, password);
      case Mosquitto -> MqttLine.openAtBroker(way.version(), system.brokerPort(), id);
    };
  }

  /**
   * The same with a user name that may not be the identity; where the central system asks for one.
   */
  static Line openAs(Way way, WholeSystem system, String id, String username, byte[] password) {
    return way.transport() == Transport.MQTT
        ? MqttLine.openAs(way.version(), system.mqttPort(), id, username, password)
        : WebSocketLine.open(way.version(), system.webSocket(id), username, password);
  }

  /** Waits for what the network does, not longer than a case may. */
  static <T> T await(CompletableFuture<T> future) throws java.util.concurrent.ExecutionException {
    try {
      return future.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException | InterruptedException e) {
      throw new AssertionError("nothing happened in " + PATIENCE_S + " s", e);
    }
  }
}
