package io.galvan.simulator.cli;

import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.fleet.Fleet;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.Fleet.Way;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many stations with drivers. */
@Command(
    name = "fleet",
    description = "Runs many stations: drivers come, charge and leave.",
    mixinStandardHelpOptions = true)
final class FleetCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final int START_SECONDS = 60;
  private static final int LINE_EVERY_MS = 10_000;

  /** The transports of a fleet. */
  enum Transport {
    ws,
    mqtt,
    mixed
  }

  private final Clock clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Endpoint endpoint = new Endpoint();

  @Option(
      names = {"-n", "--stations"},
      description = "How many (default: ${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int stations;

  @Option(
      names = "--transport",
      description = "${COMPLETION-CANDIDATES}; mixed is half and half (default: ${DEFAULT-VALUE}).",
      defaultValue = "mixed")
  private Transport transport = Transport.mixed;

  @Option(
      names = "--prefix",
      description = "Identities are this and a number from 01 (default: ${DEFAULT-VALUE}).",
      defaultValue = "SIM-")
  private String prefix = "";

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
      description = "Seconds of the stations a second (default: ${DEFAULT-VALUE}).",
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

  FleetCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Vertx vertx = Vertx.vertx();
    Fleet fleet =
        new Fleet(vertx, members(), tags, Habits.LIVELY, meterInterval, clock, speed, seed);
    fleet.start().await(START_SECONDS, TimeUnit.SECONDS);
    vertx.setPeriodic(0, LINE_EVERY_MS, tick -> show(fleet));
    Ending.await(
        vertx,
        duration,
        () -> {
          show(fleet);
          fleet.stopDrivers();
        });
    return 0;
  }

  private List<Member> members() {
    Way webSocket = new Way.WebSocket(endpoint.url());
    Way mqtt = new Way.Mqtt(endpoint.mqttHost(), endpoint.mqttPort());
    List<Member> members = new ArrayList<>();
    for (String id : Fleet.ids(prefix, stations)) {
      boolean overMqtt =
          transport == Transport.mqtt || transport == Transport.mixed && members.size() % 2 == 1;
      members.add(new Member(id, endpoint.password(), overMqtt ? mqtt : webSocket));
    }
    return members;
  }

  private void show(Fleet fleet) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s  %d of %d connected, %d charging, %d sessions ended%n",
        TIME.format(clock.instant()),
        fleet.connected(),
        fleet.stations().size(),
        fleet.charging(),
        fleet.sessions());
    out.flush();
  }
}
