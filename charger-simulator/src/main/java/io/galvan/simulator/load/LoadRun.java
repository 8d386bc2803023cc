package io.galvan.simulator.load;

import io.galvan.simulator.report.LoadReport;
import io.galvan.simulator.report.LoadReport.ActionLine;
import io.galvan.simulator.report.LoadReport.Idle;
import io.galvan.simulator.report.LoadReport.Percentile;
import io.galvan.simulator.report.LoadReport.Second;
import io.galvan.simulator.report.LoadReport.Server;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Runs a load to its end: all stations connect, the warm-up passes, it is measured, what is under
 * way is awaited.
 */
public final class LoadRun {
  private static final double NANOS_PER_MS = 1_000_000.0;
  private static final double NANOS_PER_S = 1_000_000_000.0;
  private static final int MOST_SECONDS = 86_400;
  private static final double HIGHEST_PERCENTILE = 99.999;

  private final Vertx vertx;
  private final LoadPlan plan;
  private final Clock clock;
  private final @Nullable ServerProbe probe;
  private final Counters counters = new Counters();
  private final List<LoadWorker> workers = new ArrayList<>();
  private final List<Second> seconds = new ArrayList<>();
  private final List<Long> timers = new ArrayList<>();
  private final Promise<Void> measured = Promise.promise();
  private @Nullable CommandLoad commands;
  private long answeredBefore;
  private long errorsBefore;
  private long beginNanos;
  private long upNanos;
  private long measureNanos;
  private long endNanos;
  private long doneNanos;
  private long generatorNanos;
  private @Nullable Begin begin;
  private @Nullable Finish finish;
  private ServerProbe.@Nullable Memory memory;
  private ServerProbe.@Nullable Collected bare;
  private ServerProbe.@Nullable Collected full;

  private record Begin(long answered, ServerProbe.@Nullable Cpu cpu) {}

  private record Finish(long answered, ServerProbe.@Nullable Cpu cpu) {}

  /**
   * @param vertx with at least as many event loops as the plan has threads
   * @param probe of the server that is loaded; null when it is not on this machine
   */
  public LoadRun(Vertx vertx, LoadPlan plan, Clock clock, @Nullable ServerProbe probe) {
    this.vertx = vertx;
    this.plan = plan;
    this.clock = clock;
    this.probe = probe;
  }

  /**
   * Runs; the report comes when every call is answered or given up.
   *
   * @param progress takes one line a second
   */
  public Future<LoadReport> run(Consumer<String> progress) {
    AtomicLong callsLeft = new AtomicLong(plan.span().calls());
    List<Future<String>> deployed = new ArrayList<>();
    return collected()
        .compose(
            memory -> {
              bare = memory;
              beginNanos = System.nanoTime();
              measureNanos = beginNanos;
              for (int i = 0; i < Math.min(plan.threads(), plan.connections()); i++) {
                LoadWorker worker = new LoadWorker(plan, i, counters, callsLeft, clock);
                workers.add(worker);
                deployed.add(vertx.deployVerticle(worker));
              }
              timers.add(vertx.setPeriodic(1_000, tick -> progress.accept(second())));
              return Future.all(deployed);
            })
        .compose(
            up -> {
              Future.join(workers.stream().map(LoadWorker::up).toList())
                  .onComplete(ready -> warmUp());
              return Future.join(workers.stream().map(LoadWorker::done).toList());
            })
        .compose(
            done -> {
              doneNanos = System.nanoTime();
              return stopMeasuring();
            })
        .map(done -> report())
        .eventually(
            () -> {
              timers.forEach(vertx::cancelTimer);
              return Future.join(
                  deployed.stream().map(each -> each.compose(vertx::undeploy)).toList());
            });
  }

  /** Ends the run early: calls under way are still awaited. */
  public void end() {
    stopMeasuring();
  }

  private void warmUp() {
    upNanos = System.nanoTime();
    workers.forEach(LoadWorker::begin);
    LoadPlan.Commands wanted = plan.commands();
    if (wanted != null) {
      commands = new CommandLoad(vertx, plan, wanted, counters);
    }
    if (plan.span().warmUp().isZero()) {
      measure();
    } else {
      timers.add(vertx.setTimer(plan.span().warmUp().toMillis(), tick -> measure()));
    }
  }

