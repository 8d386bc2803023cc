package io.galvan.central.gateway.mqtt;

import io.galvan.central.http.Channels;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only those packets of a client through to Vert.x that may come at this point of the
 * connection (MQTT 3.1.1, 3.1 and 4.8; MQTT 5, 4.13). Vert.x throws on all others, which would
 * write a stack trace for each packet of a stranger. It also decides when the client is read from.
 *
 * <ul>
 *   <li>Before CONNECT only CONNECT may come; anything else closes the connection.
 *   <li>Packets behind a CONNECT wait for its CONNACK, since a client need not wait for it (3.1.4).
 *       Reading stops meanwhile, so that no more wait than one read has brought.
 *   <li>Nothing is read while the client does not take what is sent to it, since Vert.x keeps
 *       answers without bound, nor while its visitor has {@link #pause paused} it.
 *   <li>A client of MQTT 5 that breaks a rule is told by DISCONNECT which, then closed.
 *   <li>Packets after the server closed are dropped, and so is what is sent after its DISCONNECT.
 *   <li>The keep-alive runs only while the client is read from: its PINGREQ may stand behind what
 *       is not read yet. Vert.x, which would count that time too, is told of no keep-alive.
 * </ul>
 */
final class MqttGuard extends ChannelDuplexHandler {
  static final String NAME = "guard";

  /** From the goodbye to the close, for a client that does not take the goodbye. */
  private static final long LONGEST_GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(MqttGuard.class);

  private enum State {
    BeforeConnect,
    /** CONNECT came, CONNACK has not gone out. */
    Deciding,
    Open,
    Closed
  }

  private final ArrayDeque<MqttMessage> held = new ArrayDeque<>(0);
  private State state = State.BeforeConnect;
  private boolean five;
  private boolean paused;
  private boolean deaf;

  /** Once and a half the client's keep-alive (MQTT 5, 3.1.2.10); 0 for none. */
  private long silenceNanos;

  private long heardNanos;
  private @Nullable ScheduledFuture<?> alarm;
  private @Nullable ChannelHandlerContext own;

  /** How many packets came, and how many the decoder has made of them. */
  private final IntSupplier packets;

  private int decoded;

  /**
   * @param packets how many packets were passed to the decoder
   */
  MqttGuard(IntSupplier packets) {
    this.packets = packets;
  }

  /** The guard of this client's connection; null where it came by a server without one. */
  static @Nullable MqttGuard of(MqttEndpoint endpoint) {
    return (MqttGuard) Channels.of(endpoint).pipeline().get(NAME);
  }

  /** Stops (true) or goes on (false) reading from the client. On the connection's event loop. */
  void pause(boolean paused) {
    ChannelHandlerContext context = own;
    if (this.paused != paused && context != null) {
      this.paused = paused;
      readIfMay(context);
    }
  }

  /** The connection is about to end: what still comes is dropped. */
  void stopListening() {
    deaf = true;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    own = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof MqttMessage packet)) {
      context.fireChannelRead(message);
      return;
    }
    decoded++;
    if (deaf) {
      ReferenceCountUtil.release(packet);
    } else {
      take(context, packet);
    }
  }

  private void take(ChannelHandlerContext context, MqttMessage packet) {
    switch (state) {
      case BeforeConnect -> connect(context, packet);
      case Deciding -> held.add(packet);
      case Open -> onPacket(context, packet);
      case Closed -> ReferenceCountUtil.release(packet);
    }
  }

  /**
   * The decoder waits for more where a packet ends before what it must hold; the next packet would
   * be taken for the rest of it.
   */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.fireChannelReadComplete();
    if (decoded != packets.getAsInt() && state != State.Closed && !deaf) {
      LOG.debug("an MQTT client at {} sent a short packet", context.channel().remoteAddress());
      goodbye(context, MqttDisconnectReasonCode.MALFORMED_PACKET);
      context.close();
    }
  }

  private void connect(ChannelHandlerContext context, MqttMessage packet) {
    Throwable broken = packet.decoderResult().cause();
    if (broken instanceof MqttUnacceptableProtocolVersionException) {
      // Answered by Vert.x with the return code that the standard has for it.
      context.fireChannelRead(packet);
    } else if (broken != null) {
      drop(context, packet, String.valueOf(broken.getMessage()));
    } else if (!(packet instanceof MqttConnectMessage connect)) {
      drop(context, packet, packet.fixedHeader().messageType() + " before CONNECT");
    } else {
      state = State.Deciding;
      five = connect.variableHeader().version() == Mqtt5.LEVEL;
      silenceNanos =
          TimeUnit.MILLISECONDS.toNanos(connect.variableHeader().keepAliveTimeSeconds() * 1_500L);
      readIfMay(context);
      context.fireChannelRead(withoutKeepAlive(connect));
    }
  }

  private static MqttConnectMessage withoutKeepAlive(MqttConnectMessage connect) {
    MqttConnectVariableHeader header = connect.variableHeader();
    return new MqttConnectMessage(
        connect.fixedHeader(),
        new MqttConnectVariableHeader(
            header.name(),
            header.version(),
            header.hasUserName(),
            header.hasPassword(),
            header.isWillRetain(),
            header.willQos(),
            header.isWillFlag(),
            header.isCleanSession(),
            0,
            header.properties()),
        connect.payload());
  }

  private void onPacket(ChannelHandlerContext context, MqttMessage packet) {
    heardNanos = now(context);
    Throwable broken = packet.decoderResult().cause();
    if (broken instanceof MqttUnacceptableProtocolVersionException) {
      goodbye(context, MqttDisconnectReasonCode.PROTOCOL_ERROR);
      drop(context, packet, "a second CONNECT");
    } else if (broken != null) {
      goodbye(
          context,
          broken instanceof TooLongFrameException
              ? MqttDisconnectReasonCode.PACKET_TOO_LARGE
              : MqttDisconnectReasonCode.MALFORMED_PACKET);
      // Vert.x tells the visitor, and closes.
      context.fireChannelRead(packet);
    } else {
      MqttDisconnectReasonCode rule = PacketRules.brokenBy(packet, five);
      if (rule == null) {
        context.fireChannelRead(packet);
      } else {
        goodbye(context, rule);
        drop(context, packet, packet.fixedHeader().messageType() + ": " + rule);
      }
    }
  }

  /** Tells a client of MQTT 5 why its connection ends; nothing is sent to it from then on. */
  private void goodbye(ChannelHandlerContext context, MqttDisconnectReasonCode code) {
    if (five && state == State.Open) {
      context.writeAndFlush(MqttMessageBuilders.disconnect().reasonCode(code.value()).build());
    }
    state = State.Closed;
  }

  private void drop(ChannelHandlerContext context, MqttMessage packet, String why) {
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
      // Vert.x closes a connection when an empty write is through, which may be never.
      state = State.Closed;
      setAlarm(context, LONGEST_GOODBYE_NANOS, context::close);
    } else if (message instanceof MqttMessage packet) {
      if (state == State.Closed) {
        ReferenceCountUtil.release(packet);
        promise.tryFailure(new ClosedChannelException());
        return;
      }
      if (packet.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
        state = State.Closed;
      }
    }
    context.write(message, promise);
  }

  private void accepted(ChannelHandlerContext context) {
    if (state == State.Deciding) {
      state = State.Open;
      heardNanos = now(context);
      watch(context, silenceNanos);
      while (!held.isEmpty()) {
        take(context, held.remove());
      }
      context.fireChannelReadComplete();
      readIfMay(context);
    }
  }

  // ---- when it is read from, and how long it may be silent

  private void readIfMay(ChannelHandlerContext context) {
    Channel channel = context.channel();
    boolean may = state != State.Deciding && !paused && channel.isWritable();
    if (may && !channel.config().isAutoRead()) {
      heardNanos = now(context);
    }
    channel.config().setAutoRead(may);
  }

  private void watch(ChannelHandlerContext context, long nanos) {
    if (silenceNanos > 0) {
      setAlarm(context, nanos, () -> onAlarm(context));
    }
  }

  private void setAlarm(ChannelHandlerContext context, long nanos, Runnable action) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm = context.executor().schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  private void onAlarm(ChannelHandlerContext context) {
    if (state != State.Open) {
      return;
    }
    long silent = context.channel().config().isAutoRead() ? now(context) - heardNanos : 0;
    if (silent < silenceNanos) {
      watch(context, silenceNanos - silent);
    } else {
      LOG.debug("an MQTT client at {} is silent", context.channel().remoteAddress());
      goodbye(context, MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT);
      context.close();
    }
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
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
    if (alarm != null) {
      alarm.cancel(false);
    }
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    context.fireChannelInactive();
  }
}
