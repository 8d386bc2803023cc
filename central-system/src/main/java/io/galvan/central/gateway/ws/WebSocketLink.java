package io.galvan.central.gateway.ws;

import io.galvan.central.http.ClientAddress;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.contract.registration.Chargers.Transport;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/** A session's wire over one WebSocket. */
final class WebSocketLink implements Link {
  private static final Buffer PING = Buffer.buffer("galvan");

  private final ServerWebSocket socket;
  private final ClientAddress client;
  private boolean pausedBySession;
  private boolean congested;
  private boolean closing;

  WebSocketLink(ServerWebSocket socket, ClientAddress client) {
    this.socket = socket;
    this.client = client;
  }

  @Override
  public Transport transport() {
    return Transport.WebSocket;
  }

  @Override
  public String remoteAddress() {
    return client.toString();
  }

  @Override
  public void send(String frame) {
    if (socket.isClosed()) {
      return;
    }
    socket.writeTextMessage(frame);
    if (socket.writeQueueFull() && !congested) {
      // A station that sends and never reads must not fill our memory with answers.
      congested = true;
      socket.drainHandler(
          ignored -> {
            congested = false;
            read();
          });
      read();
    }
  }

  @Override
  public void ping() {
    if (!socket.isClosed()) {
      socket.writePing(PING);
    }
  }

  @Override
  public void pause(boolean paused) {
    pausedBySession = paused;
    read();
  }

  private void read() {
    if (!closing && (pausedBySession || congested)) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  @Override
  public void close(CloseReason reason) {
    if (!socket.isClosed()) {
      socket.close(reason.code(), reason.text());
      // The peer's own close frame stands behind what was not read.
      closing = true;
      read();
    }
  }
}
