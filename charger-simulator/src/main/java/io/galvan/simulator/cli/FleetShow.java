package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.FleetPlan;
import io.galvan.simulator.fleet.FleetRun;
import io.galvan.simulator.fleet.Ledger;
import io.galvan.simulator.fleet.Traffic;
import io.galvan.simulator.report.FleetReport;
import io.galvan.simulator.report.Sample;
import io.galvan.simulator.station.EndedTransaction;
import io.galvan.simulator.verify.Audit;
import io.galvan.simulator.verify.CentralApi;
import io.galvan.simulator.verify.StoredTransaction;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a fleet's run for people and programs to watch, then compares and reports. */
final class FleetShow {
  private static final int MOST_SAMPLES = 2_000;
  private static final Duration BEYOND = Duration.ofMinutes(1);

  @Mixin private ApiOptions api = new ApiOptions();

  @Option(
      names = "--register",
      description = "First makes the stations and tags at the API that are not there yet.")
  private boolean register;

  @Option(names = "--verify", description = "In the end compares all transactions with the API's.")
  private boolean verify;

  @Option(names = "--json", description = "Writes JSON lines instead of a view.")
  private boolean json;

  @Option(names = "--plain", description = "Draws nothing, even on a terminal.")
  private boolean plain;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a report with plots.")
  private @Nullable Path html;

  @Option(
      names = "--patience",
      converter = Durations.class,
      description =
          "How long the stations may take in the end to deliver all (default: ${DEFAULT-VALUE}).",
      defaultValue = "3m")
  private Duration patience = Duration.ofMinutes(3);

  private final List<Sample> samples = new ArrayList<>();
  private int sampleEvery = 1;
  private int ticks;
  private long lastCalls;
  private long lastErrors;
  private boolean ended;

  /** What the network did to a fleet. */
  interface Network {
    /** A network that did nothing. */
    Network GOOD =
        new Network() {
          @Override
          public Map<String, Long> faults() {
            return Map.of();
          }

          @Override
          public void clearUp() {}
        };

    /** How often each kind of fault happened. */
    Map<String, Long> faults();

    /** Stops all faults. */
    void clearUp();
  }

  /** Refuses options that make no sense, before anything is waited for. */
  void check() {
    ReportFile.mustBeWritable(html);
    if (verify || register) {
      api.check();
    }
  }

  /**
   * Runs to the end, or to Ctrl-C.
   *
   * @param longestConnect how long to wait until stations are accepted
   * @return the exit code
   */
  int play(
      String title,
      Vertx vertx,
      FleetRun run,
      Duration longestConnect,
      Audit.Rule rule,
      Network network,
      Clock clock,
      PrintWriter out)
      throws Exception {
    CentralApi central = verify || register ? api.api() : null;
    FleetPlan plan = run.plan();
    if (central != null && register) {
      plan.members().forEach(each -> central.registerStation(each.id(), each.password()));
      plan.tags().forEach(central::registerTag);
    }
    Set<Long> before =
        central == null || !verify
            ? Set.of()
            : stored(central, run).stream().map(StoredTransaction::id).collect(Collectors.toSet());

    Instant begun = clock.instant();
    boolean terminal = System.console() != null && !plain;
    LiveView view = new LiveView(out, terminal, run, network::faults);
    vertx.setPeriodic(
        1_000, tick -> show(run, Duration.between(begun, clock.instant()), view, out));
    Thread hook = cutShortAtCtrlC(run);
    try {
      run.play(longestConnect).await();
    } catch (FleetRun.NobodyAccepted nobody) {
      end();
      close(run, vertx, hook);
      throw new CouldNotRun(String.valueOf(nobody.getMessage()));
    }
    network.clearUp();
    try {
      run.drained(patience).await(patience.toMillis() + 5_000, TimeUnit.MILLISECONDS);
    } catch (RuntimeException | TimeoutException late) {
      if (!json) {
        out.println("not all was delivered: " + late.getMessage());
      }
    }
    Audit audit = null;
    List<EndedTransaction> told = run.ledger().all();
    if (verify) {
      // Signed in anew: a day may take longer than a token lives.
      List<StoredTransaction> fresh =
          stored(api.api(), run).stream().filter(each -> !before.contains(each.id())).toList();
      audit = Audit.of(told, fresh, rule);
    }
    FleetReport report =
        report(title, run, told, Duration.between(begun, clock.instant()), network, audit);
    write(report, out);
    close(run, vertx, hook);
    return report.clean() ? Exit.AS_EXPECTED : Exit.DIFFERENT;
  }

