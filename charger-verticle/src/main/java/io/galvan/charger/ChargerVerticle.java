package io.galvan.charger;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.contract.Campaigns;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.OutboxRelay;
import io.galvan.platform.event.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The charger service: answers the addresses of {@link Chargers} and those of {@link Commands} that
 * are not the nodes' own.
 */
public final class ChargerVerticle extends VerticleBase {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);
  private static final Duration TICK_INTERVAL = Duration.ofSeconds(1);
  private static final long DRAIN_S = 10;

  private final Platform platform;
  private final Duration sweepInterval;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final Set<Future<?>> underWay = new HashSet<>();
  private @Nullable Pool pool;
  private @Nullable OutboxRelay relay;
  private List<Sweep> sweeps = List.of();

  public ChargerVerticle(Platform platform) {
    this(platform, SWEEP_INTERVAL);
  }

  ChargerVerticle(Platform platform, Duration sweepInterval) {
    this.platform = platform;
    this.sweepInterval = sweepInterval;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(
            () -> {
              platform.database().migrate(Schema.charger);
              return true;
            })
        .compose(ok -> open())
        .recover(failure -> stop().transform(ignored -> Future.failedFuture(failure)));
  }

  private Future<?> open() {
    Pool connections = platform.database().pool(vertx, Schema.charger);
    OutboxRelay outbox = new OutboxRelay(vertx, connections, Schema.charger);
    Writer writer = new Writer(connections, platform.clock(), outbox::poke);
    pool = connections;
    relay = outbox;

    var admission = new AdmissionService(platform, connections, writer, new AdmissionStore());
    var connection = new ConnectionService(platform, connections, writer, new ConnectionStore());
    var reports = new ReportService(platform, writer, new ReportStore());
    var configuration = new ConfigurationService(connections, writer, new ConfigurationStore());
    var chargers = new ChargerService(connections, writer, new ChargerStore());
    var commandStore = new CommandStore();
    var waitingStore = new WaitingStore();
    var campaigns =
        new CampaignService(platform.settings(), connections, writer, new CampaignStore());
    var outcomes =
        new OutcomeService(platform.settings(), writer, commandStore, new OutcomeStore());
    var commands =
        new CommandService(
            platform,
            connections,
            writer,
            commandStore,
            waitingStore,
            List.of(outcomes),
            campaigns::moved);
    var waiting = new WaitingService(writer, commandStore, waitingStore);
    var log = new MessageLogService(platform, connections, writer, new MessageLogStore());

    Sweep sweeping =
        new Sweep(
            vertx,
            sweepInterval,
            List.of(
                new Sweep.Job("keeping the message log's days", log::keepDays),
                new Sweep.Job("telling lost chargers", connection::tellLost),
                new Sweep.Job("closing abandoned commands", commands::closeAbandoned),
                new Sweep.Job("deleting old commands", commands::deleteOld),
                new Sweep.Job("deleting old campaigns", campaigns::deleteOld),
                new Sweep.Job("deleting old notices", reports::deleteOldNotices)));
    Sweep ticking =
        new Sweep(
            vertx,
            sweepInterval.compareTo(TICK_INTERVAL) < 0 ? sweepInterval : TICK_INTERVAL,
            List.of(
                new Sweep.Job("ending commands that waited too long", waiting::expire),
                new Sweep.Job("giving up on remote starts and stops", outcomes::giveUp),
                new Sweep.Job("moving campaigns on", campaigns::moveOn)));
    sweeps = List.of(sweeping, ticking);
    return sweeping
        .start()
        .compose(ok -> ticking.start())
        .onSuccess(
            ok -> {
              serve(Chargers.ADMIT, admission::admit);
              serve(Chargers.CONNECT, connection::connect);
              serve(Chargers.DISCONNECT, connection::disconnect);
              serve(
                  Chargers.NODE_GONE,
                  gone ->
                      connection
                          .nodeGone(gone.nodeId())
                          .compose(closed -> commands.nodeGone(gone.nodeId())));
              serve(Chargers.LOCATE, connection::locate);
              serve(Chargers.SEEN, connection::seen);
              serve(Chargers.BOOT, reports::boot);
              serve(Chargers.STATUS, reports::status);
              serve(Chargers.NOTICE, reports::notice);
              serve(Chargers.STORE_CONFIGURATION, configuration::store);
              serve(Chargers.GET_CONFIGURATION, configuration::get);
              serve(Chargers.LIST, chargers::list);
              serve(Chargers.GET, chargers::get);
              serve(Chargers.CREATE, chargers::create);
              serve(Chargers.EDIT, chargers::edit);
              serve(Chargers.DELETE, chargers::delete);
              serve(Chargers.FLEET, chargers::fleet);
              serve(Chargers.LOG, log::append);
              serve(Chargers.READ_LOG, log::read);
              serve(Commands.OPEN, commands::open);
              serve(Commands.SENT, commands::sent);
              serve(Commands.CLOSE, commands::close);
              serve(Commands.GET, commands::get);
              serve(Commands.LIST, commands::list);
              serve(Commands.TAKE_WAITING, waiting::take);
              serve(Commands.RELEASE, waiting::release);
              serve(Commands.CANCEL, waiting::cancel);
              serve(Campaigns.CREATE, campaigns::create);
              serve(Campaigns.GET, campaigns::get);
              serve(Campaigns.LIST, campaigns::list);
              serve(Campaigns.RESULTS, campaigns::results);
              serve(Campaigns.CANCEL, campaigns::cancel);
              serve(Subscription.CHARGER.address(), outcomes::onEvents);
              outbox.start();
            });
  }

  private <Q extends Record, R extends Record> void serve(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {
    consumers.add(
        Bus.of(vertx)
            .serve(
                address,
                request -> {
                  Future<R> answer =
                      service
                          .apply(request)
                          .recover(failure -> Future.failedFuture(Writer.translate(failure)));
                  if (!answer.isComplete()) {
                    underWay.add(answer);
                    answer.onComplete(ignored -> underWay.remove(answer));
                  }
                  return answer;
                }));
  }

  /** No new requests, then what is under way, then the outbox, then the connections. */
  @Override
  public Future<?> stop() {
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(ignored -> Future.join(sweeps.stream().map(Sweep::stop).toList()))
        .transform(ignored -> drained())
        .transform(ignored -> relay == null ? Future.succeededFuture() : relay.stop())
        .transform(ignored -> pool == null ? Future.succeededFuture() : pool.close());
  }

  private Future<?> drained() {
    return Future.join(List.copyOf(underWay)).timeout(DRAIN_S, TimeUnit.SECONDS);
  }
}