  private void measure() {
    look(ServerProbe::cpu)
        .compose(
            cpu -> {
              if (endNanos != 0) {
                // All calls were made before everybody was there: all of it counts.
                return Future.succeededFuture();
              }
              return Future.join(workers.stream().map(LoadWorker::measure).toList())
                  .onComplete(ready -> begin(cpu));
            });
  }

  private void begin(ServerProbe.@Nullable Cpu cpu) {
    if (commands != null) {
      commands.measure();
    }
    seconds.clear();
    measureNanos = System.nanoTime();
    generatorNanos = ownCpuNanos();
    begin = new Begin(counters.answered.sum(), cpu);
    timers.add(vertx.setTimer(plan.span().measured().toMillis(), tick -> end()));
  }

  /** Happens once: when the time is over, or before when all calls are made. */
  private Future<Void> stopMeasuring() {
    if (endNanos != 0) {
      return measured.future();
    }
    endNanos = System.nanoTime();
    generatorNanos = ownCpuNanos() - generatorNanos;
    long answered = counters.answered.sum();
    Future<Void> asked = commands == null ? Future.succeededFuture() : commands.end();
    look(ServerProbe::cpu)
        .compose(
            cpu -> {
              finish = new Finish(answered, cpu);
              return collected();
            })
        .compose(
            idle -> {
              full = idle;
              return asked;
            })
        .onComplete(any -> workers.forEach(LoadWorker::end))
        // This disturbs the server, so it comes when nothing is measured any more.
        .compose(ended -> look(ServerProbe::memory))
        .onSuccess(held -> memory = held)
        .<Void>mapEmpty()
        .onComplete(measured);
    return measured.future();
  }

  private <T> Future<@Nullable T> look(Function<ServerProbe, T> what) {
    ServerProbe server = probe;
    return server == null
        ? Future.succeededFuture(null)
        : vertx.executeBlocking(() -> what.apply(server), false);
  }

  /** Idle connections are weighed with nothing else in memory. */
  private Future<ServerProbe.@Nullable Collected> collected() {
    return plan.mix() == Mix.idle ? look(ServerProbe::collected) : Future.succeededFuture(null);
  }

  private static long ownCpuNanos() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private String second() {
    Histogram second = new Histogram(3);
    workers.forEach(worker -> second.add(worker.latest()));
    long answered = counters.answered.sum();
    long rate = answered - answeredBefore;
    answeredBefore = answered;
    long errors = counters.lost.sum() + counters.errors.sum() + counters.mismatches.sum();
    long errorsNow = errors - errorsBefore;
    errorsBefore = errors;
    Second latest =
        new Second(
            (System.nanoTime() - measureNanos) / NANOS_PER_S,
            rate,
            counters.connected.sum(),
            second.getValueAtPercentile(50) / NANOS_PER_MS,
            second.getValueAtPercentile(99) / NANOS_PER_MS,
            errorsNow);
    if (endNanos == 0 && seconds.size() < MOST_SECONDS) {
      seconds.add(latest);
    }
    return String.format(
        "%5.0f s  %6d connected  %10d answered  %8d /s  p50 %.2f ms  p99 %.2f ms  %d lost  %d errors",
        (System.nanoTime() - beginNanos) / NANOS_PER_S,
        latest.connected(),
        answered,
        latest.calls(),
        latest.p50(),
        latest.p99(),
        counters.lost.sum(),
        counters.errors.sum() + counters.mismatches.sum());
  }

