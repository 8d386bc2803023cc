package io.galvan.central.gateway.ws;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one connection (RFC 7692, 7.2.2). A message that inflates to more than
 * may be is given up at that byte, with close code 1009; nothing of it is kept between messages.
 */
final class MessageInflater extends WebSocketExtensionDecoder {
  /** What a sender takes off the end of a message. */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private static final int CHUNK_BYTES = 8_192;
  private static final int LEAST_BYTES = 64;

  /** One of each event loop: what a fragment costs is in proportion to what was sent. */
  private static final FastThreadLocal<byte[]> CHUNK =
      new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
          return new byte[CHUNK_BYTES];
        }
      };

  private final int maxMessageBytes;
  private @Nullable Inflater inflater;
  private int messageBytes;

  MessageInflater(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public boolean acceptInboundMessage(Object message) {
    return message instanceof WebSocketFrame frame
        && (frame instanceof ContinuationWebSocketFrame
            ? inflater != null
            : (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame)
                && (frame.rsv() & WebSocketExtension.RSV1) != 0);
  }

  @Override
  protected void decode(ChannelHandlerContext context, WebSocketFrame frame, List<Object> out) {
    Inflater engine = inflater;
    if (engine == null || !(frame instanceof ContinuationWebSocketFrame)) {
      end();
      engine = inflater = new Inflater(true);
    }
    ByteBuf inflated = context.alloc().heapBuffer(firstBytes(frame.content().readableBytes()));
    boolean done = false;
    try {
      inflate(engine, bytes(frame.content()), inflated);
      if (frame.isFinalFragment()) {
        inflate(engine, TAIL, inflated);
        end();
      }
      out.add(like(frame, inflated));
      done = true;
    } finally {
      if (!done) {
        inflated.release();
        end();
      }
    }
  }

  private static int firstBytes(int deflatedBytes) {
    return Math.min(CHUNK_BYTES, Math.max(LEAST_BYTES, 4 * Math.min(deflatedBytes, CHUNK_BYTES)));
  }

  private static byte[] bytes(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.getBytes(content.readerIndex(), bytes);
    return bytes;
  }

  private void inflate(Inflater engine, byte[] deflated, ByteBuf inflated) {
    engine.setInput(deflated);
    byte[] chunk = CHUNK.get();
    try {
      while (!engine.finished()) {
        int length = engine.inflate(chunk);
        messageBytes += length;
        if (messageBytes > maxMessageBytes) {
          throw new CorruptedWebSocketFrameException(
              WebSocketCloseStatus.MESSAGE_TOO_BIG, "the message inflates to more than may be");
        }
        if (length > 0) {
          inflated.writeBytes(chunk, 0, length);
        } else if (engine.needsInput()) {
          return;
        } else if (engine.needsDictionary()) {
          throw new DataFormatException("a dictionary is needed");
        }
      }
    } catch (DataFormatException e) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "the message cannot be inflated");
    }
  }

  private static WebSocketFrame like(WebSocketFrame frame, ByteBuf content) {
    int rsv = frame.rsv() & ~WebSocketExtension.RSV1;
    if (frame instanceof TextWebSocketFrame) {
      return new TextWebSocketFrame(frame.isFinalFragment(), rsv, content);
    }
    return frame instanceof BinaryWebSocketFrame
        ? new BinaryWebSocketFrame(frame.isFinalFragment(), rsv, content)
        : new ContinuationWebSocketFrame(frame.isFinalFragment(), rsv, content);
  }

  private void end() {
    messageBytes = 0;
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
  }
}
