package io.galvan.simulator.transport.ws;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.transport.Identity;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** OCPP-J over a WebSocket: {@code ws://host:port/ocpp/{identity}} (OCPP-J 1.6, section 3). */
public final class WebSocketTransport implements Transport {
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final int CONNECT_TIMEOUT_MS = 10_000;

  private final Vertx vertx;
  private final String url;
  private final String id;
  private final Supplier<@Nullable String> password;
  private final IntSupplier pingSeconds;
  private @Nullable WebSocketClient client;
  private @Nullable WebSocket socket;
  private long pingTimer = -1;

  /**
   * @param endpoint URL without the identity, {@code ws://} or {@code wss://}
   * @param password of Basic authentication at the time of connecting; null for none
   * @param pingSeconds how often to ping, as of connecting; 0 for never
   */
  public WebSocketTransport(
      Vertx vertx,
      String endpoint,
      String id,
      Supplier<@Nullable String> password,
      IntSupplier pingSeconds) {
    this.vertx = vertx;
    this.url = (endpoint.endsWith("/") ? endpoint : endpoint + "/") + Identity.encoded(id);
    this.id = id;
    this.password = password;
    this.pingSeconds = pingSeconds;
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    if (client == null) {
      client =
          vertx.createWebSocketClient(
              new WebSocketClientOptions()
                  .setMaxFrameSize(MAX_FRAME_BYTES)
                  .setMaxMessageSize(MAX_FRAME_BYTES)
                  .setTryUsePerMessageCompression(true));
    }
    WebSocketConnectOptions target =
        new WebSocketConnectOptions()
            .setAbsoluteURI(url)
            .setTimeout(CONNECT_TIMEOUT_MS)
            .addSubProtocol(OcppVersion.V1_6.subprotocol());
    String secret = password.get();
    if (secret != null) {
      String pair = id + ":" + secret;
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      target.putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return client
        .connect(target)
        .compose(
            opened -> {
              if (!OcppVersion.V1_6.subprotocol().equals(opened.subProtocol())) {
                return opened
                    .close((short) 1002, "subprotocol")
                    .compose(done -> Future.failedFuture("the subprotocol was not agreed"));
              }
              opened.textMessageHandler(onText);
              opened.exceptionHandler(broken -> opened.close());
              opened.closeHandler(done -> lost(opened, onClose));
              socket = opened;
              startPings(opened);
              return Future.succeededFuture();
            });
  }

  private void startPings(WebSocket opened) {
    int seconds = pingSeconds.getAsInt();
    if (seconds > 0) {
      pingTimer =
          vertx.setPeriodic(seconds * 1000L, tick -> opened.writePing(Buffer.buffer("galvan")));
    }
  }

  private void lost(WebSocket closed, Handler<String> onClose) {
    if (socket == closed) {
      socket = null;
      vertx.cancelTimer(pingTimer);
    }
    Short code = closed.closeStatusCode();
    String reason = closed.closeReason();
    onClose.handle("closed " + (code == null ? "" : code) + (reason == null ? "" : " " + reason));
  }

  @Override
  public Future<Void> send(String text) {
    return socket == null ? Future.failedFuture("not connected") : socket.writeTextMessage(text);
  }

  @Override
  public Future<Void> close() {
    return socket == null ? Future.succeededFuture() : socket.close();
  }
}
