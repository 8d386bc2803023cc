package io.galvan.simulator.cli;

import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import io.galvan.simulator.station.WireFrame;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One station with drivers, every frame shown. */
@Command(
    name = "station",
    description = "Runs one station: drivers come, charge and leave. Shows every frame.",
    mixinStandardHelpOptions = true)
final class StationCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final int START_SECONDS = 10;

  /** The kinds of outlet, by name. */
  enum Outlet {
    AC11(PowerCurve.AC_11),
    AC22(PowerCurve.AC_22),
    DC50(PowerCurve.DC_50),
    DC150(PowerCurve.DC_150);

    final PowerCurve curve;

    Outlet(PowerCurve curve) {
      this.curve = curve;
    }
  }

  /** The transports of one station. */
  enum Transport {
    ws,
    mqtt
  }

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();
  @Mixin private TlsOptions tls = new TlsOptions();

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
      names = "--connectors",
      description = "How many connectors (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private int connectors;

  @Option(
      names = "--outlet",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "AC22")
  private Outlet outlet = Outlet.AC22;

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
      description = "MeterValueSampleInterval (default: ${DEFAULT-VALUE}).",
      defaultValue = "10s")
  private Duration meterInterval = Duration.ZERO;

  @Option(names = "--duration", converter = Durations.class, description = "Ends after this time.")
  private @Nullable Duration duration;

  @Option(
      names = "--quirk",
      split = ",",
      paramLabel = "NAME",
      description = "What it does other than the standard says: names of --list-quirks, or all.")
  private List<String> quirks = List.of();

  @Option(names = "--list-quirks", description = "Shows the quirks and ends.")
  private boolean listQuirks;

  StationCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    if (listQuirks) {
      list();
      return 0;
    }
    Set<Quirk> played = played();
    Vertx vertx = Vertx.vertx();
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id(id)
            .quirks(played)
            .password(endpoint.password())
            .tls(tls.files())
            .connectors(connectors)
            .curve(outlet.curve)
            .seed(seed)
            .clock(clock)
            .speed(speed)
            .meterInterval(meterInterval);
    if (transport == Transport.ws) {
      builder.webSocket(endpoint.url());
    } else if (tls.overMqtt()) {
      builder.mqttOverTls(endpoint.mqttHost(), endpoint.mqttPort());
    } else {
      builder.mqtt(endpoint.mqttHost(), endpoint.mqttPort());
    }
    SimulatedStation station = builder.build().onFrame(this::show);
    station.start().await(START_SECONDS, TimeUnit.SECONDS);
    List<Driver> drivers = new ArrayList<>();
    for (int connector = 1; connector <= connectors; connector++) {
      Driver driver = new Driver(station, connector, tags, Habits.LIVELY, seed * 31 + connector);
      driver.start();
      drivers.add(driver);
    }
    Ending.await(vertx, duration, () -> drivers.forEach(Driver::stop));
    return 0;
  }

  private Set<Quirk> played() {
    Set<Quirk> played = EnumSet.noneOf(Quirk.class);
    for (String name : quirks) {
      if (name.equals("all")) {
        return EnumSet.allOf(Quirk.class);
      }
      played.add(
          Quirk.named(name)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "there is no quirk " + name + "; --list-quirks shows them")));
    }
    return played;
  }

  private void list() {
    PrintWriter out = spec.commandLine().getOut();
    for (Quirk quirk : Quirk.values()) {
      out.printf("%-24s %s%n", quirk.kebab(), quirk.sentence());
    }
    out.flush();
  }

  private void show(WireFrame frame) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(TIME.format(frame.at()) + (frame.sent() ? " -> " : " <- ") + frame.text());
    out.flush();
  }
}
