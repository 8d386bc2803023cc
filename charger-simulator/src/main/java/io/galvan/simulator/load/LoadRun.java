package io.galvan.simulator.load;

import io.galvan.simulator.report.LoadReport;
import io.galvan.simulator.report.LoadReport.ActionLine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Runs a load to its end. */
public final class LoadRun {
  private static final double NANOS_PER_MS = 1_000_000.0;
  private static final double NANOS_PER_S = 1_000_000_000.0;

  private final Vertx vertx;
  private final LoadPlan plan;
  private final Clock clock;
  private final Counters counters = new Counters();
  private final List<LoadWorker> workers = new ArrayList<>();
  private long answeredBefore;

  /**
   * @param vertx with at least as many event loops as the plan has threads
   */
  public LoadRun(Vertx vertx, LoadPlan plan, Clock clock) {
    this.vertx = vertx;
    this.plan = plan;
    this.clock = clock;
  }

  /**
   * Runs; the report comes when every call is answered or given up.
   *
   * @param progress takes one line a second
   */
  public Future<LoadReport> run(Consumer<String> progress) {
    AtomicLong callsLeft = new AtomicLong(plan.calls());
    List<Future<String>> deployed = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < Math.min(plan.threads(), plan.connections()); i++) {
      LoadWorker worker = new LoadWorker(plan, i, counters, callsLeft, clock);
      workers.add(worker);
      deployed.add(vertx.deployVerticle(worker));
    }
    long ticker = vertx.setPeriodic(1_000, tick -> progress.accept(line(begin)));
    long stopper = vertx.setTimer(plan.duration().toMillis(), tick -> end());
    return Future.all(deployed)
        .compose(up -> Future.join(workers.stream().map(LoadWorker::done).toList()))
        .map(done -> report(Duration.ofNanos(System.nanoTime() - begin)))
        .eventually(
            () -> {
              vertx.cancelTimer(ticker);
              vertx.cancelTimer(stopper);
              return Future.join(
                  deployed.stream().map(each -> each.compose(vertx::undeploy)).toList());
            });
  }

  /** Ends the run early: calls under way are still awaited. */
  public void end() {
    workers.forEach(LoadWorker::end);
  }

  private String line(long begin) {
    Histogram second = new Histogram(3);
    workers.forEach(worker -> second.add(worker.latest()));
    long answered = counters.answered.sum();
    long rate = answered - answeredBefore;
    answeredBefore = answered;
    return String.format(
        "%5.0f s  %6d connected  %10d answered  %8d /s  p50 %.2f ms  p99 %.2f ms  %d lost  %d errors",
        (System.nanoTime() - begin) / NANOS_PER_S,
        counters.connected.sum(),
        answered,
        rate,
        second.getValueAtPercentile(50) / NANOS_PER_MS,
        second.getValueAtPercentile(99) / NANOS_PER_MS,
        counters.lost.sum(),
        counters.errors.sum() + counters.mismatches.sum());
  }

  private LoadReport report(Duration elapsed) {
    Map<String, Histogram> merged = new TreeMap<>();
    Histogram all = new Histogram(3);
    for (LoadWorker worker : workers) {
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
    return new LoadReport(
        plan.mix().name(),
        plan.target() instanceof LoadPlan.Target.Mqtt ? "mqtt" : "ws",
        plan.connections(),
        counters.everConnected.sum(),
        elapsed,
        counters.begun.sum(),
        counters.answered.sum(),
        counters.lost.sum(),
        counters.errors.sum(),
        counters.mismatches.sum(),
        counters.connectFailures.sum(),
        lines,
        counters.reasons());
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
