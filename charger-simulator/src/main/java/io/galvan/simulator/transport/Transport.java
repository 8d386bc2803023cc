package io.galvan.simulator.transport;

import io.vertx.core.Future;
import io.vertx.core.Handler;

/** A way for text frames to and from the central system. Used on one Vert.x context. */
public interface Transport {
  /**
   * Opens the way; may be called again after it was closed. Fails with a {@link ConnectFailure}.
   *
   * @param onText takes each received text frame
   * @param onClose is told once, with the reason, when an open way is lost or closed
   */
  Future<Void> connect(Handler<String> onText, Handler<String> onClose);

  /** Sends one text frame; fails when the way is not open. */
  Future<Void> send(String text);

  /** Closes the way. Succeeds too when it is not open. */
  Future<Void> close();
}
