package io.galvan.central.node;

import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Fleet;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Totals;
import io.galvan.platform.bus.Bus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the fleet's figures as gauges: every node shows the same ones, read from the services now
 * and then.
 */
final class FleetMeters extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(FleetMeters.class);
  private static final long REFRESH_MS = 10_000;

  private volatile @Nullable Fleet fleet;
  private volatile @Nullable Totals totals;

  FleetMeters(MeterRegistry meters) {
    fleetGauge(meters, "galvan.chargers", "stored charging stations", Fleet::chargers);
    fleetGauge(
        meters,
        "galvan.chargers.online",
        "charging stations with a connection to any node",
        Fleet::online);
    fleetGauge(
        meters,
        "galvan.connectors.faulted",
        "connectors whose last status is Faulted",
        known -> known.connectorStatuses().getOrDefault("Faulted", 0L));
    totalsGauge(meters, "galvan.transactions.running", "running transactions", Totals::running);
    totalsGauge(
        meters,
        "galvan.charging.power.watts",
        "power of all running transactions",
        known -> known.powerW().doubleValue());
    totalsGauge(
        meters,
        "galvan.charging.energy.today.wh",
        "energy charged since midnight UTC",
        known -> known.energyTodayWh().doubleValue());
  }

  private void fleetGauge(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Fleet> value) {
    Gauge.builder(
            name, this, self -> self.fleet == null ? Double.NaN : value.applyAsDouble(self.fleet))
        .description(description)
        .register(meters);
  }

  private void totalsGauge(
      MeterRegistry meters, String name, String description, ToDoubleFunction<Totals> value) {
    Gauge.builder(
            name, this, self -> self.totals == null ? Double.NaN : value.applyAsDouble(self.totals))
        .description(description)
        .register(meters);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(0, REFRESH_MS, id -> refresh());
    return Future.succeededFuture();
  }

  private void refresh() {
    Bus bus = Bus.of(vertx);
    bus.request(Chargers.FLEET, new Chargers.FleetQuery())
        .onSuccess(answer -> fleet = answer)
        .compose(ok -> bus.request(Transactions.TOTALS, new Transactions.TotalsQuery()))
        .onSuccess(answer -> totals = answer)
        .onFailure(
            failure ->
                LOG.debug("the fleet's figures are not to be had now: {}", failure.getMessage()));
  }
}
