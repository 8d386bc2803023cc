package io.galvan.central.api;

import io.galvan.central.api.broker.MirrorApi;
import io.galvan.central.api.campaign.CampaignApi;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.CommandSender;
import io.galvan.central.api.command.NeutralApi;
import io.galvan.central.api.command.SchemaApi;
import io.galvan.central.api.connection.ConnectionAttemptApi;
import io.galvan.central.api.cost.StationTariffApi;
import io.galvan.central.api.cost.TariffApi;
import io.galvan.central.api.devicemodel.DeviceModelApi;
import io.galvan.central.api.diagnostics.UploadApi;
import io.galvan.central.api.event.ParkedEventApi;
import io.galvan.central.api.firmware.FirmwareApi;
import io.galvan.central.api.locallist.LocalListApi;
import io.galvan.central.api.messagelog.DeadLetterApi;
import io.galvan.central.api.messagelog.DeviationApi;
import io.galvan.central.api.messagelog.MessageApi;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.operation.Problem;
import io.galvan.central.api.pki.CertificateApi;
import io.galvan.central.api.pki.TrustedCertificateApi;
import io.galvan.central.api.policy.PolicyApi;
import io.galvan.central.api.policy.WantedVariableApi;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.api.registration.FleetApi;
import io.galvan.central.api.registration.NoticeApi;
import io.galvan.central.api.report.StationReportApi;
import io.galvan.central.api.reservation.ReservationApi;
import io.galvan.central.api.settlement.ReceiptPage;
import io.galvan.central.api.settlement.SettlementApi;
import io.galvan.central.api.smartcharging.ChargingProfileApi;
import io.galvan.central.api.token.TokenApi;
import io.galvan.central.api.transaction.TransactionApi;
import io.galvan.central.api.user.ApiKeyApi;
import io.galvan.central.api.user.Bearers;
import io.galvan.central.api.user.RequestAuthenticator;
import io.galvan.central.api.user.SessionApi;
import io.galvan.central.api.user.UserApi;
import io.galvan.central.command.CommandService;
import io.galvan.central.command.LocalListSync;
import io.galvan.central.command.ProfileClauses;
import io.galvan.central.files.Farewell;
import io.galvan.central.files.FileRoutes;
import io.galvan.central.http.AddressLimits;
import io.galvan.central.http.ConnectionLimiter;
import io.galvan.central.http.ReplyGuard;
import io.galvan.central.live.EventStream;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.ConnectionSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The REST API and the dashboard. The contract, openapi.yaml, says which operations there are; the
 * start fails when one has no handler or a handler has no operation. Who may use an operation
 * stands beside its handler.
 */
public final class ApiVerticle extends VerticleBase {
  private final Platform platform;
  private final CommandService commands;
  private @Nullable EventStream events;
  private @Nullable Bearers bearers;
  private final @Nullable Consumer<NetServerOptions> tls;
  private final List<HttpServer> servers = new ArrayList<>();
  private volatile int port = -1;
  private volatile int securePort = -1;

  /** Without TLS. */
  public ApiVerticle(Platform platform, CommandService commands) {
    this(platform, commands, null);
  }

  /**
   * @param tls gives a server its certificates; null opens no TLS port
   */
  public ApiVerticle(
      Platform platform, CommandService commands, @Nullable Consumer<NetServerOptions> tls) {
    this.platform = platform;
    this.commands = commands;
    this.tls = tls;
  }

  @Override
  public Future<?> start() {
    if (platform.settings().apiPort() < 0 && tlsPort() < 0) {
      return Future.succeededFuture();
    }
    EventStream stream =
        new EventStream(vertx, platform.settings().api().streamsPerUser(), platform.meters());
    events = stream;
    return Future.all(Contract.load(vertx), Bearers.load(vertx, platform.clock(), stream::endOf))
        .compose(
            both -> {
              Bearers loaded = both.resultAt(1);
              bearers = loaded;
              return listen(router(both.resultAt(0), loaded, stream));
            });
  }

