package io.galvan.central.node;

import io.galvan.auth.AuthVerticle;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.central.api.ApiVerticle;
import io.galvan.central.automation.AutomationVerticle;
import io.galvan.central.command.CertificateHandover;
import io.galvan.central.command.NodeReach;
import io.galvan.central.command.StoredCommands;
import io.galvan.central.command.WaitingCommands;
import io.galvan.central.gateway.Ports;
import io.galvan.central.gateway.Tls;
import io.galvan.central.health.HealthProbe;
import io.galvan.central.health.OpsVerticle;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.central.session.CommandAnswers;
import io.galvan.central.session.NodeCalls;
import io.galvan.central.session.RollCall;
import io.galvan.central.session.SessionMeters;
import io.galvan.central.session.SessionRegistry;
import io.galvan.central.smart.ChargingPlanner;
import io.galvan.central.smart.ResumedProfiles;
import io.galvan.charger.ChargerVerticle;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.notification.Notifications;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.user.Users;
import io.galvan.notification.NotificationVerticle;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Schema;
import io.galvan.platform.outbox.Outboxes;
import io.galvan.transaction.TransactionVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running central system: all services, gateways, API and health on one Vert.x, started and
 * stopped in order.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final long STATUS_TIMEOUT_MS = 4_000;
  private static final int LONGEST_AGE_S = 60;
  private static final long DRAIN_PAUSE_MS = 5;
  private static final long LONGEST_DRAIN_MS = 3_000;

  private final Vertx vertx;
  private final Platform platform;
  private final Ports ports = new Ports();
  private final SessionRegistry sessions = new SessionRegistry();
  private final Deque<String> deployments = new ArrayDeque<>();
  private @Nullable OpsVerticle ops;
  private @Nullable Tls tls;
  private boolean stopping;

  private Node(Vertx vertx, Platform platform) {
    this.vertx = vertx;
    this.platform = platform;
  }

  /**
   * Starts everything; the future completes when chargers and operators can come.
   *
   * @param cluster the membership that the Vert.x was built with; null when it runs alone
   * @param firstAdmin told the generated password when this start made the first admin
   */
  public static Future<Node> start(
      Vertx vertx,
      Platform platform,
      PrometheusMeterRegistry metrics,
      @Nullable Cluster cluster,
      Consumer<FirstAdmin> firstAdmin) {
    Node node = new Node(vertx, platform);
    return node.deployAll(metrics, cluster, firstAdmin)
        .map(node)
        .recover(
            failure -> node.stop().transform((ok, alsoFailed) -> Future.failedFuture(failure)));
  }

  private Future<?> deployAll(
      PrometheusMeterRegistry metrics, @Nullable Cluster cluster, Consumer<FirstAdmin> firstAdmin) {
    Settings settings = platform.settings();
    Bus bus = Bus.of(vertx);
    SessionMeters meters = new SessionMeters(platform.meters());
    NodeReach reach = new NodeReach(vertx, platform.nodeId());
    if (cluster != null) {
      cluster.onNodeGone(reach::lost);
    }
    StoredCommands commands = new StoredCommands(bus, reach, settings.callTimeout());
    OpsVerticle health = new OpsVerticle(platform, metrics, probes(bus));
    ops = health;
    return deploy(health)
        .onSuccess(ok -> ports.put(Ports.Name.ops, health.port()))
        .compose(
            ok ->
                Future.all(
                    deploy(new AuthVerticle(platform, firstAdmin)),
                    deploy(new ChargerVerticle(platform)),
                    deploy(new TransactionVerticle(platform)),
                    deploy(new NotificationVerticle(platform))))
        .compose(ok -> deploy(new FleetMeters(platform.meters())))
        .compose(
            ok -> {
              NodeCalls calls = new NodeCalls(vertx, sessions);
              calls.serve(platform.nodeId());
              new CertificateHandover(bus, commands).serve();
              new ChargingPlanner(bus, platform.clock(), commands).serve();
              new ResumedProfiles(bus, platform.clock(), commands).serve();
              new RollCall(bus, platform.nodeId(), sessions).serve();
              return deploy(new LastAnswers())
                  .compose(
                      id ->
                          deploy(
                              new WaitingCommands(
                                  platform.nodeId(), calls, settings.callTimeout())))
                  .compose(id -> deploy(new AutomationVerticle(platform, sessions, commands)));
            })
        .compose(ok -> deployGateways(meters))
        .compose(
            ok -> {
              Tls loaded = tls;
              ApiVerticle api =
                  new ApiVerticle(
                      platform, commands, loaded == null ? null : loaded::configureForPeople);
              return deploy(api)
                  .onSuccess(
                      id -> {
                        ports.put(Ports.Name.api, api.port());
                        ports.put(Ports.Name.apiTls, api.securePort());
                      });
            })
        .onSuccess(ok -> health.ready(true));
  }

  private Future<?> deployGateways(SessionMeters meters) {
    Settings settings = platform.settings();
    return settings.tlsEnabled()
        ? Tls.load(vertx, Bus.of(vertx), settings)
            .onSuccess(loaded -> tls = loaded)
            .compose(loaded -> deployGateways(meters, loaded))
        : deployGateways(meters, null);
  }

  private Future<?> deployGateways(SessionMeters meters, @Nullable Tls tls) {
    Settings settings = platform.settings();
    // Instances share a port only when it is a fixed one.
    boolean fixed = settings.ocppPort() > 0 && settings.mqttPort() != 0;
    int eventLoops = fixed ? Runtime.getRuntime().availableProcessors() : 1;
    AtomicBoolean first = new AtomicBoolean(true);
    return vertx
        .deployVerticle(
            () ->
                new GatewayVerticle(platform, sessions, meters, ports, tls, first.getAndSet(false)),
            new DeploymentOptions().setInstances(eventLoops))
        .onSuccess(deployments::push);
  }

  /** Once the gateways are down and before the services stop, what is kept is stored. */
  private static final class LastAnswers extends VerticleBase {
    @Override
    public Future<?> stop() {
      return CommandAnswers.of(vertx).close();
    }
  }

  private Future<String> deploy(VerticleBase verticle) {
    return vertx.deployVerticle(verticle).onSuccess(deployments::push);
  }

  private List<HealthProbe> probes(Bus bus) {
    return List.of(
        new HealthProbe(
            "database",
            () -> {
              String fault = platform.database().fault();
              return fault == null ? Future.succeededFuture() : Future.failedFuture(fault);
            }),
        new HealthProbe(
            "auth",
            () ->
                bus.request(Users.VERIFICATION_KEYS, new Users.VerificationKeysQuery()).mapEmpty()),
        new HealthProbe(
            "charger", () -> bus.request(Chargers.FLEET, new Chargers.FleetQuery()).mapEmpty()),
        new HealthProbe(
            "transaction",
            () -> bus.request(Transactions.TOTALS, new Transactions.TotalsQuery()).mapEmpty()),
        new HealthProbe(
            "notification",
            () ->
                bus.request(Notifications.LIST_MAILS, new Notifications.MailQuery(null, 1, null))
                    .mapEmpty()),
        new HealthProbe("events", () -> events(bus)),
        new HealthProbe("broker", () -> broker(bus)),
        new HealthProbe(
            "gateway",
            () ->
                ports.get(Ports.Name.ocpp) >= 0
                        || ports.get(Ports.Name.mqtt) >= 0
                        || platform.settings().mqtt().broker() != null
                    ? Future.succeededFuture()
                    : Future.failedFuture("no port for charging stations is open")));
  }

  /** Fails when there is an external MQTT broker and stations at it cannot be served. */
  private Future<?> broker(Bus bus) {
    Settings settings = platform.settings();
    if (settings.mqtt().broker() == null) {
      return Future.succeededFuture();
    }
    return bus.requestAt(Brokers.STATE, platform.nodeId(), new Brokers.Ask(), STATUS_TIMEOUT_MS)
        .compose(
            state ->
                state.fault() == null
                    ? Future.succeededFuture(
                        new JsonObject().put("remarks", new JsonArray(state.remarks())))
                    : Future.failedFuture(state.fault()));
  }

  /** Fails when a subscriber of this node has not taken an event for a minute. */
  private static Future<Void> events(Bus bus) {
    List<Future<Outboxes.Status>> asked = new ArrayList<>();
    for (Schema schema : Outboxes.SOURCES) {
      asked.add(
          bus.requestAt(Outboxes.STATUS, schema.name(), new Outboxes.Ask(), STATUS_TIMEOUT_MS));
    }
    return Future.all(asked)
        .compose(
            all -> {
              for (int i = 0; i < asked.size(); i++) {
                Schema schema = Outboxes.SOURCES.get(i);
                for (Outboxes.SubscriberStatus one : asked.get(i).result().subscribers()) {
                  Double age = one.ageSeconds();
                  if (age != null && age > LONGEST_AGE_S) {
                    return Future.failedFuture(
                        "an event of "
                            + schema
                            + " waits for "
                            + one.subscriber()
                            + " since "
                            + Math.round(age)
                            + " s");
                  }
                }
              }
              return Future.succeededFuture();
            });
  }

  public Ports ports() {
    return ports;
  }

  /** The sessions of this node. */
  public SessionRegistry sessions() {
    return sessions;
  }

  /**
   * Closes all sessions, spread over some time, so that a fleet does not come to the other nodes at
   * once. Before any listener closes: the first that does cuts the stations of all event loops.
   */
  private Future<?> drain() {
    List<ChargerSession> all = List.copyOf(sessions.all());
    long pauseNanos =
        Math.min(
            TimeUnit.MILLISECONDS.toNanos(DRAIN_PAUSE_MS),
            TimeUnit.MILLISECONDS.toNanos(LONGEST_DRAIN_MS) / Math.max(1, all.size()));
    List<Future<?>> drained = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      ChargerSession session = all.get(i);
      Promise<Void> closed = Promise.promise();
      vertx.setTimer(
          1 + TimeUnit.NANOSECONDS.toMillis(i * pauseNanos),
          id -> session.drain(CloseReason.ShuttingDown).onComplete(closed));
      drained.add(closed.future());
    }
    return Future.join(drained).timeout(2 * LONGEST_DRAIN_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Stops in the reverse order of the start: says not ready, drains sessions and writers, stops the
   * services. Vert.x itself and the database are the caller's.
   */
  public synchronized Future<Void> stop() {
    if (stopping) {
      return Future.succeededFuture();
    }
    stopping = true;
    if (ops != null) {
      ops.ready(false);
    }
    Future<Void> stopped = drain().otherwiseEmpty().mapEmpty();
    while (!deployments.isEmpty()) {
      String deployment = deployments.pop();
      stopped =
          stopped.compose(
              ok ->
                  vertx
                      .undeploy(deployment)
                      .recover(
                          failure -> {
                            LOG.warn("a part did not stop cleanly: {}", failure.getMessage());
                            return Future.succeededFuture();
                          }));
    }
    return stopped;
  }
}
