package io.galvan.transaction;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Transactions;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Subscription;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Sweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;

/**
 * The transaction service: answers the addresses of {@link Transactions} and hears events of
 * charging stations.
 */
public final class TransactionVerticle extends ServiceVerticle {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);

  private final Duration sweepInterval;

  public TransactionVerticle(Platform platform) {
    this(platform, SWEEP_INTERVAL);
  }

  TransactionVerticle(Platform platform, Duration sweepInterval) {
    super(platform, Schema.transaction);
    this.sweepInterval = sweepInterval;
  }

  @Override
  protected Future<?> open(Pool connections, Writer writer) {
    Bus bus = Bus.of(vertx);
    var transactions = new TransactionStore();
    var ends = new EndStore();
    var timelines = new TimelineStore();
    var meters = new MeterStore();
    var starts = new StartService(bus, platform, writer, transactions, ends, timelines);
    var metering = new MeterService(platform, writer, new MeteringStore(), meters, timelines);
    var stops = new StopService(bus, platform, writer, transactions, meters, timelines);
    var operators = new OperatorService(writer, transactions, meters, timelines);
    var inference = new InferenceService(writer, ends, timelines);
    var queries = new QueryService(platform, connections, meters, timelines);

    return sweep(
            HOUR,
            List.of(
                new Sweep.Job(
                    "keeping the months of meter values",
                    () -> meters.keepMonths(connections, platform.clock().instant()))))
        .compose(
            kept ->
                sweep(
                    sweepInterval,
                    List.of(
                        new Sweep.Job(
                            "ending transactions from before a boot", inference::endDoubted))))
        .onSuccess(
            ok -> {
              serve(Transactions.START, starts::start);
              serve(Transactions.METER, metering::meter);
              serve(Transactions.STOP, stops::stop);
              serve(Transactions.LIST, queries::list);
              serve(Transactions.GET, queries::get);
              serve(Transactions.SERIES, queries::series);
              serve(Transactions.TOTALS, queries::totals);
              serve(Transactions.TIMELINE, queries::timeline);
              serve(Transactions.END, operators::end);
              serve(Subscription.TRANSACTION.address(), inference::onEvents);
            });
  }
}