  private Future<?> listen(Router router) {
    List<Future<?>> listening = new ArrayList<>();
    int plainPort = platform.settings().apiPort();
    if (plainPort >= 0) {
      listening.add(listen(router, options(plainPort)).onSuccess(http -> port = http.actualPort()));
    }
    Consumer<NetServerOptions> secured = tls;
    if (secured != null && tlsPort() >= 0) {
      HttpServerOptions options = options(tlsPort());
      secured.accept(options);
      listening.add(listen(router, options).onSuccess(http -> securePort = http.actualPort()));
    }
    return Future.all(listening);
  }

  private HttpServerOptions options(int ofPort) {
    return new HttpServerOptions()
        .setHost(platform.settings().host())
        .setPort(ofPort)
        .setCompressionSupported(true)
        .setMaxHeaderSize(16_384);
  }

  private Future<HttpServer> listen(Router router, HttpServerOptions options) {
    return ConnectionLimiter.listen(
            vertx, platform, AddressLimits.Kind.api, options, channel -> {}, router)
        .onSuccess(servers::add);
  }

  private int tlsPort() {
    return platform.settings().api().tlsPort();
  }

  /** The operations of the API, all of them. */
  private List<Operation> operations(EventStream stream, Bearers bearers) {
    Bus bus = Bus.of(vertx);
    ConnectionSettings connections = platform.settings().connections();
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new SessionApi(bus, bearers, connections, platform.clock()).operations());
    operations.addAll(new UserApi(bus, bearers, connections, platform.clock()).operations());
    operations.addAll(new ApiKeyApi(bus, bearers, connections, platform.clock()).operations());
    operations.addAll(new ChargerApi(bus).operations());
    operations.addAll(new MessageApi(bus, platform.clock()).operations());
    operations.addAll(new PolicyApi(bus).operations());
    ProfileClauses clauses = new ProfileClauses(bus);
    CommandApi commandApi = new CommandApi(bus, commands, clauses);
    operations.addAll(commandApi.operations());
    operations.addAll(new NeutralApi(bus, platform.clock(), commandApi).operations());
    operations.addAll(new SchemaApi().operations());
    operations.addAll(new CampaignApi(bus).operations());
    CommandSender sender = new CommandSender(commands);
    operations.addAll(new ReservationApi(bus, sender).operations());
    operations.addAll(new LocalListApi(bus, new LocalListSync(bus, commands)).operations());
    operations.addAll(new ChargingProfileApi(bus, sender, clauses).operations());
    operations.addAll(new CertificateApi(bus).operations());
    operations.addAll(new TrustedCertificateApi(bus).operations());
    operations.addAll(new TransactionApi(bus).operations());
    operations.addAll(new TariffApi(bus).operations());
    operations.addAll(new SettlementApi(bus).operations());
    operations.addAll(new StationTariffApi(bus, commandApi).operations());
    operations.addAll(new TokenApi(bus).operations());
    operations.addAll(new FleetApi(bus, stream, bearers).operations());
    operations.addAll(new ConnectionAttemptApi(bus).operations());
    operations.addAll(new DeviationApi(bus).operations());
    operations.addAll(new DeadLetterApi(bus).operations());
    operations.addAll(new ParkedEventApi(bus).operations());
    operations.addAll(new FirmwareApi(vertx, bus, platform, commands).operations());
    operations.addAll(new UploadApi(bus, platform, commands).operations());
    operations.addAll(new NoticeApi(bus).operations());
    operations.addAll(new StationReportApi(bus).operations());
    operations.addAll(new DeviceModelApi(bus, commands).operations());
    operations.addAll(new WantedVariableApi(bus).operations());
    operations.addAll(new MirrorApi(bus).operations());
    return operations;
  }

  private Router router(Contract contract, Bearers bearers, EventStream stream) {
    RouterBuilder builder = RouterBuilder.create(vertx, contract.routes());
    RequestAuthenticator authenticator =
        new RequestAuthenticator(
            vertx, bearers, platform.settings().connections(), platform.clock());
    Map<String, Operation> byId = new HashMap<>();
    operations(stream, bearers).forEach(operation -> byId.put(operation.id(), operation));
    Set<String> missing = new TreeSet<>();
    Set<String> unknown = new TreeSet<>(byId.keySet());
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId();
      Operation operation = byId.get(id);
      unknown.remove(id);
      if (operation == null) {
        missing.add(id);
      } else {
        String told = route.getOperation().getOpenAPIModel().getString("x-permission");
        if (told != null && !told.equals(operation.access().name())) {
          throw new IllegalStateException(
              "the contract has " + told + " for " + id + ", the handler " + operation.access());
        }
        // Bodies are read by the records, which a test holds against the contract; they name the
        // field at fault.
        ContractCheck check = new ContractCheck(route.getOperation());
        route.setDoValidation(false).setDoSecurity(false);
        authenticator.standBefore(route, operation);
        route.addHandler(context -> handle(context, operation, authenticator, check));
      }
    }
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "the contract and the handlers differ: " + missing + " " + unknown);
    }
    Router router = Router.router(vertx);
    router.route().handler(ApiVerticle::secure);
    Router routes = builder.createRouter();
    AllowedMethods.addHead(routes);
    router.route("/api/v1/*").subRouter(routes);
    new FileRoutes(vertx, platform).mount(router);
    new ReceiptPage(Bus.of(vertx)).mount(router);
    AllowedMethods allowed = new AllowedMethods(contract);
    Site.mount(router, contract, allowed);
    failures(router, authenticator, allowed);
    return router;
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Frame-Options", "DENY");
    if (context.request().isSSL()) {
      context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    context.next();
  }

  private static void failures(
      Router router, RequestAuthenticator authenticator, AllowedMethods allowed) {
    router.errorHandler(
        400, context -> Problem.answer(context, 400, "the request cannot be understood"));
    router.errorHandler(404, context -> Problem.answer(context, 404, "there is no such resource"));
    router.errorHandler(405, allowed::refuse);
    router.errorHandler(413, authenticator::refuseTooLarge);
    router.errorHandler(415, context -> Problem.answer(context, 415, "send application/json"));
    router.errorHandler(
        500,
        context ->
            Problem.answer(
                context,
                context.failure() == null
                    ? new IllegalStateException("no cause")
                    : context.failure()));
  }

  private void handle(
      RoutingContext context,
      Operation operation,
      RequestAuthenticator authenticator,
      ContractCheck check) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    boolean hasBody = context.body() != null && context.body().length() > 0;
    if (!operation.streamed()
        && !operation.form()
        && hasBody
        && (type == null
            || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json"))) {
      Problem.answer(context, 415, "send application/json");
      return;
    }
    Call call = new Call(context);
    Future<?> handled =
        Future.succeededFuture()
            .compose(
                ok -> {
                  authenticator.refuseEnded(call);
                  check.check(context);
                  return operation.handler().handle(call);
                });
    ReplyGuard.watch(context.request(), handled, failure -> Problem.answer(context, failure))
        .onComplete(
            ended -> {
              if (operation.streamed()) {
                Farewell.say(vertx, context.request());
              }
            });
  }

  @Override
  public Future<?> stop() {
    if (bearers != null) {
      bearers.close();
    }
    Future<?> streams = events == null ? Future.succeededFuture() : events.close();
    return streams.transform(
        ignored -> Future.join(servers.stream().map(HttpServer::close).toList()));
  }

  /** The port it listens on; -1 for none. */
  public int port() {
    return port;
  }

  /** The port it listens on with TLS; -1 for none. */
  public int securePort() {
    return securePort;
  }
}
