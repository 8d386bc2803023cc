package io.galvan.simulator.fleet;

import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.Timeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The people of one connector, who come when it was planned and leave in time. */
final class Visitors {
  private static final Logger LOG = LoggerFactory.getLogger(Visitors.class);
  private static final Duration LOOK = Duration.ofMinutes(2);
  private static final Duration TO_THE_CABLE = Duration.ofSeconds(30);

  private final ChargingStation station;
  private final int connector;
  private final List<Visit> visits;
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Promise<Void> allLeft = Promise.promise();
  private int next;
  private volatile boolean running = true;

  Visitors(ChargingStation station, int connector, List<Visit> visits) {
    this.station = station;
    this.connector = connector;
    this.visits = visits;
  }

  /** Begins; the station must be started. */
  void start() {
    station.run(this::awaitNext).onFailure(allLeft::tryFail);
  }

  /** Nobody comes any more; who is there leaves at once. */
  void stop() {
    running = false;
    station.run(() -> station.unplug(connector).onComplete(left -> allLeft.tryComplete()));
  }

  /** Succeeds when the last one has left. */
  Future<Void> allLeft() {
    return allLeft.future();
  }

  /** How many found the connector broken or taken. */
  int turnedAway() {
    return turnedAway.get();
  }

  /** How many were not let charge. */
  int refused() {
    return refused.get();
  }

  private Instant now() {
    return station.timeline().now();
  }

  private Timeline.Timer at(Instant time, Runnable task) {
    Duration wait = Duration.between(now(), time);
    return station
        .timeline()
        .after(
            wait.isNegative() ? Duration.ZERO : wait,
            () -> {
              if (running) {
                task.run();
              }
            });
  }

  private void awaitNext() {
    if (next >= visits.size()) {
      allLeft.tryComplete();
      return;
    }
    Visit visit = visits.get(next++);
    at(visit.arrival(), () -> arrive(visit));
  }

  private void arrive(Visit visit) {
    if (!station.available(connector)) {
      turnedAway.incrementAndGet();
      awaitNext();
      return;
    }
    Battery battery = new Battery(visit.capacityWh(), visit.socPercent());
    station
        .plugIn(connector, battery)
        .<Enum<?>>compose(plugged -> station.presentTag(connector, visit.tag()).map(word -> word))
        .onComplete(
            answer -> {
              if (!answer.name().equals("Accepted")) {
                refused.incrementAndGet();
              }
            },
            failure -> {
              refused.incrementAndGet();
              LOG.info("{}: {}", station.id(), failure.getMessage());
            });
    stay(visit, battery);
  }

  private void stay(Visit visit, Battery battery) {
    Instant look = now().plus(LOOK);
    boolean last = !look.isBefore(visit.end());
    at(
        last ? visit.end() : look,
        () -> {
          boolean enough =
              visit.wantedPercent() < 100 && battery.socPercent() >= visit.wantedPercent();
          if (last || enough) {
            leave(visit);
          } else {
            stay(visit, battery);
          }
        });
  }

  private void leave(Visit visit) {
    Future<?> stopped =
        station.charging(connector)
            ? station.presentTag(connector, visit.tag())
            : Future.succeededFuture();
    stopped.onComplete(
        held ->
            at(
                now().plus(TO_THE_CABLE),
                () -> station.unplug(connector).onComplete(unplugged -> awaitNext())));
  }
}
