package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.fleet.Fleet;
import io.galvan.simulator.fleet.FleetPlan;
import io.galvan.simulator.fleet.FleetRun;
import io.galvan.simulator.verify.Audit;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many stations with people: a day that runs fast, or short sessions for ever. */
@Command(
    name = "fleet",
    description = {
      "Runs many stations through a day.",
      "People come as they do at work, at home and beside the road, charge and leave. In the end it"
          + " reports, and with --verify compares all with the API."
    },
    mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {
  /** A day in five minutes. */
  static final double USUAL_SPEED = 288;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final Duration LIVELY_METER_INTERVAL = Duration.ofSeconds(10);
  private static final int START_SECONDS = 60;
  private static final int LINE_EVERY_MS = 10_000;

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private FleetOptions fleet = new FleetOptions();
  @Mixin private FleetShow show = new FleetShow();
  @Mixin private ControlOptions control = new ControlOptions();

  @Option(names = "--lively", description = "No day: short sessions with short pauses, for ever.")
  private boolean lively;

  @Option(
      names = "--duration",
      converter = Durations.class,
      description = "With --lively: ends after this time.")
  private @Nullable Duration duration;

  FleetCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (lively) {
      return live();
    }
    FleetPlan plan = fleet.plan(clock, USUAL_SPEED, Set.of(), Patience.USUAL);
    show.check();
    fleet.awaitListeners();
    Vertx vertx = Vertx.vertx();
    control.prepare(vertx, clock, plan.members().size());
    FleetRun run =
        new FleetRun(vertx, plan, clock, (at, time) -> control.over(plan.members().get(at).id()));
    control.open(run.stations(), spec.commandLine().getErr());
    fleet.follow(vertx, run.stations(), spec.commandLine().getErr());
    return show.play(
        "A fleet's day",
        vertx,
        run,
        fleet.longestConnect(),
        Audit.Rule.EXACT,
        FleetShow.Network.GOOD,
        clock,
        spec.commandLine().getOut());
  }

  private int live() throws Exception {
    fleet.awaitListeners();
    Vertx vertx = Vertx.vertx();
    control.prepare(vertx, clock, fleet.members().size());
    Fleet running = fleet.lively(vertx, clock, LIVELY_METER_INTERVAL, control);
    control.open(running.stations(), spec.commandLine().getErr());
    fleet.follow(vertx, running.stations(), spec.commandLine().getErr());
    running.start().await(START_SECONDS, TimeUnit.SECONDS);
    if (!Reach.await(() -> running.connected() > 0, fleet.longestConnect())) {
      vertx.close().await(START_SECONDS, TimeUnit.SECONDS);
      throw new CouldNotRun(whyNone(running));
    }
    vertx.setPeriodic(LINE_EVERY_MS, tick -> line(running));
    Ending.await(
        vertx,
        duration,
        () -> {
          line(running);
          running.stopDrivers();
        });
    return Exit.AS_EXPECTED;
  }

  private static String whyNone(Fleet fleet) {
    return fleet.stations().stream()
        .flatMap(each -> each.trouble().stream())
        .findFirst()
        .orElse("no station could connect");
  }

  private void line(Fleet running) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s  %d of %d connected, %d charging, %d sessions ended%n",
        TIME.format(clock.instant()),
        running.connected(),
        running.stations().size(),
        running.charging(),
        running.sessions());
    out.flush();
  }
}