  private static void close(FleetRun run, Vertx vertx, Thread hook) throws TimeoutException {
    run.stop().await(30, TimeUnit.SECONDS);
    vertx.close().await(30, TimeUnit.SECONDS);
    Ending.removeHook(hook);
  }

  private synchronized void show(FleetRun run, Duration since, LiveView view, PrintWriter out) {
    if (ended) {
      return;
    }
    Sample sample = sample(run, since);
    if (json) {
      out.println(line(sample, run).encode());
      out.flush();
    } else {
      view.show(sample);
    }
  }

  /** Nothing is shown any more. */
  private synchronized List<Sample> end() {
    ended = true;
    return List.copyOf(samples);
  }

  /** A machine that was held up ends its day late. */
  private static List<StoredTransaction> stored(CentralApi central, FleetRun run) {
    FleetPlan plan = run.plan();
    Instant end = run.now().isAfter(plan.to()) ? run.now() : plan.to();
    Set<String> ids = plan.members().stream().map(Member::id).collect(Collectors.toSet());
    return central.transactions(ids, plan.from().minus(BEYOND), end.plus(BEYOND));
  }

  private static Thread cutShortAtCtrlC(FleetRun run) {
    Thread hook = new Thread(run::cutShort, "ctrl-c");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private Sample sample(FleetRun run, Duration since) {
    Traffic.Counts counts = run.traffic().counts();
    Map<String, Integer> states = run.states();
    Sample sample =
        new Sample(
            since.toMillis() / 1_000.0,
            run.now(),
            run.connected(),
            states.getOrDefault("Charging", 0),
            run.watt() / 1_000,
            counts.calls() - lastCalls,
            counts.p50Ms(),
            counts.p99Ms(),
            run.queued(),
            counts.errors() - lastErrors);
    lastCalls = counts.calls();
    lastErrors = counts.errors();
    if (ticks++ % sampleEvery == 0) {
      samples.add(sample);
      if (samples.size() >= MOST_SAMPLES) {
        thinOut();
      }
    }
    return sample;
  }

  /** A long run keeps every second sample, and takes half as many from then on. */
  private void thinOut() {
    List<Sample> kept = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += 2) {
      kept.add(samples.get(i));
    }
    samples.clear();
    samples.addAll(kept);
    sampleEvery *= 2;
  }

  private static JsonObject line(Sample sample, FleetRun run) {
    return new JsonObject()
        .put("type", "sample")
        .put("at", sample.at().toString())
        .put("connected", sample.connected())
        .put("states", new JsonObject(Map.copyOf(run.states())))
        .put("kilowatt", sample.kilowatt())
        .put("transactions", run.ledger().transactions())
        .put("callsPerSecond", sample.callsPerSecond())
        .put("p50Ms", sample.p50Ms())
        .put("p99Ms", sample.p99Ms())
        .put("queued", sample.queued())
        .put("errors", sample.errors());
  }

  private FleetReport report(
      String title,
      FleetRun run,
      List<EndedTransaction> told,
      Duration elapsed,
      Network network,
      @Nullable Audit audit) {
    FleetPlan plan = run.plan();
    Traffic.Counts counts = run.traffic().counts();
    return new FleetReport(
        title,
        plan.members().size(),
        plan.seed(),
        plan.from(),
        plan.to(),
        plan.speed(),
        elapsed,
        run.planned(),
        run.turnedAway(),
        run.refused(),
        told.size(),
        told.stream().mapToLong(EndedTransaction::energyWh).sum(),
        run.queued(),
        Arrays.stream(Ledger.startsByHour(told)).boxed().toList(),
        counts.calls(),
        counts.answered(),
        counts.errors(),
        counts.asked(),
        counts.p50Ms(),
        counts.p99Ms(),
        counts.maxMs(),
        counts.byAction(),
        network.faults(),
        end(),
        audit,
        run.notAccepted());
  }

  private void write(FleetReport report, PrintWriter out) throws IOException {
    out.println(
        json ? report.json().put("type", "report").encode() : report.text().stripTrailing());
    out.flush();
    if (html != null) {
      Files.writeString(html, report.html());
    }
  }
}
