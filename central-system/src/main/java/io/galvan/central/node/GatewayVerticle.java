package io.galvan.central.node;

import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.Mirror;
import io.galvan.central.gateway.Ports;
import io.galvan.central.gateway.Tls;
import io.galvan.central.gateway.mqtt.BrokerGateway;
import io.galvan.central.gateway.mqtt.MqttGateway;
import io.galvan.central.gateway.ws.WebSocketGateway;
import io.galvan.central.route.RouteTable;
import io.galvan.central.route.Routes16;
import io.galvan.central.route.VendorHandlers;
import io.galvan.central.route.v2.Routes2;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.DeadLetterRepeats;
import io.galvan.central.session.SessionHost;
import io.galvan.central.session.SessionMeters;
import io.galvan.central.session.SessionRegistry;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.MqttSettings;
import io.galvan.platform.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All gateways of one event loop: WebSocket and MQTT, each plain and, when a certificate is set,
 * over TLS.
 */
public final class GatewayVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);

  private final Platform platform;
  private final SessionRegistry registry;
  private final SessionMeters meters;
  private final Ports ports;
  private final @Nullable Tls tls;
  private final List<Supplier<Future<?>>> listeners = new ArrayList<>();
  private final boolean first;
  private @Nullable SessionHost host;
  private @Nullable BrokerGateway broker;

  /** The only one of its node. */
  public GatewayVerticle(
      Platform platform,
      SessionRegistry registry,
      SessionMeters meters,
      Ports ports,
      @Nullable Tls tls) {
    this(platform, registry, meters, ports, tls, true);
  }

  /**
   * @param tls null opens no TLS ports
   * @param first of those of its node, which is the one that speaks to an external MQTT broker
   */
  public GatewayVerticle(
      Platform platform,
      SessionRegistry registry,
      SessionMeters meters,
      Ports ports,
      @Nullable Tls tls,
      boolean first) {
    this.first = first;
    this.platform = platform;
    this.registry = registry;
    this.meters = meters;
    this.ports = ports;
    this.tls = tls;
  }

  @Override
  public Future<?> start() {
    context.exceptionHandler(GatewayVerticle::onUnhandled);
    Bus bus = Bus.of(vertx);
    Settings settings = platform.settings();
    VendorHandlers vendors = VendorHandlers.load();
    Map<OcppVersion, RouteTable> routes = new EnumMap<>(OcppVersion.class);
    routes.put(OcppVersion.V1_6, Routes16.table(bus, settings.idTokenPattern(), vendors));
    routes.put(OcppVersion.V2_0_1, Routes2.table(OcppVersion.V2_0_1, bus, vendors));
    routes.put(OcppVersion.V2_1, Routes2.table(OcppVersion.V2_1, bus, vendors));
    SessionHost sessions = new SessionHost(vertx, platform, registry, meters, routes);
    host = sessions;
    if (first) {
      new DeadLetterRepeats(bus, platform.clock(), routes).serve();
    }
    Doorkeeper doorkeeper = new Doorkeeper(vertx, platform);
    Arrivals arrivals = new Arrivals(bus, platform.nodeId(), registry);
    Mirror shown = new Mirror(vertx, platform);
    listeners.add(shown::close);
    List<Future<?>> listening = new ArrayList<>();
    for (boolean secure : tls != null ? new boolean[] {false, true} : new boolean[] {false}) {
      int wsPort = secure ? settings.ocppTlsPort() : settings.ocppPort();
      if (wsPort >= 0) {
        WebSocketGateway webSocket =
            new WebSocketGateway(vertx, sessions, doorkeeper, arrivals, routes.keySet(), shown);
        listeners.add(webSocket::close);
        listening.add(
            webSocket
                .listen(platform, wsPort, secure ? tls : null)
                .onSuccess(port -> ports.put(secure ? Ports.Name.ocppTls : Ports.Name.ocpp, port)));
      }
      int mqttPort = secure ? settings.mqttTlsPort() : settings.mqttPort();
      if (mqttPort >= 0) {
        MqttGateway mqtt =
            new MqttGateway(vertx, sessions, doorkeeper, arrivals, routes.keySet(), platform);
        listeners.add(mqtt::close);
        listening.add(
            mqtt.listen(settings, mqttPort, secure ? tls : null)
                .onSuccess(port -> ports.put(secure ? Ports.Name.mqttTls : Ports.Name.mqtt, port)));
      }
    }
    MqttSettings.Broker external = settings.mqtt().broker();
    if (first && external != null) {
      broker =
          new BrokerGateway(
              vertx,
              settings.mqtt(),
              external,
              sessions,
              doorkeeper,
              arrivals,
              routes,
              platform.clock());
      broker.open();
    }
    return Future.all(listening);
  }

  /**
   * Vert.x 5.0.8 completes a WebSocket handshake twice when its client breaks off after it sent
   * more than the request. Nothing is lost by it, and a stranger could fill the log with it.
   */
  private static void onUnhandled(Throwable failure) {
    boolean handshake =
        failure instanceof IllegalStateException
            && Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().contains("createWebSocket"));
    if (handshake) {
      LOG.debug("a client broke off its handshake", failure);
    } else {
      LOG.error("Unhandled exception", failure);
    }
  }

  /**
   * Drains the sessions of this event loop, then stops listening and writes the rest of the message
   * log.
   */
  @Override
  public Future<?> stop() {
    return (broker == null ? Future.succeededFuture() : broker.stopReading())
        .transform(stopped -> drain());
  }

  private Future<?> drain() {
    SessionHost sessions = Objects.requireNonNull(host);
    List<Future<?>> drained = new ArrayList<>();
    for (ChargerSession session : registry.all()) {
      if (session.isOn(sessions)) {
        drained.add(session.drain(CloseReason.ShuttingDown));
      }
    }
    return Future.join(drained)
        .otherwiseEmpty()
        .compose(
            ok ->
                Future.join(listeners.stream().<Future<?>>map(Supplier::get).toList())
                    .otherwiseEmpty())
        .transform(ok -> broker == null ? Future.succeededFuture() : broker.close())
        .transform(ok -> sessions.close());
  }
}
