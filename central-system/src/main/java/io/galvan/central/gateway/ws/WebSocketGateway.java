package io.galvan.central.gateway.ws;

import io.galvan.central.files.FileRoutes;
import io.galvan.central.gateway.Admitted;
import io.galvan.central.gateway.Arrivals;
import io.galvan.central.gateway.Doorkeeper;
import io.galvan.central.gateway.Mirror;
import io.galvan.central.gateway.Refusal;
import io.galvan.central.gateway.Tls;
import io.galvan.central.gateway.Visitor;
import io.galvan.central.http.AddressLimits;
import io.galvan.central.http.AddressLimits.Kind;
import io.galvan.central.http.BasicAuth;
import io.galvan.central.http.ClientAddress;
import io.galvan.central.http.ClosingResponse;
import io.galvan.central.http.ConnectionLimiter;
import io.galvan.central.http.RequestTimeouts;
import io.galvan.central.http.TrackedConnection;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.central.session.Secrets;
import io.galvan.central.session.SessionHost;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OCPP-J over WebSocket: one listening port. Identity, password and subprotocol are checked before
 * the upgrade, so a station that may not come in gets an HTTP status (400, 401, 403, 404) instead
 * of a WebSocket. A port that speaks TLS also has the files that stations fetch and send.
 */
public final class WebSocketGateway {
  private static final Logger LOG = LoggerFactory.getLogger(WebSocketGateway.class);
  private static final int MAX_FRAME_BYTES = 1024 * 1024;
  private static final String EXTENSIONS = "webSocketExtensionHandler";
  private static final int MAX_UPGRADES_UNDER_WAY = 5_000;

  private final Vertx vertx;
  private final SessionHost host;
  private final Doorkeeper doorkeeper;
  private final Arrivals arrivals;
  private final Set<OcppVersion> versions;
  private final Mirror mirror;
  private @Nullable HttpServer server;
  private @Nullable FileRoutes files;
  private int upgradesUnderWay;

  /**
   * @param versions the versions whose subprotocols are spoken
   */
  public WebSocketGateway(
      Vertx vertx,
      SessionHost host,
      Doorkeeper doorkeeper,
      Arrivals arrivals,
      Set<OcppVersion> versions,
      Mirror mirror) {
    this.mirror = mirror;
    this.vertx = vertx;
    this.host = host;
    this.doorkeeper = doorkeeper;
    this.arrivals = arrivals;
    this.versions = versions;
  }

  /** Listens; gives the port, which the system picks when 0 is asked for. */
  public Future<Integer> listen(Platform platform, int port, @Nullable Tls tls) {
    Settings settings = platform.settings();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(port)
            .setWebSocketSubProtocols(versions.stream().map(OcppVersion::subprotocol).toList())
            .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
            .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
            // Makes frames of extensions be read; which extension, BoundedDeflate says.
            .setPerMessageWebSocketCompressionSupported(true)
            .setPerFrameWebSocketCompressionSupported(false)
            .setAcceptBacklog(4_096)
            .setTcpKeepAlive(true)
            // All is written by the connection's event loop, so HTTP needs no queue for others.
            .setStrictThreadMode(true)
            .setMaxInitialLineLength(2_048)
            .setMaxHeaderSize(8_192);
    if (tls != null) {
      tls.configure(options);
      files = new FileRoutes(vertx, platform);
    }
    return ConnectionLimiter.listen(
            vertx, platform, Kind.stations, options, WebSocketGateway::prepare, this::onRequest)
        .map(
            http -> {
              server = http;
              return http.actualPort();
            });
  }

  private static void prepare(Channel channel) {
    channel
        .pipeline()
        .replace(
            EXTENSIONS,
            EXTENSIONS,
            new WebSocketServerExtensionHandler(new BoundedDeflate(MAX_FRAME_BYTES)));
    FrameLimiter.install(channel, MAX_FRAME_BYTES);
  }

  /** Stops listening; open connections are the sessions' to close. */
  public Future<?> close() {
    return server == null ? Future.succeededFuture() : server.close();
  }

