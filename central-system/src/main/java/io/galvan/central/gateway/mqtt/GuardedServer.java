package io.galvan.central.gateway.mqtt;

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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * The Vert.x that an MQTT server gets: its sockets have {@link WholePackets} before the decoder and
 * {@link MqttGuard} before Vert.x's handler.
 */
final class GuardedServer extends VertxWrapper {
  /** Vert.x's own handler, which must see packets after the guard. */
  private static final String VERTX_HANDLER = "handler";

  private static final String DECODER = "mqttDecoder";

  private final int maxPublishBytes;
  private final Consumer<NetServerInternal> created;

  private GuardedServer(
      VertxInternal vertx, int maxPublishBytes, Consumer<NetServerInternal> created) {
    super(vertx);
    this.maxPublishBytes = maxPublishBytes;
    this.created = created;
  }

  /**
   * An MQTT server whose connections are guarded.
   *
   * @param created told the server of TCP below it
   */
  static MqttServer create(
      Vertx vertx, MqttServerOptions options, Consumer<NetServerInternal> created) {
    return MqttServer.create(
        new GuardedServer((VertxInternal) vertx, options.getMaxMessageSize(), created), options);
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
      WholePackets packets = new WholePackets(maxPublishBytes);
      ((NetSocketInternal) socket)
          .channelHandlerContext()
          .pipeline()
          .addBefore(DECODER, "wholePackets", packets)
          .addBefore(VERTX_HANDLER, MqttGuard.NAME, new MqttGuard(packets::passed));
    };
  }
}
