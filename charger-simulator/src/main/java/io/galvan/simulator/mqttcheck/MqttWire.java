package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.transport.ConnectFailure;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.internal.net.NetSocketInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection, packet by packet: unlike a client it does nothing by itself but acknowledge, and
 * not even that when it is told so. The methods wait, and are called on one thread that is no event
 * loop.
 */
final class MqttWire {
  private static final MqttFixedHeader DISCONNECT =
      new MqttFixedHeader(MqttMessageType.DISCONNECT, false, MqttQoS.AT_MOST_ONCE, false, 0);
  private static final int MOST_BYTES_A_PACKET = 4 << 20;
  private static final int MOST_BYTES_WAITING = 64 << 20;
  private static final int MOST_CLIENT_ID_LENGTH = 1_000;
  private static final int BYTES_A_PACKET = 64;

  private final NetSocketInternal socket;
  private final String where;
  private final Duration patience;
  private final Deque<Packet> received = new ArrayDeque<>();
  private int waitingBytes;
  private @Nullable String ended;
  private volatile boolean acknowledging = true;
  private int packetId;

  private MqttWire(NetSocketInternal socket, String where, Duration patience) {
    this.socket = socket;
    this.where = where;
    this.patience = patience;
  }

  /**
   * Opens a connection to a server; nothing is sent yet.
   *
   * @param patience how long each answer may take
   */
  static MqttWire open(MqttServerAddress server, Duration patience)
      throws CheckFailed, InterruptedException {
    Future<MqttWire> opening =
        server.connect().map(socket -> new MqttWire(socket, server.where(), patience).reading());
    return await(opening, server.where(), patience);
  }

  private MqttWire reading() {
    ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
    pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
    pipeline.addBefore(
        "handler", "mqttDecoder", new MqttDecoder(MOST_BYTES_A_PACKET, MOST_CLIENT_ID_LENGTH));
    socket.messageHandler(this::received);
    socket.closeHandler(closed -> end("the connection was closed"));
    socket.exceptionHandler(broken -> end(String.valueOf(broken.getMessage())));
    return this;
  }

  private static <T> T await(Future<T> future, String where, Duration patience)
      throws CheckFailed, InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      throw new CheckFailed(String.valueOf(ConnectFailure.of(cause, where).getMessage()));
    } catch (TimeoutException late) {
      throw new CheckFailed(where + " did not answer within " + patience.toMillis() + " ms");
    }
  }

  private void received(Object message) {
    try {
      Packet packet = message instanceof MqttMessage mqtt ? Packet.of(mqtt) : null;
      if (packet == null) {
        end("a packet came that cannot be read");
        socket.close();
        return;
      }
      if (packet.is(MqttMessageType.PUBLISH) && packet.qos() == 1 && acknowledging) {
        acknowledge(packet);
      }
      keep(packet);
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private synchronized void keep(Packet packet) {
    waitingBytes += BYTES_A_PACKET + packet.payload().length;
    if (waitingBytes > MOST_BYTES_WAITING) {
      end("more came than was asked for");
      socket.close();
      return;
    }
    received.add(packet);
    notifyAll();
  }

  private synchronized void end(String why) {
    if (ended == null) {
      ended = why;
      notifyAll();
    }
  }

  /** Whether the server, or somebody, has closed the connection. */
  synchronized boolean closed() {
    return ended != null;
  }

  /** From now on what comes is not acknowledged. */
  void holdAcknowledgements() {
    acknowledging = false;
  }

  /** Acknowledges a message. */
  void acknowledge(Packet publish) {
    socket.writeMessage(MqttMessageBuilders.pubAck().packetId(publish.id()).build());
  }

  /** The number of the next packet that is acknowledged. */
  int nextPacketId() {
    packetId = packetId % 0xffff + 1;
    return packetId;
  }

  /** Sends a packet without waiting for it to leave. */
  void send(MqttMessage message) {
    socket.writeMessage(message);
  }

  /** Takes the first packet that fits; null when none comes in time, or the connection ends. */
  synchronized @Nullable Packet take(Predicate<Packet> fits, Duration longest)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      for (Iterator<Packet> each = received.iterator(); each.hasNext(); ) {
        Packet packet = each.next();
        if (fits.test(packet)) {
          each.remove();
          waitingBytes -= BYTES_A_PACKET + packet.payload().length;
          return packet;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0 || ended != null) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Takes a packet that must come. */
  Packet expect(String what, Predicate<Packet> fits) throws CheckFailed, InterruptedException {
    Packet packet = take(fits, patience);
    if (packet != null) {
      return packet;
    }
    String why;
    synchronized (this) {
      why = ended == null ? "not within " + patience.toMillis() + " ms" : ended;
    }
    throw new CheckFailed(what + " did not come: " + why);
  }

  /** Waits until the server has closed the connection. */
  synchronized boolean awaitClose(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (ended == null) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Says goodbye and closes; no last will is told. */
  void disconnect() throws CheckFailed, InterruptedException {
    if (!closed()) {
      send(new MqttMessage(DISCONNECT));
      cut();
    }
  }

  /** Closes without a goodbye, as a network that fails. */
  void cut() throws CheckFailed, InterruptedException {
    await(socket.close(), where, patience);
  }
}
