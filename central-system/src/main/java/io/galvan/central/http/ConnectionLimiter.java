package io.galvan.central.http;

import io.galvan.central.http.AddressLimits.Kind;
import io.galvan.central.http.AddressLimits.Verdict;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.Attempt;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.net.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.impl.NetServerInternal;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands before every port of ours: it sees a connection when the system accepts it, before
 * TLS, holds it to the limits of its address and to the time that a handshake may take, and stays
 * with it as its {@link TrackedConnection}. A handshake beyond those that may be under way waits
 * for its turn without a byte of it being read.
 */
@Sharable
public final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimiter.class);
  private static final String NAME = "limiter";
  private static final long LONGEST_WAIT_S = 10;

  /** What a station may leave unread before it is cut off at once: frames have 1 MB at most. */
  private static final long STATION_PENDING_BYTES = 16L << 20;

  private final Platform platform;
  private final Kind kind;
  private final AddressLimits limits;
  private final Bus bus;
  private final Context context;
  private final boolean secure;
  private final boolean http;

  ConnectionLimiter(Vertx vertx, Platform platform, Kind kind, boolean secure, boolean http) {
    this.platform = platform;
    this.kind = kind;
    this.limits = AddressLimits.of(vertx, kind, platform.settings().connections());
    this.bus = Bus.of(vertx);
    this.context = vertx.getOrCreateContext();
    this.secure = secure;
    this.http = http;
  }

  /**
   * Listens for HTTP/1.1 with these options behind an limiter, each request within the times that
   * {@link RequestTimeouts} gives it.
   *
   * @param prepare adds to the pipeline of each connection
   */
  public static Future<HttpServer> listen(
      Vertx vertx,
      Platform platform,
      Kind kind,
      HttpServerOptions options,
      Consumer<Channel> prepare,
      Handler<HttpServerRequest> handler) {
    ConnectionLimiter limiter = new ConnectionLimiter(vertx, platform, kind, options.isSsl(), true);
    // One version of HTTP: what bounds connections knows this one.
    options.setHttp2ClearTextEnabled(false).setUseAlpn(false);
    return vertx
        .createHttpServer(options)
        .connectionHandler(
            connection -> {
              Channel channel =
                  ((HttpServerConnection) connection).channelHandlerContext().channel();
              RequestTimeouts.install(channel);
              prepare.accept(channel);
            })
        .requestHandler(request -> limiter.enter(request, handler))
        .listen()
        .compose(server -> limiter.standBefore(Channels.of(server)).map(server));
  }

  /** Has an limiter stand before a server of MQTT that listens. */
  public static Future<Void> before(
      Vertx vertx, Platform platform, NetServerInternal server, boolean secure) {
    ConnectionLimiter limiter =
        new ConnectionLimiter(vertx, platform, Kind.stations, secure, false);
    return limiter.standBefore(Channels.of(server));
  }

  /** The event loops of a node share a port, and so the channel that accepts: one is enough. */
  private Future<Void> standBefore(Channel accepting) {
    Promise<Void> stands = Promise.promise();
    accepting
        .eventLoop()
        .execute(
            () -> {
              if (accepting.pipeline().get(NAME) == null) {
                accepting.pipeline().addFirst(NAME, this);
              }
              context.runOnContext(ignored -> stands.complete());
            });
    return stands.future();
  }

  private void enter(HttpServerRequest request, Handler<HttpServerRequest> handler) {
    TrackedConnection tracked = TrackedConnection.of(request.connection());
    if (tracked != null) {
      tracked.requestArrived();
      ClientAddress client = ClientAddress.of(request, limits.settings());
      if (kind == Kind.stations
          && (!tracked.assign(client) || limits.isClosedTo(client.network()))) {
        limited(client.host(), client.network());
        ClosingResponse.tooMany(request);
        return;
      }
      if (kind != Kind.stations) {
        tracked.accepted();
      }
    }
    handler.handle(request);
  }

  AddressLimits limits() {
    return limits;
  }

  boolean secure() {
    return secure;
  }

  long maxPendingBytes() {
    return kind == Kind.stations ? STATION_PENDING_BYTES : Long.MAX_VALUE;
  }

  // ---- accepting

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel channel = (Channel) message;
    InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
    IpAddress address =
        peer == null || peer.getAddress() == null
            ? null
            : IpAddress.parse(peer.getAddress().getHostAddress()).orElse(null);
    if (address == null) {
      channel.unsafe().closeForcibly();
      return;
    }
    if (http && limits.settings().isTrustedProxy(address)) {
      admit(context, channel, new TrackedConnection(this, address.toString(), null));
      return;
    }
    String network = address.network();
    TrackedConnection tracked = new TrackedConnection(this, address.toString(), network);
    Turn turn = new Turn(context, channel, tracked, network);
    // Over plain HTTP a closed door is told by a status.
    Verdict verdict = limits.arrive(network, kind == Kind.stations && (secure || !http), turn);
    switch (verdict) {
      case ENTER -> admit(context, channel, tracked);
      case WAIT -> turn.await();
      case CLOSE -> {
        limited(address.toString(), network);
        channel.unsafe().closeForcibly();
      }
    }
  }

  private static void admit(
      ChannelHandlerContext context, Channel channel, TrackedConnection tracked) {
    channel.closeFuture().addListener(closed -> tracked.left(channel));
    channel.pipeline().addFirst(TrackedConnection.NAME, tracked);
    context.fireChannelRead(channel);
  }

  /** A connection that waits for its handshake. */
  private final class Turn implements Runnable {
    private final ChannelHandlerContext context;
    private final Channel channel;
    private final TrackedConnection tracked;
    private final String network;
    private @Nullable ScheduledFuture<?> end;

    Turn(
        ChannelHandlerContext context, Channel channel, TrackedConnection tracked, String network) {
      this.context = context;
      this.channel = channel;
      this.tracked = tracked;
      this.network = network;
    }

    void await() {
      end = context.executor().schedule(this::giveUp, LONGEST_WAIT_S, TimeUnit.SECONDS);
    }

    private void giveUp() {
      if (limits.giveUp(network, this)) {
        limits.leaves(network);
        limited(tracked.address(), network);
        channel.unsafe().closeForcibly();
      }
    }

    /** Its turn has come; told from any thread. */
    @Override
    public void run() {
      context
          .executor()
          .execute(
              () -> {
                if (end != null) {
                  end.cancel(false);
                }
                admit(context, channel, tracked);
              });
    }
  }

  // ---- what is recorded

  void refused(@Nullable String network) {
    if (network != null && kind == Kind.stations) {
      limits.refused(network);
    }
  }

  void tlsFailed(String address, @Nullable String network) {
    refused(network);
    record(address, network, Outcome.tls_failed);
  }

  private void limited(String address, String network) {
    record(address, network, Outcome.limited);
  }

  void cutOff(String address) {
    LOG.info("a connection of {} was cut off: it does not take what it asked for", address);
  }

  private void record(String address, @Nullable String network, Outcome outcome) {
    if (kind != Kind.stations || network == null || !limits.mayRecord(network)) {
      return;
    }
    context.runOnContext(
        ignored ->
            bus.send(
                ConnectionAttempts.RECORD,
                Attempt.of(
                    platform.clock().instant(), null, address, null, null, secure, outcome)));
  }
}
