package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Admitted;
import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.Refusal;
import io.galvan.central.gateway.Tls;
import io.galvan.central.gateway.Visitor;
import io.galvan.central.http.AddressLimits;
import io.galvan.central.http.AddressLimits.Kind;
import io.galvan.central.http.ClientAddress;
import io.galvan.central.http.ConnectionLimiter;
import io.galvan.central.http.TrackedConnection;
import io.galvan.central.session.SessionHost;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings;
import io.galvan.platform.error.Fault;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OCPP-J over MQTT 3.1.1 and 5, without a broker: stations connect to this listener as to one. The
 * client id is the identity.
 */
public final class MqttGateway {
  private static final Logger LOG = LoggerFactory.getLogger(MqttGateway.class);

  /** A frame may have 1 MB; topic and headers come on top. */
  private static final int MAX_MESSAGE_BYTES = Payloads.MOST_READ_BYTES + 64 * 1024;

  private static final long SWEEP_EACH_MS = 60_000;

  private final Vertx vertx;
  private final SessionHost host;
  private final Doorkeeper doorkeeper;
  private final Arrivals arrivals;
  private final Set<OcppVersion> versions;
  private final Platform platform;
  private final Feed feed;
  private final Set<MqttVisitor> visitors = new HashSet<>();
  private @Nullable MqttServer server;

  public MqttGateway(
      Vertx vertx,
      SessionHost host,
      Doorkeeper doorkeeper,
      Arrivals arrivals,
      Set<OcppVersion> versions,
      Platform platform) {
    this.vertx = vertx;
    this.host = host;
    this.doorkeeper = doorkeeper;
    this.arrivals = arrivals;
    this.versions = versions;
    this.platform = platform;
    this.feed = new Feed(vertx, platform);
  }

  /** Listens; gives the port, which the system picks when 0 is asked for. */
  public Future<Integer> listen(Settings settings, int port, @Nullable Tls tls) {
    MqttServerOptions options =
        new MqttServerOptions()
            .setMaxMessageSize(MAX_MESSAGE_BYTES)
            .setTimeoutOnConnect(10)
            // A station without a client id has no identity, and gets none from us.
            .setAutoClientId(false);
    options.setHost(settings.host()).setPort(port).setTcpKeepAlive(true).setAcceptBacklog(4_096);
    if (tls != null) {
      tls.configure(options);
    }
    AtomicReference<NetServerInternal> tcp = new AtomicReference<>();
    MqttServer mqtt =
        GuardedServer.create(vertx, options, tcp::set)
            .endpointHandler(this::onConnect)
            .exceptionHandler(
                failure -> LOG.info("an MQTT client was cut off: {}", failure.getMessage()));
    server = mqtt;
    vertx.setPeriodic(SWEEP_EACH_MS, id -> MqttSessions.of(vertx).sweep(System.nanoTime()));
    return mqtt.listen()
        .compose(
            listening ->
                ConnectionLimiter.before(
                        vertx, platform, Objects.requireNonNull(tcp.get()), tls != null)
                    .map(listening.actualPort()));
  }

  /** Stops listening; open connections are the sessions' to close. */
  public Future<?> close() {
    List.copyOf(visitors).forEach(MqttVisitor::shutDown);
    return feed.close().transform(ok -> server == null ? Future.succeededFuture() : server.close());
  }

  private void onConnect(MqttEndpoint endpoint) {
    TrackedConnection tracked = TrackedConnection.of(endpoint);
    if (tracked != null) {
      tracked.requestArrived();
    }
    String username = endpoint.auth() == null ? null : endpoint.auth().getUsername();
    String password = endpoint.auth() == null ? null : endpoint.auth().getPassword();
    ClientAddress address = ClientAddress.of(endpoint.remoteAddress());
    // Vert.x refuses every use of an endpoint whose client is gone, and tells only here that it is.
    AtomicBoolean gone = new AtomicBoolean();
    endpoint.closeHandler(ignored -> gone.set(true));
    MqttConnectReturnCode broken = Mqtt5.refuses(endpoint);
    if (broken != null) {
      LOG.info("{} may not come in: {}", endpoint.clientIdentifier(), broken);
      endpoint.reject(broken);
      return;
    }
    if (Feed.isFor(username)) {
      feed.enter(endpoint, password, address.network(), gone::get)
          .onFailure(failure -> refuse(endpoint, address, failure, gone.get()));
      return;
    }
    Visitor visitor =
        Visitor.of(
            endpoint.clientIdentifier(),
            Transport.MQTT,
            address,
            Mqtt5.speaks(endpoint) ? "MQTT 5" : "MQTT 3.1.1",
            username,
            password == null ? null : password.getBytes(StandardCharsets.UTF_8),
            endpoint.sslSession());
    doorkeeper
        .admit(visitor)
        .onComplete(
            (admitted, failure) -> {
              if (failure != null) {
                refuse(endpoint, address, failure, gone.get());
              } else if (!gone.get()) {
                welcome(endpoint, visitor, admitted);
              }
            });
  }

  private void welcome(MqttEndpoint endpoint, Visitor visitor, Admitted admitted) {
    MqttVisitor welcome =
        new MqttVisitor(
            vertx,
            endpoint,
            admitted,
            host,
            arrivals,
            platform.settings().mqtt().topics(),
            versions,
            visitors::remove);
    visitors.add(welcome);
    welcome
        .welcome()
        .onSuccess(ok -> doorkeeper.attempts().record(visitor, Outcome.accepted))
        .onFailure(
            failure -> {
              if (failure instanceof Refusal refusal) {
                doorkeeper.attempts().record(visitor, refusal.outcome());
              }
              refuse(endpoint, visitor.address(), failure, welcome.isClosed());
            });
  }

  private void refuse(
      MqttEndpoint endpoint, ClientAddress address, Throwable failure, boolean gone) {
    if (Refusal.faultOf(failure).fault().httpStatus() < 500) {
      AddressLimits.of(vertx, Kind.stations, platform.settings().connections())
          .refused(address.network());
    }
    LOG.info("{} may not come in: {}", endpoint.clientIdentifier(), failure.getMessage());
    if (!gone) {
      endpoint.reject(code(endpoint, failure));
    }
  }

  private static MqttConnectReturnCode code(MqttEndpoint endpoint, Throwable failure) {
    Fault fault = Refusal.faultOf(failure).fault();
    boolean five = Mqtt5.speaks(endpoint);
    return switch (fault) {
      case UNAUTHENTICATED ->
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
              : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
      case INVALID ->
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID
              : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
      case NOT_FOUND, FORBIDDEN, CONFLICT ->
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
      case TOO_MANY ->
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_CONNECTION_RATE_EXCEEDED
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
      default ->
          five
              ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
              : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
    };
  }
}
