package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs;
import io.galvan.contract.settlement.Payments;
import io.galvan.contract.transaction.Summaries;
import io.galvan.contract.transaction.TransactionEvents;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.UnassignedStops;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Sweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transaction service: answers the addresses of {@link Transactions} and {@link Payments}, and
 * hears events of charging stations.
 */
public final class TransactionVerticle extends ServiceVerticle {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);

  private final Duration sweepInterval;
  private @Nullable RunningMeters running;

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
    var ledger = new Ledger(platform, writer);
    var running = new RunningMeters(vertx, writer, new MeteringStore(), meters, timelines);
    this.running = running;
    var stopEnds = new StopEnds(transactions, meters, timelines);
    var strays = new StrayStops(connections, writer, transactions, meters, running, stopEnds);
    var starts =
        new StartService(platform.clock(), bus, ledger, transactions, ends, timelines, strays);
    var metering = new MeterService(platform.clock(), ledger, meters, running);
    var stops =
        new StopService(
            platform.clock(),
            bus,
            ledger,
            transactions,
            meters,
            running,
            timelines,
            stopEnds,
            strays);
    var operators = new OperatorService(writer, transactions, meters, running, timelines);
    var inference =
        new InferenceService(bus, platform.clock(), connections, writer, ends, running, timelines);
    var queries = new QueryService(platform, connections, meters, running, timelines);
    var totals = new DayTotals(platform.clock(), connections);
    var summaries = new SummaryService(platform.clock(), connections);
    var eventStore = new EventStore();
    var tariffs = new TariffService(bus, platform, connections, writer, new TariffStore());
    var eventsOf2 =
        new EventService(
            platform.clock(),
            bus,
            ledger,
            eventStore,
            transactions,
            meters,
            timelines,
            ends,
            tariffs);
    var costs = new SessionCosts(writer, tariffs);
    var statuses =
        new StationStatusService(
            platform,
            connections,
            writer,
            eventStore,
            new StationStatusStore(),
            timelines,
            queries);
    var settlements =
        new SettlementService(
            platform.settings(), connections, writer, new SettlementStore(), queries);
    var vatNumbers = new VatNumbers(VatNumbers.find());

    return sweep(
            HOUR,
            List.of(
                new Sweep.Job(
                    "keeping the months of meter values",
                    () -> meters.keepMonths(connections, platform.clock().instant())),
                new Sweep.Job("showing what a killed node did not", running::catchUp),
                new Sweep.Job(
                    "keeping the months of transaction events",
                    () -> eventStore.keepMonths(connections, platform.clock().instant()))))
        .compose(
            kept ->
                sweep(
                    sweepInterval,
                    List.of(
                        new Sweep.Job(
                            "ending transactions from before a boot", inference::endDoubted),
                        new Sweep.Job("ending transactions that wait", inference::endWaiting),
                        new Sweep.Job("telling inferred ends", inference::tellFinals),
                        new Sweep.Job("looking which tariffs are in use", tariffs::refresh))))
        .onSuccess(
            ok -> {
              serve(Transactions.START, starts::start);
              serve(Transactions.METER, metering::meter);
              serve(Transactions.STOP, stops::stop);
              serve(Transactions.LIST, queries::list);
              serve(Transactions.GET, queries::get);
              serve(Transactions.SERIES, queries::series);
              serve(Summaries.SUMMARIZE, summaries::summarize);
              serve(Transactions.TOTALS, query -> totals.now());
              serve(Transactions.TIMELINE, queries::timeline);
              serve(Transactions.END, operators::end);
              serve(UnassignedStops.LIST, strays::list);
              serve(UnassignedStops.ASSIGN, strays::assign);
              serve(UnassignedStops.DISMISS, strays::dismiss);
              serve(TransactionEvents.EVENT, eventsOf2::event);
              serve(TransactionEvents.GET_EVENTS, statuses::history);
              serve(TransactionEvents.UNSURE, statuses::unsure);
              serve(TransactionEvents.SET_LIMIT, statuses::setLimit);
              serve(Tariffs.LIST, tariffs::list);
              serve(Tariffs.GET, tariffs::get);
              serve(Tariffs.CREATE, tariffs::create);
              serve(Tariffs.REPLACE, tariffs::replace);
              serve(Tariffs.DELETE, tariffs::delete);
              serve(Tariffs.LIST_ASSIGNMENTS, tariffs::assignments);
              serve(Tariffs.ASSIGN, tariffs::assign);
              serve(Tariffs.UNASSIGN, tariffs::unassign);
              serve(Tariffs.APPLICABLE, tariffs::applicable);
              serve(Payments.SETTLE, settlements::settle);
              serve(Payments.LIST, settlements::list);
              serve(Payments.GET, settlements::get);
              serve(Payments.RECEIPT, settlements::receipt);
              serve(Payments.CHECK_VAT, vatNumbers::check);
              serve(
                  Subscription.TRANSACTION.address(),
                  batch ->
                      inference
                          .onEvents(batch)
                          .compose(heard -> statuses.onEvents(batch))
                          .compose(heard -> costs.onEvents(batch)));
            });
  }

  @Override
  protected Future<?> close() {
    return running == null ? Future.succeededFuture() : running.stop();
  }
}
