package io.galvan.simulator.cli;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.cli.Exit.CouldNotRun;
import io.galvan.simulator.model.Models;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationTemplate;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.station2.Station2Builder;
import io.galvan.simulator.transport.TlsFiles;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One station at a prompt, or with drivers; every frame is shown. */
@Command(
    name = "station",
    description = {
      "Runs one station.",
      "You are its driver: type help for what you can do. Or lines come from a script on the"
          + " standard input; they wait until the station is accepted (--wait). With --drive,"
          + " drivers come by themselves."
    },
    mixinStandardHelpOptions = true)
final class StationCommand implements Callable<Integer> {
  private static final int START_SECONDS = 10;
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);

  /** The transports of one station. */
  enum Transport {
    ws,
    mqtt
  }

  private final Clock clock;
  private final BufferedReader input;
  private final boolean terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private QuirkOptions quirks = new QuirkOptions();
  @Mixin private ControlOptions control = new ControlOptions();

  @Option(names = "--mqtt-tls", description = "MQTT goes over TLS.")
  private boolean mqttTls;

  @Option(
      names = "--id",
      description = "Identity (default: ${DEFAULT-VALUE}).",
      defaultValue = "CP-1")
  private String id = "";

  @Option(
      names = "--transport",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "ws")
  private Transport transport = Transport.ws;

  @Option(
      names = {"--connectors", "--evses"},
      description =
          "How many connectors, of OCPP 2 EVSEs of one connector; as many as the kind of station"
              + " has if not given.")
  private @Nullable Integer connectors;

  @Option(
      names = "--ocpp",
      paramLabel = "VERSION",
      description = "1.6, 2.0.1 or 2.1 (default: ${DEFAULT-VALUE}).",
      defaultValue = "1.6")
  private String version = "";

  @Option(
      names = "--variables",
      description = "At least so many variables the device model of OCPP 2 has.")
  private int variables;

  @Option(
      names = {"--outlet", "--template"},
      paramLabel = "KIND",
      description = "AC11, AC22, DC50, DC150 or V2X (default: ${DEFAULT-VALUE}).",
      converter = TemplateNames.class,
      defaultValue = "AC22")
  private StationTemplate outlet = StationTemplate.AC_22;

  @Option(
      names = "--model",
      paramLabel = "FILE|NAME",
      converter = ModelNames.class,
      description =
          "A product instead: a YAML file, which is read again whenever it changes, or a name that"
              + " 'models' lists.")
  private Models.@Nullable Source product;

  @Option(names = "--signed", description = "Meters sign their readings (OCMF).")
  private boolean signed;

  @Option(
      names = "--tag",
      split = ",",
      description = "Tags the drivers hold up (default: ${DEFAULT-VALUE}).",
      defaultValue = "TAG-1")
  private List<String> tags = List.of();

  @Option(
      names = "--seed",
      description = "Of all that is drawn (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--speed",
      description = "Seconds of the station a second (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private double speed;

  @Option(
      names = "--meter-interval",
      converter = Durations.class,
      description = "MeterValueSampleInterval (default: 10s; with --model the product's).")
  private @Nullable Duration meterInterval;

  @Option(names = "--duration", converter = Durations.class, description = "Ends after this time.")
  private @Nullable Duration duration;

  @Option(
      names = "--drive",
      description = "Drivers come by themselves; otherwise you say what happens, line by line.")
  private boolean drive;

  @Option(
      names = "--log",
      description =
          "What is shown of the wire: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "frames")
  private FrameLog.Detail log = FrameLog.Detail.frames;

  /**
   * @param input where lines come from
   * @param terminal whether a person types them
   */
  StationCommand(Clock clock, BufferedReader input, boolean terminal) {
    this.clock = clock;
    this.input = input;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (quirks.list()) {
      quirks.show(out);
      return Exit.AS_EXPECTED;
    }
    Set<Quirk> played = quirks.played(spec.commandLine());
    OcppVersion spoken = FleetOptions.version(version);
    TlsFiles files = tls.files();
    Vertx vertx = Vertx.vertx();
    try {
      return run(vertx, spoken, played, files, out);
    } finally {
      vertx.close().await(START_SECONDS, TimeUnit.SECONDS);
    }
  }

  private int run(
      Vertx vertx, OcppVersion spoken, Set<Quirk> played, TlsFiles files, PrintWriter out)
      throws Exception {
    control.prepare(vertx, clock, 1);
    FrameLog frames = new FrameLog(out, log);
    ChargingStation station =
        spoken == OcppVersion.V1_6
            ? station16(vertx, played, files)
            : station2(vertx, spoken, played, files);
    station.onFrame(frames::show);
    if (product != null) {
      Following.start(vertx, List.of(product), List.of(station), spec.commandLine().getErr());
    }
    station.start().await(START_SECONDS, TimeUnit.SECONDS);
    control.open(List.of(station), spec.commandLine().getErr());
    boolean typed = terminal && !drive;
    if (!typed) {
      awaitAccepted(station);
    }
    if (drive) {
      drive(vertx, station);
      return Exit.AS_EXPECTED;
    }
    CountDownLatch over = new CountDownLatch(1);
    Prompt prompt = new Prompt(station, frames, out, input);
    prompt.start(duration == null ? over::countDown : prompt::ignoreEnd, over::countDown);
    Ending.await(vertx, duration, over, () -> {});
    return typed || prompt.failures() == 0 ? Exit.AS_EXPECTED : Exit.DIFFERENT;
  }

  /** A script's words need a station that may charge; a person sees by themselves. */
  private void awaitAccepted(ChargingStation station) throws InterruptedException {
    Duration longest = endpoint.waitOr(Endpoint.USUAL_WAIT);
    boolean wanted = !longest.isZero();
    if (wanted && !Reach.await(() -> station.connected() && station.accepted(), longest)) {
      String registration =
          station
              .registration()
              .map(status -> "the central system answered the boot with " + status.name())
              .orElse(
                  "the central system did not answer the boot in " + longest.toSeconds() + " s");
      throw new CouldNotRun(station.trouble().orElse(registration));
    }
  }

  private ChargingStation station16(Vertx vertx, Set<Quirk> played, TlsFiles files) {
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id(id)
            .password(endpoint.password())
            .tls(files)
            .seed(seed)
            .clock(clock)
            .speed(speed)
            .model(model())
            .wrap(control.over(id))
            .meterInterval(interval());
    if (!played.isEmpty()) {
      builder.quirks(played);
    }
    if (signed) {
      builder.signedMeterValues(true);
    }
    if (connectors != null) {
      builder.connectors(connectors);
    }
    if (transport == Transport.ws) {
      builder.webSocket(endpoint.url());
    } else if (mqttTls) {
      builder.mqttOverTls(endpoint.mqttHost(), endpoint.mqttPort());
    } else {
      builder.mqtt(endpoint.mqttHost(), endpoint.mqttPort());
    }
    return builder.build();
  }

  private ChargingStation station2(
      Vertx vertx, OcppVersion spoken, Set<Quirk> played, TlsFiles files) {
    Station2Builder builder =
        SimulatedStation2.builder(vertx, spoken)
            .id(id)
            .password(endpoint.password())
            .tls(files)
            .variables(variables)
            .seed(seed)
            .clock(clock)
            .speed(speed)
            .model(model())
            .wrap(control.over(id))
            .meterInterval(interval());
    if (!played.isEmpty()) {
      builder.quirks(played);
    }
    if (signed) {
      builder.signedMeterValues(true);
    }
    if (connectors != null) {
      builder.evses(connectors);
    }
    if (transport == Transport.ws) {
      builder.webSocket(endpoint.url());
    } else if (mqttTls) {
      builder.mqttOverTls(endpoint.mqttHost(), endpoint.mqttPort());
    } else {
      builder.mqtt(endpoint.mqttHost(), endpoint.mqttPort());
    }
    return builder.build();
  }

  private StationModel model() {
    return product == null ? outlet.asModel() : product.model();
  }

  private Duration interval() {
    if (meterInterval != null) {
      return meterInterval;
    }
    return product == null ? USUAL_INTERVAL : product.model().meterInterval();
  }

  private void drive(Vertx vertx, ChargingStation station) throws InterruptedException {
    List<Driver> drivers = new ArrayList<>();
    for (int connector = 1; connector <= station.connectors(); connector++) {
      Driver driver = new Driver(station, connector, tags, Habits.LIVELY, seed * 31 + connector);
      driver.start();
      drivers.add(driver);
    }
    Ending.await(vertx, duration, () -> drivers.forEach(Driver::stop));
  }
}
