package io.galvan.simulator.fleet;

import io.galvan.simulator.fleet.Assembly.Blueprint;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs a plan: connects the fleet, lets people come and go, and waits until all is told. */
public final class FleetRun {
  private static final int WAVE = 25;
  private static final long WAVE_MS = 100;
  private static final long LOOK_MS = 100;

  private final Vertx vertx;
  private final FleetPlan plan;
  private final Timeline timeline;

  /** Those that were not accepted in time. */
  private final List<ChargingStation> behind = new CopyOnWriteArrayList<>();

  private final List<ChargingStation> stations = new ArrayList<>();
  private final List<Visitors> visitors = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Traffic traffic = new Traffic();
  private final int planned;
  private final Promise<Void> stopped = Promise.promise();

  /**
   * @param wrapping for the station of each number from 0, what is put between it and its way
   */
  public FleetRun(
      Vertx vertx,
      FleetPlan plan,
      Clock clock,
      BiFunction<Integer, Timeline, java.util.function.UnaryOperator<Transport>> wrapping) {
    this.vertx = vertx;
    this.plan = plan;
    this.timeline = Timeline.of(vertx, clock, plan.speed(), plan.from().minus(leadIn(plan)));
    int visits = 0;
    for (int i = 0; i < plan.members().size(); i++) {
      SiteKind site = plan.sites().get(i % plan.sites().size());
      StationModel model = plan.modelOf(i);
      ChargingStation station =
          Assembly.of(
              vertx,
              new Blueprint(
                  plan.members().get(i),
                  model,
                  null,
                  plan.meterInterval(),
                  timeline,
                  plan.speed(),
                  plan.seedOf(i),
                  plan.signed(),
                  plan.quirks(),
                  plan.patience(),
                  Map.of(),
                  wrapping.apply(i, timeline)));
      station.onEnded(ledger::add);
      traffic.watch(station);
      stations.add(station);
      for (int connector = 1; connector <= station.connectors(); connector++) {
        List<Visit> own =
            Visit.plan(
                site, model, plan.tags(), plan.from(), plan.to(), plan.seedOf(i) * 31 + connector);
        visits += own.size();
        visitors.add(new Visitors(station, connector, own));
      }
    }
    this.planned = visits;
  }

  /** A fleet on a network without faults. */
  public FleetRun(Vertx vertx, FleetPlan plan, Clock clock) {
    this(vertx, plan, clock, (station, time) -> java.util.function.UnaryOperator.identity());
  }

  /** The time of the fleet that passes while it connects. */
  private static Duration leadIn(FleetPlan plan) {
    double realMillis = 2_000 + (double) WAVE_MS * plan.members().size() / WAVE;
    return Duration.ofMillis(Math.round(realMillis * plan.speed()));
  }

  /** The central system accepted no station at all. */
  public static final class NobodyAccepted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NobodyAccepted(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Connects all, lets all people come and go; succeeds when the last has left. Fails with {@link
   * NobodyAccepted} when it cannot begin.
   *
   * @param longestConnect who is not accepted by then is left behind, in real time
   */
  public Future<Void> play(Duration longestConnect) {
    return startFrom(0)
        .compose(started -> until(this::allAccepted, longestConnect).otherwiseEmpty())
        .compose(
            waited ->
                stations.stream().anyMatch(ChargingStation::accepted)
                    ? Future.<Void>succeededFuture()
                    : Future.failedFuture(new NobodyAccepted(whyNobody())))
        .compose(
            connected -> {
              stations.stream().filter(each -> !each.accepted()).forEach(behind::add);
              visitors.forEach(Visitors::start);
              return Future.any(
                  Future.join(visitors.stream().map(Visitors::allLeft).toList()), stopped.future());
            })
        .mapEmpty();
  }

  private String whyNobody() {
    return stations.stream()
        .flatMap(each -> each.trouble().stream())
        .findFirst()
        .orElse("the central system accepted no station");
  }

  private Future<Void> startFrom(int first) {
    int last = Math.min(stations.size(), first + WAVE);
    List<? extends Future<?>> wave =
        stations.subList(first, last).stream().map(ChargingStation::start).toList();
    Future<?> started = Future.join(wave);
    return last == stations.size()
        ? started.mapEmpty()
        : started.compose(up -> vertx.timer(WAVE_MS).mapEmpty()).compose(on -> startFrom(last));
  }

  /** Nobody comes any more, and who is there leaves: {@link #play} ends. */
  public void cutShort() {
    visitors.forEach(Visitors::stop);
    stopped.tryComplete();
  }

  /** Succeeds when every station has delivered what it had to tell; fails when it takes longer. */
  public Future<Void> drained(Duration longest) {
    return until(
        () -> stations.stream().allMatch(each -> each.connected() && each.queued() == 0), longest);
  }

  private boolean allAccepted() {
    return stations.stream().allMatch(ChargingStation::accepted);
  }

  private Future<Void> until(BooleanSupplier condition, Duration longest) {
    Promise<Void> promise = Promise.promise();
    long begun = System.nanoTime();
    // Not with an initial delay of 0: called from outside an event loop, it may fire only once.
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          if (condition.getAsBoolean()) {
            vertx.cancelTimer(timer);
            promise.tryComplete();
          } else if (System.nanoTime() - begun > longest.toNanos()) {
            vertx.cancelTimer(timer);
            promise.tryFail("not within " + longest.toSeconds() + " s");
          }
        });
    return promise.future();
  }

  /** Closes all connections. */
  public Future<Void> stop() {
    return Future.join(stations.stream().map(ChargingStation::stop).toList()).mapEmpty();
  }

  /** The stations, in the order of the members. */
  public List<ChargingStation> stations() {
    return List.copyOf(stations);
  }

  /** What was planned. */
  public FleetPlan plan() {
    return plan;
  }

  /** The fleet's time. */
  public Instant now() {
    return timeline.now();
  }

  /** How many visits were planned. */
  public int planned() {
    return planned;
  }

  /** The transactions that have ended. */
  public Ledger ledger() {
    return ledger;
  }

  /** What went over the wires. */
  public Traffic traffic() {
    return traffic;
  }

  /** How many visitors found no free connector. */
  public int turnedAway() {
    return visitors.stream().mapToInt(Visitors::turnedAway).sum();
  }

  /** How many visitors were not let charge. */
  public int refused() {
    return visitors.stream().mapToInt(Visitors::refused).sum();
  }

  /** How many stations the central system had not accepted at the begin, nor has since. */
  public int notAccepted() {
    return (int) behind.stream().filter(each -> !each.accepted()).count();
  }

  /** How many messages of transactions wait at all stations. */
  public long queued() {
    return stations.stream().mapToLong(ChargingStation::queued).sum();
  }

  /** How many stations are connected. */
  public int connected() {
    return (int) stations.stream().filter(ChargingStation::connected).count();
  }

  /** How many connectors are in each status. */
  public Map<String, Integer> states() {
    Map<String, Integer> states = new TreeMap<>();
    connectors().forEach(each -> states.merge(each.name(), 1, Integer::sum));
    return states;
  }

  private Stream<Enum<?>> connectors() {
    return stations.stream()
        .flatMap(
            station ->
                java.util.stream.IntStream.rangeClosed(1, station.connectors())
                    .mapToObj(station::state));
  }

  /** The power that flows, in W. */
  public double watt() {
    return stations.stream()
        .mapToDouble(
            station ->
                java.util.stream.IntStream.rangeClosed(1, station.connectors())
                    .mapToDouble(station::watt)
                    .sum())
        .sum();
  }
}
