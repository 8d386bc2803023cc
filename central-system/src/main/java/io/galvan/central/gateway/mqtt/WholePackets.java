package io.galvan.central.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes control packets on to Netty's decoder only when they are whole (MQTT 5, 2.1): that begins
 * a packet anew with each read until it has all of it, so one with many properties that comes bit
 * by bit would cost the square of its length. Only a PUBLISH may be large, and none before CONNECT;
 * a larger packet closes the connection before it is gathered.
 */
final class WholePackets extends ByteToMessageDecoder {
  /** What a packet other than PUBLISH may have, and any before CONNECT, without its header. */
  static final int MOST_BYTES = 64 * 1024;

  /** What the decoder needs of a PUBLISH to refuse it for its length: topic and properties. */
  private static final int MOST_BYTES_OF_TOO_LONG = 2 * MOST_BYTES;

  private static final Logger LOG = LoggerFactory.getLogger(WholePackets.class);
  private static final int PUBLISH = 3;
  private static final int LENGTH_BYTES = 4;

  private final int maxPublishBytes;
  private boolean first = true;

  /** No packet can be told from the next any more. */
  private boolean over;

  private int passed;

  /**
   * @param maxPublishBytes up to which the decoder takes a PUBLISH
   */
  WholePackets(int maxPublishBytes) {
    this.maxPublishBytes = maxPublishBytes;
  }

  /** How many packets were passed on, broken ones too; each is one message to the decoder. */
  int passed() {
    return passed;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (over) {
      in.skipBytes(in.readableBytes());
      context.close();
      return;
    }
    int begin = in.readerIndex();
    int available = in.readableBytes();
    int length = 0;
    int header = 1;
    boolean more = true;
    while (more) {
      if (header > LENGTH_BYTES) {
        // No length, which the decoder finds as well.
        over = true;
        passed++;
        out.add(in.readRetainedSlice(available));
        return;
      }
      if (header >= available) {
        return;
      }
      int next = in.getByte(begin + header);
      length |= (next & 0x7F) << (7 * (header - 1));
      more = next < 0;
      header++;
    }
    int type = (in.getByte(begin) & 0xF0) >> 4;
    if (length > MOST_BYTES && (first || type != PUBLISH)) {
      LOG.debug(
          "an MQTT client at {} is cut off: a packet of type {} with {} bytes",
          context.channel().remoteAddress(),
          type,
          length);
      over = true;
      in.skipBytes(available);
      if (first) {
        context.close();
      } else {
        passed++;
        // As the decoder says it of a PUBLISH that is too long.
        out.add(MqttMessageFactory.newInvalidMessage(new TooLongFrameException("too long")));
      }
      return;
    }
    boolean tooLong = length > maxPublishBytes;
    int wanted = header + (tooLong ? Math.min(length, MOST_BYTES_OF_TOO_LONG) : length);
    if (available >= wanted) {
      first = false;
      over = tooLong;
      passed++;
      out.add(in.readRetainedSlice(wanted));
    }
  }
}
