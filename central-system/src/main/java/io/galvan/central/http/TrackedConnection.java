package io.galvan.central.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.mqtt.MqttEndpoint;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection to a port of ours, from its acceptance to its end: whose it is,
 * whether its handshake is still under way, and whether it takes what is sent to it. It stands
 * nearest to the socket.
 */
public final class TrackedConnection extends ChannelDuplexHandler {
  static final String NAME = "tracked";

  /** TCP, TLS, and the first request's header or MQTT's CONNECT. */
  private static final long PLAIN_HANDSHAKE_S = 10;

  private static final long TLS_HANDSHAKE_S = 20;

  /** A reader that takes nothing for so long, or too little, is cut off. */
  private static final long LONGEST_STALL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final long LOOK_EACH_S = 5;
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LEAST_BYTES_A_WINDOW = 60 * 1024;

  private final ConnectionLimiter limiter;
  private final String address;

  /** Null behind a trusted proxy, where the header tells whose it is. */
  private @Nullable String network;

  private boolean underWay;
  private long writtenBytes;
  private @Nullable Stall stall;
  private @Nullable ScheduledFuture<?> deadline;

  /** How a reader that is behind gets on. */
  private static final class Stall {
    private long flushedBytes;
    private long progressNanos;
    private long windowStartNanos;
    private long windowBytes;
  }

  TrackedConnection(ConnectionLimiter limiter, String address, @Nullable String network) {
    this.limiter = limiter;
    this.address = address;
    this.network = network;
    this.underWay = network != null;
  }

  /** The tracked of this connection; null where it came by a port without an limiter. */
  public static @Nullable TrackedConnection of(HttpConnection connection) {
    return connection instanceof HttpServerConnection known
        ? of(known.channelHandlerContext().channel())
        : null;
  }

  /** The same of a client of MQTT. */
  public static @Nullable TrackedConnection of(MqttEndpoint endpoint) {
    return of(Channels.of(endpoint));
  }

  public static @Nullable TrackedConnection of(Channel channel) {
    return (TrackedConnection) channel.pipeline().get(NAME);
  }

  /** The connection of this request is let in: it has shown what it may come for. */
  public static void accepted(HttpServerRequest request) {
    TrackedConnection tracked = of(request.connection());
    if (tracked != null) {
      tracked.accepted();
    }
  }

  /** The first request's header or CONNECT is whole. */
  public void requestArrived() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /**
   * Says whose connection this is that came by a trusted proxy; false when there are too many of
   * that address.
   */
  public boolean assign(ClientAddress client) {
    if (network == null) {
      if (!limiter.limits().enterBehindProxy(client.network())) {
        return false;
      }
      network = client.network();
      underWay = true;
    }
    return true;
  }

  /** It is let in: no handshake any more. */
  public void accepted() {
    requestArrived();
    String mine = network;
    if (underWay && mine != null) {
      underWay = false;
      limiter.limits().handshakeEnds(mine);
    }
  }

  String address() {
    return address;
  }

  // ---- from its acceptance to its end

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline =
        context
            .channel()
            .eventLoop()
            .schedule(
                () -> {
                  limiter.refused(network);
                  context.close();
                },
                limiter.secure() ? TLS_HANDSHAKE_S : PLAIN_HANDSHAKE_S,
                TimeUnit.SECONDS);
  }

  /** The channel is closed. */
  void left(Channel channel) {
    boolean arrived = deadline == null;
    accepted();
    String mine = network;
    if (mine != null) {
      network = null;
      limiter.limits().leaves(mine);
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!arrived && tls != null && tls.handshakeFuture().cause() != null) {
      limiter.tlsFailed(address, mine);
    }
  }

  // ---- slow readers

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    writtenBytes += size(message);
    context.write(message, promise);
    if (stall != null && pending(context) > limiter.maxPendingBytes()) {
      context.close();
    }
  }

  private static long size(Object message) {
    if (message instanceof ByteBuf buffer) {
      return buffer.readableBytes();
    } else if (message instanceof FileRegion file) {
      return file.count();
    }
    return message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0;
  }

  private static long pending(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable() && stall == null) {
      Stall begun = new Stall();
      begun.flushedBytes = writtenBytes - pending(context);
      begun.progressNanos = context.executor().ticker().nanoTime();
      begun.windowStartNanos = begun.progressNanos;
      begun.windowBytes = begun.flushedBytes;
      stall = begun;
      lookLater(context, begun);
    }
    context.fireChannelWritabilityChanged();
  }

  private void lookLater(ChannelHandlerContext context, Stall seen) {
    context.executor().schedule(() -> look(context, seen), LOOK_EACH_S, TimeUnit.SECONDS);
  }

  private void look(ChannelHandlerContext context, Stall seen) {
    if (!context.channel().isActive() || context.channel().isWritable()) {
      stall = null;
      return;
    }
    long now = context.executor().ticker().nanoTime();
    long flushed = writtenBytes - pending(context);
    if (flushed > seen.flushedBytes) {
      seen.flushedBytes = flushed;
      seen.progressNanos = now;
    }
    boolean tooSlow = now - seen.progressNanos >= LONGEST_STALL_NANOS;
    if (now - seen.windowStartNanos >= WINDOW_NANOS) {
      tooSlow |= flushed - seen.windowBytes < LEAST_BYTES_A_WINDOW;
      seen.windowStartNanos = now;
      seen.windowBytes = flushed;
    }
    if (tooSlow) {
      limiter.cutOff(address);
      context.close();
    } else {
      lookLater(context, seen);
    }
  }
}