  private LoadReport report() {
    // An open loop's last calls are those that were due; they count, and so does their time.
    long lastNanos = plan.openLoop() ? doneNanos : endNanos;
    Duration elapsed = Duration.ofNanos(lastNanos - measureNanos);
    Duration arriving = Duration.ofNanos((upNanos == 0 ? lastNanos : upNanos) - beginNanos);
    Map<String, Histogram> merged = new TreeMap<>();
    Histogram all = new Histogram(3);
    Histogram arrivals = new Histogram(3);
    for (LoadWorker worker : workers) {
      arrivals.add(worker.arrivals());
      worker
          .histograms()
          .forEach(
              (action, histogram) -> {
                merged.computeIfAbsent(action, any -> new Histogram(3)).add(histogram);
                all.add(histogram);
              });
    }
    List<ActionLine> lines = new ArrayList<>();
    merged.forEach((action, histogram) -> lines.add(line(action, histogram, elapsed)));
    lines.add(line("all", all, elapsed));
    CommandLoad asked = commands;
    long answered = begin == null || finish == null ? 0 : finish.answered() - begin.answered();
    return new LoadReport(
        plan.mix().text(),
        plan.target() instanceof LoadPlan.Target.Mqtt ? "mqtt" : "ws",
        plan.connections(),
        counters.everConnected.sum(),
        plan.pace().callsPerSecond(),
        plan.span().warmUp(),
        elapsed,
        counters.begun.sum(),
        counters.answered.sum(),
        counters.lost.sum(),
        counters.unsent.sum(),
        counters.errors.sum(),
        counters.mismatches.sum(),
        counters.connectFailures.sum(),
        counters.commandFailures.sum(),
        answers(),
        lines,
        line("connect and boot", arrivals, plan.mix() == Mix.boot_storm ? elapsed : arriving),
        asked == null ? null : line("command", asked.latency(), elapsed),
        List.copyOf(seconds),
        percentiles(all),
        generatorNanos / 1_000.0 / Math.max(1, answered),
        server(answered),
        idle(),
        counters.reasons());
  }

  private Map<String, Long> answers() {
    Map<String, Long> answers = new TreeMap<>();
    workers.forEach(
        worker ->
            worker.answers().forEach((action, count) -> answers.merge(action, count, Long::sum)));
    return answers;
  }

  private @Nullable Server server(long answered) {
    ServerProbe.Cpu before = begin == null ? null : begin.cpu();
    ServerProbe.Cpu after = finish == null ? null : finish.cpu();
    ServerProbe.Memory held = memory;
    if (before == null || after == null || held == null) {
      return null;
    }
    double jvmS = after.jvmS() - before.jvmS();
    double databaseS = after.databaseS() - before.databaseS();
    return new Server(
        jvmS,
        databaseS,
        (jvmS + databaseS) * 1_000 / Math.max(1, answered),
        held.jvmKb(),
        held.databaseKb());
  }

  private @Nullable Idle idle() {
    ServerProbe.Collected before = bare;
    ServerProbe.Collected after = full;
    if (before == null || after == null) {
      return null;
    }
    double each = 1_024.0 / Math.max(1, counters.everConnected.sum());
    return new Idle(
        Math.round((after.residentKb() - before.residentKb()) * each),
        Math.round((after.heapKb() - before.heapKb()) * each));
  }

  private static List<Percentile> percentiles(Histogram histogram) {
    List<Percentile> points = new ArrayList<>();
    if (histogram.getTotalCount() > 0) {
      histogram
          .percentiles(5)
          .forEach(
              step -> {
                if (step.getPercentile() <= HIGHEST_PERCENTILE) {
                  points.add(
                      new Percentile(
                          step.getPercentile(), step.getValueIteratedTo() / NANOS_PER_MS));
                }
              });
    }
    return points;
  }

  private static ActionLine line(String action, Histogram histogram, Duration elapsed) {
    return new ActionLine(
        action,
        histogram.getTotalCount(),
        histogram.getTotalCount() * NANOS_PER_S / Math.max(1, elapsed.toNanos()),
        histogram.getValueAtPercentile(50) / NANOS_PER_MS,
        histogram.getValueAtPercentile(90) / NANOS_PER_MS,
        histogram.getValueAtPercentile(99) / NANOS_PER_MS,
        histogram.getValueAtPercentile(99.9) / NANOS_PER_MS,
        histogram.getMaxValue() / NANOS_PER_MS);
  }
}
