package io.galvan.simulator.transport.ws;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.transport.ConnectFailure;
import io.galvan.simulator.transport.Identity;
import io.galvan.simulator.transport.TlsFiles;
import io.galvan.simulator.transport.Transport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** OCPP-J over a WebSocket: {@code ws://host:port/ocpp/{identity}} (OCPP-J, section 3). */
public final class WebSocketTransport implements Transport {
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final int CONNECT_TIMEOUT_MS = 10_000;

  private final Vertx vertx;
  private final OcppVersion version;
  private final URI server;
  private final String id;
  private final Supplier<@Nullable String> password;
  private final IntSupplier pingSeconds;
  private final UnaryOperator<Approach> habit;
  private final TlsFiles tls;
  private @Nullable WebSocketClient client;
  private @Nullable WebSocket socket;
  private long pingTimer = -1;

  /**
   * @param version whose subprotocol is offered
   * @param endpoint URL without the identity, {@code ws://} or {@code wss://}
   * @param password of Basic authentication at the time of connecting; null for none
   * @param pingSeconds how often to ping, as of connecting; 0 for never
   * @param tls of a {@code wss://} endpoint
   * @param habit what is other than usual in how it asks for the connection
   */
  public WebSocketTransport(
      Vertx vertx,
      OcppVersion version,
      String endpoint,
      String id,
      Supplier<@Nullable String> password,
      IntSupplier pingSeconds,
      TlsFiles tls,
      UnaryOperator<Approach> habit) {
    this.vertx = vertx;
    this.version = version;
    this.server = URI.create(endpoint);
    this.habit = habit;
    this.id = id;
    this.password = password;
    this.pingSeconds = pingSeconds;
    this.tls = tls;
  }

  @Override
  public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
    if (client == null) {
      WebSocketClientOptions options =
          new WebSocketClientOptions()
              .setMaxFrameSize(MAX_FRAME_BYTES)
              .setMaxMessageSize(MAX_FRAME_BYTES)
              .setTryUsePerMessageCompression(true)
              // Without these a client of Vert.x breaks off when the server answers with them (RFC
              // 7692).
              .setCompressionAllowClientNoContext(true)
              .setCompressionRequestServerNoContext(true);
      tls.configure(options);
      client = vertx.createWebSocketClient(options);
    }
    Approach approach = habit.apply(usual());
    boolean secure = "wss".equals(server.getScheme());
    WebSocketConnectOptions target =
        new WebSocketConnectOptions()
            .setHost(server.getHost())
            .setPort(server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80)
            .setSsl(secure)
            .setURI(approach.path())
            .setTimeout(CONNECT_TIMEOUT_MS);
    approach.subprotocols().forEach(target::addSubProtocol);
    String authorization = approach.authorization();
    if (authorization != null) {
      target.putHeader("Authorization", authorization);
    }
    return client
        .connect(target)
        .compose(
            opened -> {
              if (!approach.subprotocols().isEmpty()
                  && !version.subprotocol().equals(opened.subProtocol())) {
                return opened
                    .close((short) 1002, "subprotocol")
                    .transform(
                        done -> Future.failedFuture("it does not speak " + version.subprotocol()));
              }
              opened.textMessageHandler(onText);
              opened.exceptionHandler(broken -> opened.close());
              opened.closeHandler(done -> lost(opened, onClose));
              socket = opened;
              if (!approach.answersPings()) {
                ignorePings(opened);
              }
              startPings(opened);
              return Future.<Void>succeededFuture();
            })
        .recover(
            failure ->
                Future.failedFuture(
                    ConnectFailure.of(failure, target.getHost() + ":" + target.getPort())));
  }

  private Approach usual() {
    String path = server.getRawPath() == null ? "" : server.getRawPath();
    String endpoint = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String secret = password.get();
    return new Approach(
        endpoint + "/" + Identity.encoded(id),
        endpoint,
        id,
        secret == null ? null : secret.getBytes(StandardCharsets.UTF_8),
        List.of(version.subprotocol()),
        true);
  }

  /** The client answers pings by itself: they must not reach it. */
  private static void ignorePings(WebSocket opened) {
    ChannelHandlerContext context = ((WebSocketInternal) opened).channelHandlerContext();
    context
        .pipeline()
        .addBefore(
            context.name(),
            "no-pong",
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext here, Object message) {
                if (message instanceof PingWebSocketFrame ping) {
                  ping.release();
                } else {
                  here.fireChannelRead(message);
                }
              }
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
