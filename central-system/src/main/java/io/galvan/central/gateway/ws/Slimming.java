package io.galvan.central.gateway.ws;

import io.netty.channel.ChannelHandler;
import io.netty.util.internal.shaded.org.jctools.queues.MpscUnboundedArrayQueue;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketImplBase;
import io.vertx.core.internal.concurrent.OutboundMessageQueue;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;
import io.vertx.core.streams.impl.MessagePassingQueue;
import java.lang.reflect.Field;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from an open WebSocket what Vert.x keeps of its upgrade and does not use again: the HTTP
 * connection with its request, and room for 1,024 messages from other threads. That is 10 of 16 KB
 * of an idle connection (docs/adr/0014). Where another version of Vert.x has other fields, nothing
 * is taken and the connection only costs more.
 */
final class Slimming {
  private static final Logger LOG = LoggerFactory.getLogger(Slimming.class);

  /** Messages from other threads are rare; the queue grows by chunks of so many. */
  private static final int CHUNK = 8;

  private static final @Nullable Slimming KNOWN = known();

  private final Field connection;
  private final Field headers;
  private final Field connectionFactory;
  private final Field outbound;
  private final Field passing;
  private final Field queue;

  private Slimming() throws ReflectiveOperationException {
    connection = field(WebSocketImplBase.class, "conn", VertxConnection.class);
    headers = field(WebSocketImplBase.class, "headers", io.vertx.core.MultiMap.class);
    connectionFactory = field(VertxHandler.class, "connectionFactory", Function.class);
    outbound = field(VertxConnection.class, "outboundMessageQueue", null);
    passing = field(OutboundMessageQueue.class, "mqp", MessagePassingQueue.MpSc.class);
    queue = field(MessagePassingQueue.class, "queue", java.util.Queue.class);
  }

  private static @Nullable Slimming known() {
    try {
      return new Slimming();
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.debug("connections keep their upgrade: {}", e.toString());
      return null;
    }
  }

  private static Field field(Class<?> owner, String name, @Nullable Class<?> type)
      throws ReflectiveOperationException {
    Field field = owner.getDeclaredField(name);
    if (type != null && field.getType() != type) {
      throw new NoSuchFieldException(field + " is no " + type);
    }
    field.setAccessible(true);
    return field;
  }

  /** Whether this version of Vert.x is known. */
  static boolean isPossible() {
    return KNOWN != null;
  }

  /** On the socket's event loop, before anything is written to it. */
  static void slim(ServerWebSocket socket) {
    if (KNOWN != null) {
      try {
        KNOWN.take(socket);
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.debug("a connection keeps its upgrade: {}", e.toString());
      }
    }
  }

  private void take(ServerWebSocket socket) throws ReflectiveOperationException {
    if (!(socket instanceof WebSocketImplBase<?> known)) {
      return;
    }
    headers.set(known, null);
    VertxConnection open = (VertxConnection) connection.get(known);
    ChannelHandler handler = ((ConnectionBase) open).channelHandlerContext().handler();
    if (handler instanceof VertxHandler<?> vertxHandler) {
      connectionFactory.set(vertxHandler, null);
    }
    if (outbound.get(open) instanceof OutboundMessageQueue<?> messages) {
      java.util.Queue<?> held = (java.util.Queue<?>) queue.get(passing.get(messages));
      if (held.isEmpty()) {
        queue.set(passing.get(messages), new MpscUnboundedArrayQueue<>(CHUNK));
      }
    }
  }
}
