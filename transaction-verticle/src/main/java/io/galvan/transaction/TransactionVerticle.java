package io.galvan.transaction;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.OutboxRelay;
import io.galvan.platform.event.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transaction service: answers the addresses of {@link Transactions} and hears events of
 * charging stations.
 */
public final class TransactionVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionVerticle.class);
  private static final long HOUR_MS = 3_600_000;
  private static final long DRAIN_S = 10;

  private final Platform platform;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private final Set<Future<?>> underWay = new HashSet<>();
  private @Nullable Pool pool;
  private @Nullable OutboxRelay relay;

  public TransactionVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(
            () -> {
              platform.database().migrate(Schema.transaction);
              return true;
            })
        .compose(ok -> open())
        .recover(failure -> stop().transform(ignored -> Future.failedFuture(failure)));
  }

  private Future<?> open() {
    Bus bus = Bus.of(vertx);
    Pool connections = platform.database().pool(vertx, Schema.transaction);
    OutboxRelay outbox = new OutboxRelay(vertx, connections, Schema.transaction);
    Writer writer = new Writer(connections, platform.clock(), outbox::poke);
    pool = connections;
    relay = outbox;

    var transactions = new TransactionStore();
    var meters = new MeterStore();
    var starts = new StartService(bus, platform, writer, transactions);
    var metering = new MeterService(platform, writer, transactions, meters);
    var stops = new StopService(bus, platform, writer, transactions, meters);
    var inference = new InferenceService(writer, transactions);
    var queries = new QueryService(platform, connections, meters);

    vertx.setPeriodic(
        HOUR_MS,
        id ->
            meters
                .keepMonths(connections, platform.clock().instant())
                .onFailure(
                    failure ->
                        LOG.warn(
                            "the partitions of meter values could not be kept: {}",
                            failure.getMessage())));
    return meters
        .keepMonths(connections, platform.clock().instant())
        .onSuccess(
            ok -> {
              serve(Transactions.START, starts::start);
              serve(Transactions.METER, metering::meter);
              serve(Transactions.STOP, stops::stop);
              serve(Transactions.LIST, queries::list);
              serve(Transactions.GET, queries::get);
              serve(Transactions.SERIES, queries::series);
              serve(Transactions.TOTALS, queries::totals);
              serve(Subscription.TRANSACTION.address(), inference::onEvents);
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
                  Future<R> answer = service.apply(request);
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
        .transform(ignored -> Future.join(List.copyOf(underWay)).timeout(DRAIN_S, TimeUnit.SECONDS))
        .transform(ignored -> relay == null ? Future.succeededFuture() : relay.stop())
        .transform(ignored -> pool == null ? Future.succeededFuture() : pool.close());
  }
}
