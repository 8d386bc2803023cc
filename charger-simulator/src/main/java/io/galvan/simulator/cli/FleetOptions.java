package io.galvan.simulator.cli;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.fleet.Fleet;
import io.galvan.simulator.fleet.Fleet.Member;
import io.galvan.simulator.fleet.Fleet.Way;
import io.galvan.simulator.fleet.FleetPlan;
import io.galvan.simulator.fleet.SiteKind;
import io.galvan.simulator.model.Models;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.StationModel;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make a fleet and its day. */
final class FleetOptions {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(60);
  private static final int MOST_TURNS = 1_000;
  private static final String YESTERDAY = "yesterday";

  /** The transports of a fleet. */
  enum Transport {
    ws,
    mqtt,
    mixed
  }

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
      names = {"--ocpp", "--versions"},
      split = ",",
      paramLabel = "VERSION",
      description =
          "Versions that take turns, with how many turns each, such as 1.6=6,2.0.1=3,2.1=1"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "ocpp1.6")
  private List<String> versions = List.of();

  @Option(
      names = "--prefix",
      description = "Identities are this and a number from 01 (default: ${DEFAULT-VALUE}).",
      defaultValue = "SIM-")
  private String prefix = "";

  @Option(
      names = "--tag",
      split = ",",
      description = "Tags people hold up (default: ${DEFAULT-VALUE}).",
      defaultValue = "TAG-1")
  private List<String> tags = List.of();

  @Option(
      names = "--site",
      split = ",",
      description = "Where they stand, taking turns: ${COMPLETION-CANDIDATES}; all if not given.")
  private List<SiteKind> sites = List.of();

  @Option(
      names = "--seed",
      description = "Of all that is drawn (default: ${DEFAULT-VALUE}).",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--speed",
      description =
          "Seconds of the stations a second (default: 288, a day in five minutes; 1 with"
              + " --lively).")
  private @Nullable Double speed;

  @Option(
      names = "--meter-interval",
      converter = Durations.class,
      description = "MeterValueSampleInterval; each kind of station has its own if not given.")
  private @Nullable Duration meterInterval;

  @Option(
      names = "--day",
      arity = "0..1",
      paramLabel = "DATE",
      fallbackValue = YESTERDAY,
      description = "The day, from 0:00 UTC, such as 2026-07-01 (default: yesterday).")
  private String day = YESTERDAY;

  @Option(
      names = "--length",
      converter = Durations.class,
      description = "How much of the stations' time is run (default: ${DEFAULT-VALUE}).",
      defaultValue = "24h")
  private Duration length = Duration.ofDays(1);

  @Option(
      names = "--model",
      split = ",",
      paramLabel = "FILE|NAME",
      converter = ModelNames.class,
      description =
          "Products that take turns instead of those usual at the sites: YAML files, which are read"
              + " again whenever they change, or names that 'models' lists.")
  private List<Models.Source> products = List.of();

  @Option(names = "--signed", description = "Meters sign their readings (OCMF).")
  private boolean signed;

  double speedOr(double usual) {
    return speed == null ? usual : speed;
  }

  /** Waits until the central system listens wherever the fleet connects to. */
  void awaitListeners() throws InterruptedException {
    if (transport != Transport.mqtt) {
      endpoint.awaitListener(false);
    }
    if (transport == Transport.mqtt || transport == Transport.mixed && stations > 1) {
      endpoint.awaitListener(true);
    }
  }

  /** How long to wait until stations are accepted. */
  Duration longestConnect() {
    return endpoint.waitOr(LONGEST_CONNECT);
  }

  @Nullable String password() {
    return endpoint.password();
  }

  /** A fleet that lives on without a plan. */
  Fleet lively(Vertx vertx, Clock clock, Duration usualInterval, ControlOptions control) {
    return new Fleet(
        vertx,
        members(),
        models(),
        tags,
        Habits.LIVELY,
        meterInterval == null && products.isEmpty() ? usualInterval : meterInterval,
        clock,
        speedOr(1),
        seed,
        control::over);
  }

  List<Member> members() {
    Way webSocket = new Way.WebSocket(endpoint.url());
    Way mqtt = new Way.Mqtt(endpoint.mqttHost(), endpoint.mqttPort());
    List<OcppVersion> spoken = versions.stream().flatMap(FleetOptions::turns).toList();
    if (spoken.isEmpty()) {
      throw new IllegalArgumentException("--ocpp leaves no version a turn");
    }
    List<Member> members = new ArrayList<>();
    for (String id : Fleet.ids(prefix, stations)) {
      int at = members.size();
      boolean overMqtt = transport == Transport.mqtt || transport == Transport.mixed && at % 2 == 1;
      members.add(
          new Member(
              id,
              endpoint.password(),
              overMqtt ? mqtt : webSocket,
              // Two at a time, so that each version comes over both transports.
              spoken.get(at / 2 % spoken.size())));
    }
    return members;
  }

  /** A version as often as it is its turn. */
  private static Stream<OcppVersion> turns(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return Stream.of(version(text));
    }
    try {
      int turns = Integer.parseInt(text.substring(equals + 1));
      if (turns >= 0 && turns <= MOST_TURNS) {
        return Collections.nCopies(turns, version(text.substring(0, equals))).stream();
      }
    } catch (NumberFormatException none) {
      // told below
    }
    throw new IllegalArgumentException(
        "--ocpp takes versions with 0 to " + MOST_TURNS + " turns, such as 2.0.1=3, not " + text);
  }

  static OcppVersion version(String text) {
    String name = text.startsWith("ocpp") ? text : "ocpp" + text;
    return OcppVersion.ofSubprotocol(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no version " + text + " of OCPP; there are 1.6, 2.0.1 and 2.1"));
  }

  /** A version's number, such as 2.0.1. */
  static String name(OcppVersion version) {
    return version.subprotocol().substring("ocpp".length());
  }

  FleetPlan plan(Clock clock, double usualSpeed, Set<Quirk> quirks, Patience patience) {
    return new FleetPlan(
        members(),
        sites.isEmpty() ? List.of(SiteKind.values()) : sites,
        tags,
        meterInterval,
        speedOr(usualSpeed),
        from(clock),
        length,
        seed,
        quirks,
        patience,
        signed,
        models());
  }

  private List<StationModel> models() {
    return products.stream().map(Models.Source::model).toList();
  }

  /** The stations become what their models' files say from then on. */
  void follow(Vertx vertx, List<? extends ChargingStation> stations, PrintWriter told) {
    Following.start(vertx, products, stations, told);
  }

  private Instant from(Clock clock) {
    return day.equals(YESTERDAY)
        ? clock.instant().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS)
        : LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
