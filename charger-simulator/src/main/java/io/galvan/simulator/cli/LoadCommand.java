package io.galvan.simulator.cli;

import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.load.LoadPlan;
import io.galvan.simulator.load.LoadRun;
import io.galvan.simulator.load.Mix;
import io.galvan.simulator.load.ServerProbe;
import io.galvan.simulator.report.HtmlReport;
import io.galvan.simulator.report.LoadReport;
import io.galvan.simulator.verify.CentralApi;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** A load and its report. */
@Command(
    name = "load",
    description = {
      "Loads a central system with many lean stations.",
      "Each calls again as soon as it is answered (closed loop), or, with --rate, all together call"
          + " so many times a second whether they are answered or not (open loop)."
    },
    mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
  private static final Duration AFTERMATH = Duration.ofMinutes(3);

  /** A boot storm leaves a port behind with every connection. */
  private static final int SOURCES_OF_A_STORM = 32;

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
      converter = Mixes.class,
      completionCandidates = Mixes.class,
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "session")
  private Mix mix = Mix.session;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      converter = Rates.class,
      description = "Open loop: so many calls a second; latency counts from when each was due.",
      defaultValue = "0")
  private double rate;

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
      names = "--warm-up",
      converter = Durations.class,
      description = "Not measured, from when all are connected (default: ${DEFAULT-VALUE}).",
      defaultValue = "0s")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--duration",
      converter = Durations.class,
      description = "How long it is measured after the warm-up (default: ${DEFAULT-VALUE}).",
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
      names = {"--source-addresses", "--sources"},
      paramLabel = "N",
      description =
          "Loopback addresses to connect from, 127.0.0.1 and on (default: as many as are needed).")
  private @Nullable Integer sources;

  @Option(
      names = "--commands",
      paramLabel = "N/s",
      converter = Rates.class,
      description = "Commands by REST beside the load; needs --api and --user, or --token.",
      defaultValue = "0")
  private double commands;

  @Mixin private ApiOptions apiOptions = new ApiOptions();

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "The server's process on this machine: its CPU and memory are told, too.")
  private @Nullable Long serverPid;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where that server keeps its PostgreSQL (default: as its environment says).")
  private @Nullable Path dataDir;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the report here, too.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes the report with plots as one HTML file.")
  private @Nullable Path html;

  @Option(names = "--allow-remote", description = "Allows a target that is not this machine.")
  private boolean allowRemote;

  /** The names of mixes. */
  static final class Mixes implements ITypeConverter<Mix>, Iterable<String> {
    @Override
    public Mix convert(String name) {
      return Mix.of(name)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no mix "
                          + name
                          + "; there are "
                          + String.join(", ", names())
                          + Suggestion.of(name, names())));
    }

    private static List<String> names() {
      return Arrays.stream(Mix.values()).map(Mix::text).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  /** Reads rates like 5000/s; without a unit it is a second. */
  static final class Rates implements ITypeConverter<Double> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(/s|/min)?");

    @Override
    public Double convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException("'" + text + "' is no rate like 5000/s or 30/min");
      }
      double number = Double.parseDouble(form.group(1));
      return "/min".equals(form.group(2)) ? number / 60 : number;
    }
  }

  LoadCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    LoadPlan plan = plan();
    ReportFile.mustBeWritable(json);
    ReportFile.mustBeWritable(html);
    endpoint.awaitListener(transport == StationCommand.Transport.mqtt);
    ServerProbe probe = serverPid == null ? null : new ServerProbe(serverPid, dataDir);
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(plan.threads() + 1));
    PrintWriter out = spec.commandLine().getOut();
    LoadRun run = new LoadRun(vertx, plan, clock, probe);
    Duration longest =
        Duration.ofSeconds(connections / ramp)
            .plus(warmUp)
            .plus(duration)
            .plus(timeout)
            .plus(AFTERMATH);
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
    if (html != null) {
      Files.writeString(html, HtmlReport.of(report), StandardCharsets.UTF_8);
    }
    if (report.connected() == 0) {
      throw new CouldNotRun("no station got in: " + report.reasons());
    }
    return report.clean() ? Exit.AS_EXPECTED : Exit.DIFFERENT;
  }

  private LoadPlan plan() {
    LoadPlan.Target target = endpoint.target(transport == StationCommand.Transport.mqtt);
    boolean loopback = Endpoint.isLoopback(target.host());
    if (!loopback && !allowRemote) {
      throw new IllegalArgumentException(
          target.host() + " is not this machine; say --allow-remote if you mean it");
    }
    return new LoadPlan(
        target,
        connections,
        mix,
        tag,
        prefix,
        endpoint.password(),
        new LoadPlan.Pace(ramp, think, rate),
        new LoadPlan.Span(warmUp, duration, calls),
        timeout,
        threads == null ? Runtime.getRuntime().availableProcessors() : threads,
        sources == null ? (loopback ? sourcesNeeded() : 1) : sources,
        commandsWanted());
  }

  private int sourcesNeeded() {
    return mix == Mix.boot_storm
        ? SOURCES_OF_A_STORM
        : (connections - 1) / LoadPlan.CONNECTIONS_PER_SOURCE + 1;
  }

  private LoadPlan.@Nullable Commands commandsWanted() {
    if (commands == 0) {
      return null;
    }
    CentralApi api = apiOptions.api();
    return new LoadPlan.Commands(commands, api.site(), api::token);
  }
}
