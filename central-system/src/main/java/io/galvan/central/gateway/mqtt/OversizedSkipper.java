package io.galvan.central.gateway.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Skips and acknowledges messages that are too large for a client's decoder, before they get there.
 * It would close the connection, and a broker without a limit of its own would send the same
 * message again to every new one. Nothing of them is kept but the topic. For MQTT 3.1.1.
 */
final class OversizedSkipper extends ByteToMessageDecoder {
  private static final int PUBLISH = 3;
  private static final int PUBACK = 0x40;
  private static final int QOS_BITS = 0x06;
  private static final int LENGTH_BYTES = 4;

  /** Who is told of each. */
  @FunctionalInterface
  interface Listener {
    void skipped(String topic, long bytes);
  }

  private final int mostBytes;
  private final Listener listener;

  /** Bytes of the present packet that are yet to come and go on. */
  private long passing;

  /** Bytes of the present packet that are yet to come and are thrown away. */
  private long skipping;

  private String topic = "";
  private int packetId;
  private long length;

  OversizedSkipper(int mostBytes, Listener listener) {
    this.mostBytes = mostBytes;
    this.listener = listener;
  }

  /** A client whose messages are skipped when they are longer than its options allow. */
  static MqttClient client(Vertx vertx, MqttClientOptions options, Listener listener) {
    return MqttClient.create(
        new Wrapper((VertxInternal) vertx, options.getMaxMessageSize(), listener), options);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (passing == 0 && skipping == 0 && !begin(in)) {
      return;
    }
    if (passing > 0) {
      int now = (int) Math.min(passing, in.readableBytes());
      passing -= now;
      out.add(in.readRetainedSlice(now));
      return;
    }
    int now = (int) Math.min(skipping, in.readableBytes());
    skipping -= now;
    in.skipBytes(now);
    if (skipping == 0) {
      if (packetId > 0) {
        context.writeAndFlush(
            context.alloc().buffer().writeByte(PUBACK).writeByte(2).writeShort(packetId));
      }
      listener.skipped(topic, length);
    }
  }

  /** Whether it is known what to do with the packet that begins here. */
  private boolean begin(ByteBuf in) {
    int start = in.readerIndex();
    int available = in.readableBytes();
    length = 0;
    int header = 1;
    boolean more = true;
    while (more) {
      if (header > LENGTH_BYTES) {
        // No length; the decoder finds that as well.
        passing = Long.MAX_VALUE;
        return true;
      }
      if (header >= available) {
        return false;
      }
      int next = in.getByte(start + header);
      length |= (long) (next & 0x7F) << (7 * (header - 1));
      more = next < 0;
      header++;
    }
    int first = in.getByte(start);
    if (length <= mostBytes || (first & 0xF0) >> 4 != PUBLISH) {
      passing = header + length;
      return true;
    }
    if (available < header + 2) {
      return false;
    }
    int topicLength = in.getUnsignedShort(start + header);
    int idLength = (first & QOS_BITS) == 0 ? 0 : 2;
    int known = header + 2 + topicLength + idLength;
    if (available < known) {
      return false;
    }
    topic = in.toString(start + header + 2, topicLength, StandardCharsets.UTF_8);
    packetId = idLength == 0 ? 0 : in.getUnsignedShort(start + known - 2);
    skipping = header + length;
    return true;
  }

  /** The Vert.x that the client gets: its sockets have the skipper before the decoder. */
  private static final class Wrapper extends VertxWrapper {
    private final int mostBytes;
    private final Listener listener;

    Wrapper(VertxInternal vertx, int mostBytes, Listener listener) {
      super(vertx);
      this.mostBytes = mostBytes;
      this.listener = listener;
    }

    @Override
    public NetClient createNetClient(NetClientOptions options) {
      NetClient client = super.createNetClient(options);
      return (NetClient)
          Proxy.newProxyInstance(
              NetClient.class.getClassLoader(),
              new Class<?>[] {NetClient.class},
              (proxy, method, arguments) -> {
                try {
                  Object result = method.invoke(client, arguments);
                  return method.getName().equals("connect") ? guarded(result) : result;
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }

    @SuppressWarnings("unchecked")
    private Future<NetSocket> guarded(Object connecting) {
      return ((Future<NetSocket>) connecting)
          .map(
              socket -> {
                // The client adds its decoder before this handler, and so behind the skipper.
                ((NetSocketInternal) socket)
                    .channelHandlerContext()
                    .pipeline()
                    .addBefore(
                        "handler", "oversizedSkipper", new OversizedSkipper(mostBytes, listener));
                return socket;
              });
    }
  }
}
