package io.galvan.central.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The times that a request may take on a connection of HTTP/1.1: 10 s for its header and 30 s for
 * its body, in all. The body of a file may take as long as it gets on: it ends after 30 s without a
 * byte, or with less than 60 KB in a minute. A connection without a request is closed after 75 s;
 * the first request's header is {@link TrackedConnection}'s to wait for.
 */
public final class RequestTimeouts extends ChannelDuplexHandler {
  private static final String NAME = "requestTimeouts";
  private static final long LOOK_EACH_MS = 2_000;
  private static final long HEADER_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(75);
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long LEAST_BYTES_A_WINDOW = 60 * 1024;

  private enum State {
    QUIET,
    HEADER,
    BODY,
    FILE,
    ANSWER
  }

  private State state = State.QUIET;
  private long sinceNanos;
  private boolean answered;
  private boolean decoded;
  private Ticker ticker = Ticker.systemTicker();
  private long bytes;
  private long windowStartNanos;
  private long windowBytes;
  private @Nullable ScheduledFuture<?> timer;

  static void install(Channel channel) {
    channel.pipeline().addBefore("handler", NAME, new RequestTimeouts());
  }

  /** The request brings a file, which may take as long as it gets on. */
  public static void bringsFile(HttpServerRequest request) {
    if (of(request) instanceof RequestTimeouts times) {
      times.bringsFile();
    }
  }

  void bringsFile() {
    if (state == State.BODY) {
      state = State.FILE;
      sinceNanos = now();
      windowStartNanos = sinceNanos;
      windowBytes = bytes;
    }
  }

  private long now() {
    return ticker.nanoTime();
  }

  /** The connection becomes something else than HTTP. */
  public static void upgraded(HttpServerRequest request) {
    if (of(request) instanceof RequestTimeouts times) {
      ((HttpServerConnection) request.connection())
          .channelHandlerContext()
          .pipeline()
          .remove(times);
    }
  }

  private static @Nullable Object of(HttpServerRequest request) {
    return request.connection() instanceof HttpServerConnection known
        ? known.channelHandlerContext().pipeline().get(NAME)
        : null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ticker = context.executor().ticker();
    sinceNanos = now();
    timer =
        context
            .executor()
            .scheduleAtFixedRate(
                () -> look(context), LOOK_EACH_MS, LOOK_EACH_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handlerRemoved(context);
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    decoded = true;
    if (message instanceof HttpRequest) {
      state = State.BODY;
      sinceNanos = now();
      answered = false;
      bytes = 0;
    }
    if (message instanceof HttpContent content) {
      bytes += content.content().readableBytes();
      if (state == State.FILE && content.content().isReadable()) {
        sinceNanos = now();
      }
    }
    if (message instanceof LastHttpContent) {
      state = answered ? State.QUIET : State.ANSWER;
      sinceNanos = now();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!decoded && state == State.QUIET) {
      // Bytes came that are no whole header yet.
      state = State.HEADER;
      sinceNanos = now();
    }
    decoded = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent) {
      if (state == State.ANSWER) {
        state = State.QUIET;
        sinceNanos = now();
      } else {
        answered = state == State.BODY || state == State.FILE;
      }
    }
    context.write(message, promise);
  }

  private void look(ChannelHandlerContext context) {
    long now = now();
    if (state == State.FILE && !context.channel().config().isAutoRead()) {
      // It waits for us.
      sinceNanos = now;
      windowStartNanos = now;
      windowBytes = bytes;
    }
    long lasted = now - sinceNanos;
    boolean over =
        switch (state) {
          case QUIET -> lasted >= QUIET_NANOS;
          case HEADER -> lasted >= HEADER_NANOS;
          case BODY -> lasted >= BODY_NANOS;
          case FILE -> lasted >= BODY_NANOS || isTooSlow(now);
          case ANSWER -> false;
        };
    if (!over) {
      return;
    }
    handlerRemoved(context);
    ChannelHandlerContext encoder = context.pipeline().context("httpEncoder");
    if (state == State.QUIET || answered || encoder == null) {
      context.close();
    } else {
      encoder
          .writeAndFlush(
              Unpooled.copiedBuffer(
                  "HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
                  StandardCharsets.US_ASCII))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private boolean isTooSlow(long now) {
    if (now - windowStartNanos < WINDOW_NANOS) {
      return false;
    }
    boolean slow = bytes - windowBytes < LEAST_BYTES_A_WINDOW;
    windowStartNanos = now;
    windowBytes = bytes;
    return slow;
  }
}
