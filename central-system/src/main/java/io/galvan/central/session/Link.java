package io.galvan.central.session;

import io.galvan.contract.registration.Chargers.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The wire under a session: what WebSocket and MQTT have in common. All calls come from the
 * session's event loop.
 */
public interface Link {
  Transport transport();

  /** The peer's address, for the operator. */
  String remoteAddress();

  /** Whether the peer takes a frame of this length. */
  default boolean takes(String frame) {
    return true;
  }

  /** Why a frame cannot reach the peer now; null when it can. */
  default @Nullable String obstacle(String frame) {
    return null;
  }

  /** Sends one OCPP-J frame. A link that is gone drops it; the close handler tells the session. */
  void send(String frame);

  /** Asks the peer for a sign of life, if the transport can; MQTT has its own keep-alive. */
  void ping();

  /** A CALL got no answer in time: the peer may be gone, whatever the transport says. */
  default void unanswered() {}

  /** Stops (true) or goes on (false) reading from the peer. */
  void pause(boolean paused);

  /** Closes the wire with a reason for the peer. */
  void close(CloseReason reason);
}
