package io.galvan.central.gateway.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.codes.MqttAuthenticateReasonCode;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubCompReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRelReasonCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only those packets of a client through to Vert.x that may come at this point of the
 * connection (MQTT 3.1.1, 3.1 and 4.8; MQTT 5, 4.13). Vert.x throws on all others, which would
 * write a stack trace for each packet of a stranger.
 *
 * <ul>
 *   <li>Before CONNECT only CONNECT may come; anything else closes the connection.
 *   <li>Packets behind a CONNECT wait for its CONNACK, since a client need not wait for it (3.1.4).
 *       Reading stops meanwhile, so that no more wait than one read has brought.
 *   <li>Nothing is read while the client does not take what is sent to it, since Vert.x keeps
 *       answers without bound.
 *   <li>Packets after the server closed are dropped.
 * </ul>
 */
final class MqttGuard extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MqttGuard.class);

  /** Vert.x's own handler, which must see packets after this one. */
  private static final String VERTX_HANDLER = "handler";

  private static final String DECODER = "mqttDecoder";

  private enum State {
    BeforeConnect,
    /** CONNECT came, CONNACK has not gone out. */
    Deciding,
    Open,
    Closed
  }

  private final ArrayDeque<Object> held = new ArrayDeque<>(0);
  private State state = State.BeforeConnect;

  MqttGuard() {}

  /**
   * An MQTT server whose connections are guarded.
   *
   * @param created told the server of TCP below it
   */
  static MqttServer server(
      Vertx vertx, MqttServerOptions options, Consumer<NetServerInternal> created) {
    return MqttServer.create(
        new Guarding((VertxInternal) vertx, options.getMaxMessageSize(), created), options);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof MqttMessage packet)) {
      context.fireChannelRead(message);
      return;
    }
    switch (state) {
      case BeforeConnect -> connect(context, packet);
      case Deciding -> held.add(packet);
      case Open -> {
        if (mayCome(packet)) {
          context.fireChannelRead(packet);
        } else {
          refuse(context, packet, "it is not for a client to send");
        }
      }
      case Closed -> ReferenceCountUtil.release(packet);
    }
  }

  private void connect(ChannelHandlerContext context, MqttMessage packet) {
    Throwable broken = packet.decoderResult().cause();
    if (broken instanceof MqttUnacceptableProtocolVersionException) {
      // Answered by Vert.x with the return code that the standard has for it.
      context.fireChannelRead(packet);
    } else if (broken != null) {
      refuse(context, packet, String.valueOf(broken.getMessage()));
    } else if (packet.fixedHeader().messageType() != MqttMessageType.CONNECT) {
      refuse(context, packet, packet.fixedHeader().messageType() + " before CONNECT");
    } else {
      state = State.Deciding;
      readIfMay(context);
      context.fireChannelRead(packet);
    }
  }

  /** Whether a client may send such a packet, with such a reason code; a broken one is told on. */
  private static boolean mayCome(MqttMessage packet) {
    if (packet.decoderResult().isFailure()) {
      return true;
    }
    try {
      switch (packet.fixedHeader().messageType()) {
        case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PUBLISH, PINGREQ -> {}
        case PUBACK -> MqttPubAckReasonCode.valueOf(replyCode(packet));
        case PUBREC -> MqttPubRecReasonCode.valueOf(replyCode(packet));
        case PUBREL -> MqttPubRelReasonCode.valueOf(replyCode(packet));
        case PUBCOMP -> MqttPubCompReasonCode.valueOf(replyCode(packet));
        case AUTH -> MqttAuthenticateReasonCode.valueOf(reasonCode(packet));
        case DISCONNECT -> MqttDisconnectReasonCode.valueOf(reasonCode(packet));
        default -> {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException unknownCode) {
      return false;
    }
  }

  private static byte replyCode(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader header
        ? header.reasonCode()
        : 0;
  }

  private static byte reasonCode(MqttMessage packet) {
    return packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
        ? header.reasonCode()
        : 0;
  }

  private void refuse(ChannelHandlerContext context, MqttMessage packet, String why) {
    LOG.debug("an MQTT client at {} is cut off: {}", context.channel().remoteAddress(), why);
    ReferenceCountUtil.release(packet);
    // The rest of what was read is dropped from here on.
    state = State.Closed;
    context.close();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof MqttConnAckMessage answer) {
      if (answer.variableHeader().connectReturnCode()
          == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
        context.executor().execute(() -> accepted(context));
      } else {
        state = State.Closed;
      }
    } else if (message == Unpooled.EMPTY_BUFFER) {
      // Vert.x closes a connection when an empty write is through.
      state = State.Closed;
    }
    context.write(message, promise);
  }

  private void accepted(ChannelHandlerContext context) {
    if (state == State.Deciding) {
      state = State.Open;
      while (!held.isEmpty()) {
        channelRead(context, held.poll());
      }
      context.fireChannelReadComplete();
      readIfMay(context);
    }
  }

  private void readIfMay(ChannelHandlerContext context) {
    Channel channel = context.channel();
    channel.config().setAutoRead(state != State.Deciding && channel.isWritable());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    readIfMay(context);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    state = State.Closed;
    context.close(promise);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    state = State.Closed;
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    context.fireChannelInactive();
  }

  /** The Vert.x that an MQTT server gets: its sockets have the guard before Vert.x's handler. */
  private static final class Guarding extends VertxWrapper {
    private final int maxPublishBytes;
    private final Consumer<NetServerInternal> created;

    Guarding(VertxInternal vertx, int maxPublishBytes, Consumer<NetServerInternal> created) {
      super(vertx);
      this.maxPublishBytes = maxPublishBytes;
      this.created = created;
    }

    @Override
    public NetServerInternal createNetServer(NetServerOptions options) {
      NetServerInternal server = super.createNetServer(options);
      created.accept(server);
      return (NetServerInternal)
          Proxy.newProxyInstance(
              NetServerInternal.class.getClassLoader(),
              new Class<?>[] {NetServerInternal.class},
              (proxy, method, arguments) -> {
                try {
                  return method.getName().equals("connectHandler")
                      ? server.connectHandler(guarded(arguments[0]))
                      : method.invoke(server, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getTargetException();
                }
              });
    }

    @SuppressWarnings("unchecked")
    private Handler<NetSocket> guarded(Object handler) {
      return socket -> {
        // It adds the decoder and the encoder, which stand before the guard.
        ((Handler<NetSocket>) handler).handle(socket);
        ((NetSocketInternal) socket)
            .channelHandlerContext()
            .pipeline()
            .addBefore(DECODER, "wholePackets", new WholePackets(maxPublishBytes))
            .addBefore(VERTX_HANDLER, "guard", new MqttGuard());
      };
    }
  }
}
