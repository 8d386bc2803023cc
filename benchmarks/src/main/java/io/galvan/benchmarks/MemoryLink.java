package io.galvan.benchmarks;

import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.contract.registration.Chargers.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A wire without a wire: frames go from hand to hand. Its station answers every CALL with
 * NotImplemented and keeps the last answer to its own.
 */
public final class MemoryLink implements Link {
  private @Nullable ChargerSession session;
  private @Nullable String lastAnswer;

  void session(ChargerSession opened) {
    session = opened;
  }

  /** The last answer that was sent to the station; null before. */
  public @Nullable String lastAnswer() {
    return lastAnswer;
  }

  @Override
  public Transport transport() {
    return Transport.WebSocket;
  }

  @Override
  public String remoteAddress() {
    return "memory";
  }

  @Override
  public void send(String frame) {
    ChargerSession calling = session;
    if (!frame.startsWith("[2,") || calling == null) {
      lastAnswer = frame;
      return;
    }
    String id = frame.substring(4, frame.indexOf('"', 4));
    io.vertx.core.Vertx.currentContext()
        .runOnContext(later -> calling.onFrame("[4,\"" + id + "\",\"NotImplemented\",\"\",{}]"));
  }

  @Override
  public void ping() {
    ChargerSession pinged = session;
    if (pinged != null) {
      pinged.onPong();
    }
  }

  @Override
  public void pause(boolean paused) {
    // Nothing is sent before the last answer has come.
  }

  @Override
  public void close(CloseReason reason) {
    session = null;
  }
}
