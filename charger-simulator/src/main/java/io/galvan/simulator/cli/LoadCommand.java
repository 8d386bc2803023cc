package io.galvan.simulator.cli;

import io.galvan.simulator.load.LoadPlan;
import io.galvan.simulator.load.LoadRun;
import io.galvan.simulator.load.Mix;
import io.galvan.simulator.report.LoadReport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A load and its report. */
@Command(
    name = "load",
    description = {
      "Loads a central system: many lean stations, each calling again as soon as it is answered.",
      "Exits with 1 when an answer was lost, was an error or was wrong."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final Duration AFTERMATH = Duration.ofMinutes(2);

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();

  @Option(
      names = {"-n", "--connections"},
      description = "How many stations (default: ${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int connections;

  @Option(
      names = "--transport",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "ws")
  private StationCommand.Transport transport = StationCommand.Transport.ws;

  @Option(
      names = "--mix",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "session")
  private Mix mix = Mix.session;

  @Option(
      names = "--tag",
      description =
          "The idTag of all; it must be allowed many transactions (default: ${DEFAULT-VALUE}).",
      defaultValue = "LOAD-TAG")
  private String tag = "";

  @Option(
      names = "--prefix",
      description = "Identities are this and a number from 1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "LOAD-")
  private String prefix = "";

  @Option(
      names = "--duration",
      converter = Durations.class,
      description = "How long new calls are made (default: ${DEFAULT-VALUE}).",
      defaultValue = "30s")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--calls",
      description = "The most calls of all together; 0 for no bound (default: ${DEFAULT-VALUE}).",
      defaultValue = "0")
  private long calls;

  @Option(
      names = "--ramp",
      paramLabel = "PER-SECOND",
      description = "How many connect a second (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  private int ramp;

  @Option(
      names = "--think",
      converter = Durations.class,
      description = "A station's pause before each call (default: ${DEFAULT-VALUE}).",
      defaultValue = "0s")
  private Duration think = Duration.ZERO;

  @Option(
      names = "--timeout",
      converter = Durations.class,
      description = "After this an answer is lost (default: ${DEFAULT-VALUE}).",
      defaultValue = "30s")
  private Duration timeout = Duration.ZERO;

  @Option(names = "--threads", description = "Event loops (default: one a core).")
  private @Nullable Integer threads;

  @Option(
      names = "--sources",
      description = "Loopback addresses to connect from (default: as many as are needed).")
  private @Nullable Integer sources;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report here, too.")
  private @Nullable Path json;

  @Option(names = "--allow-remote", description = "Allows a target that is not this machine.")
  private boolean allowRemote;

  LoadCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    LoadPlan plan = plan();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(plan.threads() + 1));
    PrintWriter out = spec.commandLine().getOut();
    LoadRun run = new LoadRun(vertx, plan, clock);
    Duration longest = duration.plus(timeout).plus(AFTERMATH);
    LoadReport report;
    try {
      report =
          run.run(
                  line -> {
                    out.println(line);
                    out.flush();
                  })
              .await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      vertx.close();
    }
    out.print(report.table());
    out.flush();
    if (json != null) {
      Files.writeString(json, report.json().encodePrettily() + "\n", StandardCharsets.UTF_8);
    }
    return report.clean() ? 0 : Main.TROUBLE;
  }

  private LoadPlan plan() {
    LoadPlan.Target target = endpoint.target(transport == StationCommand.Transport.mqtt);
    boolean loopback = Endpoint.isLoopback(target.host());
    if (!loopback && !allowRemote) {
      throw new IllegalArgumentException(
          target.host() + " is not this machine; say --allow-remote if you mean it");
    }
    int needed = loopback ? (connections - 1) / LoadPlan.CONNECTIONS_PER_SOURCE + 1 : 1;
    return new LoadPlan(
        target,
        connections,
        mix,
        tag,
        prefix,
        endpoint.password(),
        duration,
        calls,
        ramp,
        think,
        timeout,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
        sources == null ? needed : sources);
  }
}
