package io.galvan.central.http;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.mqtt.MqttEndpoint;
import java.lang.reflect.Field;

/**
 * The channel on which a server of Vert.x accepts connections, which Vert.x has no way to ask for.
 * Where another version of Vert.x has other fields, the start fails and says so.
 */
public final class Channels {
  private Channels() {}

  /** Of a server of HTTP that listens. */
  static Channel of(HttpServer server) {
    try {
      return of((NetServerInternal) read(server, "tcpServer"));
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  /** Of a server of TCP that listens. */
  static Channel of(NetServerInternal tcp) {
    try {
      NetServerImpl main = (NetServerImpl) read(tcp, "actualServer");
      return (Channel) ((Future<?>) read(main, "bindFuture")).result();
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  /** Of a client of MQTT. */
  public static Channel of(MqttEndpoint endpoint) {
    try {
      return ((NetSocketInternal) read(endpoint, "conn")).channelHandlerContext().channel();
    } catch (ReflectiveOperationException e) {
      throw unknown(e);
    }
  }

  private static IllegalStateException unknown(ReflectiveOperationException cause) {
    return new IllegalStateException(
        "this version of Vert.x keeps its channels elsewhere: " + cause.getMessage(), cause);
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}
