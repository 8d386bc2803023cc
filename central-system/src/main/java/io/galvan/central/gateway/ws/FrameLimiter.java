package io.galvan.central.gateway.ws;

import io.galvan.central.session.CloseReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a message over the limit, in one frame or in several or in too many, and frames
 * that break RFC 6455 are answered by a close frame with the code that says why (7.4.1), and that
 * nothing after them is read.
 */
final class FrameLimiter extends ChannelInboundHandlerAdapter {
  private static final String NAME = "frameLimiter";

  /** So long the peer may take to read our close frame. */
  private static final long FAREWELL_MS = 2_000;

  /** Each fragment of a message costs memory, whatever its length. */
  static final int MOST_FRAGMENTS = 10_000;

  private final int maxMessageBytes;
  private int messageBytes;
  private int fragments;
  private boolean begunEmpty;
  private @Nullable CloseReason broken;
  private @Nullable Consumer<CloseReason> close;

  FrameLimiter(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Puts a guard into the pipeline of a new connection, which may become a WebSocket. */
  static void install(Channel channel, int maxMessageBytes) {
    channel.pipeline().addBefore("handler", NAME, new FrameLimiter(maxMessageBytes));
  }

  /** Has the guard of this WebSocket close it so; on its event loop. */
  static void attach(Channel channel, Consumer<CloseReason> close) {
    if (channel.pipeline().get(NAME) instanceof FrameLimiter guard) {
      guard.close = close;
      if (guard.broken != null) {
        close.accept(guard.broken);
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (broken != null) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof WebSocketFrame frame && isData(frame)) {
      messageBytes += frame.content().readableBytes();
      fragments++;
      if (messageBytes > maxMessageBytes || fragments > MOST_FRAGMENTS) {
        ReferenceCountUtil.release(message);
        end(context, CloseReason.TooLarge);
        return;
      }
      if (frame.isFinalFragment()) {
        messageBytes = 0;
        fragments = 0;
      }
      passOn(context, frame);
      return;
    }
    context.fireChannelRead(message);
  }

  /**
   * Vert.x 5.0.8 takes a message whose first fragments are empty (RFC 6455, 5.4) for none and fails
   * on the next one. So the first fragment that is not empty goes to it as the beginning.
   */
  private void passOn(ChannelHandlerContext context, WebSocketFrame frame) {
    boolean empty = !frame.isFinalFragment() && !frame.content().isReadable();
    if (frame instanceof TextWebSocketFrame && empty) {
      begunEmpty = true;
      frame.release();
    } else if (begunEmpty && empty) {
      frame.release();
    } else if (begunEmpty && frame instanceof ContinuationWebSocketFrame) {
      begunEmpty = false;
      context.fireChannelRead(
          new TextWebSocketFrame(frame.isFinalFragment(), frame.rsv(), frame.content()));
    } else {
      context.fireChannelRead(frame);
    }
  }

  private static boolean isData(WebSocketFrame frame) {
    return frame instanceof TextWebSocketFrame
        || frame instanceof BinaryWebSocketFrame
        || frame instanceof ContinuationWebSocketFrame;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (broken != null) {
      return;
    }
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      end(
          context,
          corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
              ? CloseReason.TooLarge
              : CloseReason.Malformed);
    } else {
      context.fireExceptionCaught(failure);
    }
  }

  private void end(ChannelHandlerContext context, CloseReason reason) {
    broken = reason;
    if (context.pipeline().get("wsdecoder") != null) {
      // What still comes is read to nowhere, so that the peer gets to read why.
      context.pipeline().remove("wsdecoder");
    }
    context.channel().config().setAutoRead(true);
    // From here towards the socket: Vert.x would wait for the peer's close frame.
    context.executor().schedule(() -> context.close(), FAREWELL_MS, TimeUnit.MILLISECONDS);
    if (close != null) {
      close.accept(reason);
    }
  }
}