  private void onRequest(HttpServerRequest request) {
    if (files != null && files.serve(request)) {
      return;
    }
    if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
      request.response().putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
      refuse(request, 426, "this port speaks OCPP-J over WebSocket: connect to /ocpp/{identity}");
      return;
    }
    Optional<ChargerPath> path = ChargerPath.of(request.path(), request.query());
    ClientAddress client = ClientAddress.of(request, host.settings().connections());
    List<String> offered = offered(request);
    if (path.isEmpty()) {
      doorkeeper
          .attempts()
          .record(
              visitor(
                  request, null, client, List.of(Secrets.mask(request.path())), Optional.empty()),
              Outcome.wrong_path);
      refuse(request, 404, "connect to /ocpp/{identity}, the identity percent-encoded");
      return;
    }
    String identity = path.get().identity();
    Optional<BasicAuth> login = BasicAuth.parse(request.getHeader(HttpHeaders.AUTHORIZATION));
    Visitor visitor = visitor(request, identity, client, offered, login);
    Optional<OcppVersion> chosen =
        offered.stream()
            .flatMap(name -> OcppVersion.ofSubprotocol(name).stream())
            .filter(versions::contains)
            .findFirst();
    if (!offered.isEmpty() && chosen.isEmpty()) {
      LOG.info("{} offers {}, of which we speak none", identity, offered);
      doorkeeper.attempts().record(visitor, Outcome.no_subprotocol);
      refuse(request, 400, "no subprotocol that is offered is spoken here");
      return;
    }
    if (upgradesUnderWay >= MAX_UPGRADES_UNDER_WAY) {
      refuse(request, 503, "too many connections are being opened");
      return;
    }
    upgradesUnderWay++;
    // The request must not end before its upgrade, which waits for the admission.
    request.pause();
    doorkeeper
        .admit(visitor)
        .compose(
            admitted -> {
              Admission admission = admitted.admission();
              OcppVersion version = chosen.orElse(defaultVersion(admission));
              List<Deviation> deviations = new ArrayList<>(path.get().deviations());
              deviations.addAll(
                  Doorkeeper.deviations(
                      identity, login.map(BasicAuth::username).orElse(null), admission));
              if (chosen.isEmpty() && version != null) {
                deviations.add(
                    Deviation.of(
                        "Sec-WebSocket-Protocol",
                        DeviationKind.NoSubprotocol,
                        "",
                        version.subprotocol()));
              }
              if (version == null || !versions.contains(version)) {
                doorkeeper.attempts().record(visitor, Outcome.no_subprotocol);
                return Future.failedFuture(
                    GalvanException.invalid(
                        "Sec-WebSocket-Protocol",
                        "no subprotocol is offered, and there is no default version"));
              }
              doorkeeper.attempts().record(visitor, Outcome.accepted);
              String asked = "GET " + request.path();
              return request
                  .toWebSocket()
                  .onSuccess(socket -> upgraded(request))
                  .onSuccess(socket -> greet(socket, client, admitted, version, asked, deviations));
            })
        .onComplete(
            (ok, failure) -> {
              upgradesUnderWay--;
              if (failure != null) {
                request.resume();
                onRefused(request, identity, failure);
              }
            });
  }

  /** No HTTP any more, and no handshake. */
  private static void upgraded(HttpServerRequest request) {
    RequestTimeouts.upgraded(request);
    TrackedConnection.accepted(request);
  }

  private @Nullable OcppVersion defaultVersion(Admission admission) {
    return admission.defaultVersion() == null
        ? host.settings().defaultVersion()
        : admission.defaultVersion();
  }

  private static Visitor visitor(
      HttpServerRequest request,
      @Nullable String identity,
      ClientAddress client,
      List<String> asked,
      Optional<BasicAuth> login) {
    return Visitor.of(
        identity,
        Transport.WebSocket,
        client,
        asked.isEmpty() ? null : String.join(", ", asked),
        login.map(BasicAuth::username).orElse(null),
        login.map(BasicAuth::password).orElse(null),
        request.sslSession());
  }

  private static List<String> offered(HttpServerRequest request) {
    return request.headers().getAll("Sec-WebSocket-Protocol").stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private void onRefused(HttpServerRequest request, String identity, Throwable failure) {
    LOG.info("{} may not come in: {}", identity, failure.getMessage());
    GalvanException fault = Refusal.faultOf(failure);
    if (request.response().ended() || request.response().closed()) {
      // Answered by Vert.x: this is no handshake of WebSocket.
      request.connection().close();
      return;
    }
    if (fault.fault() == Fault.UNAUTHENTICATED) {
      request.response().putHeader("WWW-Authenticate", "Basic realm=\"ocpp\"");
    }
    refuse(request, fault.fault().httpStatus(), fault.message());
  }

  private void refuse(HttpServerRequest request, int status, String why) {
    if (status < 500) {
      AddressLimits.of(vertx, Kind.stations, host.settings().connections())
          .refused(ClientAddress.of(request, host.settings().connections()).network());
    }
    ClosingResponse.send(request, status, why);
  }

  /** Frames wait on the paused socket until the connection is stored. */
  private void greet(
      ServerWebSocket socket,
      ClientAddress client,
      Admitted admitted,
      OcppVersion version,
      String asked,
      List<Deviation> deviations) {
    Admission admission = admitted.admission();
    Link link = mirror.of(new WebSocketLink(socket, client), admission.chargerId(), version);
    Channel channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
    Slimming.slim(socket);
    ChargerSession[] session = new ChargerSession[1];
    String[] closedEarly = new String[1];
    socket.pause();
    FrameLimiter.attach(
        channel,
        reason -> {
          if (session[0] == null) {
            link.close(reason);
          } else {
            session[0].close(reason);
          }
        });
    socket.closeHandler(
        ignored -> {
          String reason = closeReason(socket);
          if (session[0] == null) {
            closedEarly[0] = reason;
          } else {
            session[0].onClosed(reason);
          }
        });
    socket.exceptionHandler(
        failure -> LOG.debug("{}: {}", admission.chargerId(), failure.getMessage()));
    arrivals
        .open(host, link, admitted, version)
        .onComplete(
            (opened, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "the connection of {} could not be stored: {}",
                    admission.chargerId(),
                    failure.getMessage());
                link.close(Arrivals.closeReason(failure));
                return;
              }
              session[0] = opened;
              opened.arrived(asked, deviations);
              if (closedEarly[0] != null || socket.isClosed()) {
                opened.onClosed(closedEarly[0] == null ? "the connection broke" : closedEarly[0]);
                return;
              }
              socket.textMessageHandler(
                  text -> {
                    mirror.up(admission.chargerId(), version, text);
                    opened.onFrame(text);
                  });
              socket.binaryMessageHandler(ignored -> opened.close(CloseReason.NotText));
              socket.pongHandler(ignored -> opened.onPong());
              socket.resume();
            });
  }

  private static String closeReason(ServerWebSocket socket) {
    Short code = socket.closeStatusCode();
    if (code == null) {
      return "the connection broke";
    }
    String reason = socket.closeReason();
    return reason == null || reason.isBlank()
        ? "closed with " + code
        : "closed with " + code + ": " + reason;
  }
}
