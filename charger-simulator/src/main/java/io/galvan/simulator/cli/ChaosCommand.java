package io.galvan.simulator.cli;

import io.galvan.simulator.chaos.Faults;
import io.galvan.simulator.chaos.StormyTransport;
import io.galvan.simulator.chaos.Weather;
import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.fleet.FleetPlan;
import io.galvan.simulator.fleet.FleetRun;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.verify.Audit;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A fleet on a network that does everything wrong. */
@Command(
    name = "chaos",
    description = {
      "Runs a fleet through a day on a bad network.",
      "Connections drop or hang half-open, texts come late, twice or in the wrong order. The central"
          + " system may be stopped and started meanwhile. In the end the network clears up, and no"
          + " transaction may be lost or doubled (--verify)."
    },
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FleetOptions fleet = new FleetOptions();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private FleetShow show = new FleetShow();
  @Mixin private QuirkOptions quirks = new QuirkOptions();

  @Option(
      names = "--drop-every",
      converter = Durations.class,
      description = "About how long a connection lives; 0 for ever (default: ${DEFAULT-VALUE}).",
      defaultValue = "30s")
  private Duration dropEvery = Duration.ZERO;

  @Option(
      names = "--half-open-every",
      converter = Durations.class,
      description =
          "About how long until nothing passes any more; 0 for ever (default: ${DEFAULT-VALUE}).",
      defaultValue = "60s")
  private Duration halfOpenEvery = Duration.ZERO;

  @Option(
      names = "--half-open-for",
      converter = Durations.class,
      description = "How long that lasts at most (default: ${DEFAULT-VALUE}).",
      defaultValue = "5s")
  private Duration halfOpenFor = Duration.ZERO;

  @Option(
      names = "--delays",
      description = "The share of texts that come late, 0 to 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.2")
  private double delays;

  @Option(
      names = "--delay",
      converter = Durations.class,
      description = "How late at most (default: ${DEFAULT-VALUE}).",
      defaultValue = "300ms")
  private Duration delay = Duration.ZERO;

  @Option(
      names = "--duplicates",
      description = "The share of texts that come twice, 0 to 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.03")
  private double duplicates;

  @Option(
      names = "--reorders",
      description =
          "The share of texts the next one overtakes, 0 to 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "0.03")
  private double reorders;

  ChaosCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (quirks.list()) {
      quirks.show(spec.commandLine().getOut());
      return Exit.AS_EXPECTED;
    }
    Weather weather =
        new Weather(
            never(dropEvery),
            never(halfOpenEvery),
            halfOpenFor,
            delays,
            delay,
            duplicates,
            reorders);
    Set<Quirk> played = quirks.played(spec.commandLine());
    FleetPlan plan = fleet.plan(clock, FleetCommand.USUAL_SPEED, played, Patience.HARDENED);
    show.check();
    fleet.awaitListeners();
    Faults faults = new Faults();
    Vertx vertx = Vertx.vertx();
    control.prepare(vertx, clock, plan.members().size());
    FleetRun run =
        new FleetRun(
            vertx,
            plan,
            clock,
            (station, time) ->
                way ->
                    control
                        .over(plan.members().get(station).id())
                        .apply(
                            new StormyTransport(
                                vertx, way, weather, faults, plan.seed() * 7_919 + station)));
    control.open(run.stations(), spec.commandLine().getErr());
    fleet.follow(vertx, run.stations(), spec.commandLine().getErr());
    return show.play(
        "A fleet in a storm",
        vertx,
        run,
        fleet.longestConnect(),
        played.isEmpty() ? Audit.Rule.EXACT : Audit.Rule.COUNTS,
        new FleetShow.Network() {
          @Override
          public Map<String, Long> faults() {
            return faults.counts();
          }

          @Override
          public void clearUp() {
            faults.clearUp();
          }
        },
        clock,
        spec.commandLine().getOut());
  }

  private static @Nullable Duration never(Duration time) {
    return time.isZero() ? null : time;
  }
}
