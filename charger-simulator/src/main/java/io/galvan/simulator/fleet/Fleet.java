package io.galvan.simulator.fleet;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import io.galvan.simulator.station2.SimulatedStation2;
import io.galvan.simulator.station2.Station2Builder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many stations with drivers at each connector. */
public final class Fleet {
  private static final List<PowerCurve> CURVES =
      List.of(PowerCurve.AC_11, PowerCurve.AC_22, PowerCurve.DC_50, PowerCurve.DC_150);
  private static final List<String> MODELS = List.of("AC 11", "AC 22", "DC 50", "DC 150");
  private static final Duration DEMO_METER_INTERVAL = Duration.ofSeconds(5);

  /**
   * One station of a fleet.
   *
   * @param password null for none
   */
  public record Member(String id, @Nullable String password, Way way, OcppVersion version) {
    /** A station of OCPP 1.6. */
    public Member(String id, @Nullable String password, Way way) {
      this(id, password, way, OcppVersion.V1_6);
    }
  }

  /** How a station reaches the central system. */
  public sealed interface Way {
    /** By WebSocket, to an endpoint's URL without the identity. */
    record WebSocket(String url) implements Way {}

    /** By MQTT. */
    record Mqtt(String host, int port) implements Way {}
  }

  private final List<ChargingStation> stations = new ArrayList<>();
  private final List<Driver> drivers = new ArrayList<>();

  /**
   * Makes a fleet; station after station differs in kind, its randomness follows from one seed.
   *
   * @param tags held up by the drivers
   * @param speed seconds of the stations a second of the clock
   */
  public Fleet(
      Vertx vertx,
      List<Member> members,
      List<String> tags,
      Habits habits,
      Duration meterInterval,
      Clock clock,
      double speed,
      long seed) {
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      long own = seed * 1_000_003 + i;
      int kind = i % CURVES.size();
      Kind made = new Kind(CURVES.get(kind), MODELS.get(kind), meterInterval, clock, speed, own);
      ChargingStation station =
          member.version() == OcppVersion.V1_6
              ? station16(vertx, member, made)
              : station2(vertx, member, made);
      stations.add(station);
      for (int connector = 1; connector <= station.connectors(); connector++) {
        drivers.add(new Driver(station, connector, tags, habits, own * 31 + connector));
      }
    }
  }

  /** What one station of a fleet is like. */
  private record Kind(
      PowerCurve curve,
      String model,
      Duration meterInterval,
      Clock clock,
      double speed,
      long seed) {
    int outlets() {
      return curve.direct() ? 1 : 2;
    }
  }

  private static ChargingStation station16(Vertx vertx, Member member, Kind kind) {
    StationBuilder builder =
        SimulatedStation.builder(vertx)
            .id(member.id())
            .password(member.password())
            .product("Galvan", kind.model())
            .curve(kind.curve())
            .connectors(kind.outlets())
            .meterInterval(kind.meterInterval())
            .clock(kind.clock())
            .speed(kind.speed())
            .seed(kind.seed());
    if (member.way() instanceof Way.WebSocket webSocket) {
      builder.webSocket(webSocket.url());
    } else if (member.way() instanceof Way.Mqtt mqtt) {
      builder.mqtt(mqtt.host(), mqtt.port());
    }
    return builder.build();
  }

  private static ChargingStation station2(Vertx vertx, Member member, Kind kind) {
    Station2Builder builder =
        SimulatedStation2.builder(vertx, member.version())
            .id(member.id())
            .password(member.password())
            .product("Galvan", kind.model())
            .curve(kind.curve())
            .evses(kind.outlets())
            .meterInterval(kind.meterInterval())
            .clock(kind.clock())
            .speed(kind.speed())
            .seed(kind.seed());
    if (member.way() instanceof Way.WebSocket webSocket) {
      builder.webSocket(webSocket.url());
    } else if (member.way() instanceof Way.Mqtt mqtt) {
      builder.mqtt(mqtt.host(), mqtt.port());
    }
    return builder.build();
  }

  /**
   * A fleet to look at: DEMO-WS-01 and on by WebSocket, DEMO-MQTT-01 and on by MQTT, without
   * passwords; metered every 5 s.
   */
  public static Future<Fleet> demo(
      Vertx vertx,
      String webSocketUrl,
      String mqttHost,
      int mqttPort,
      int webSockets,
      int mqtts,
      List<String> tags,
      long seed) {
    return demo(
        vertx,
        webSocketUrl,
        mqttHost,
        mqttPort,
        webSockets,
        mqtts,
        tags,
        seed,
        id -> null,
        List.of(OcppVersion.V1_6));
  }

  /**
   * The same, with a password for each identity, null for none, and with versions that take turns
   * on each transport.
   */
  public static Future<Fleet> demo(
      Vertx vertx,
      String webSocketUrl,
      String mqttHost,
      int mqttPort,
      int webSockets,
      int mqtts,
      List<String> tags,
      long seed,
      Function<String, @Nullable String> password,
      List<OcppVersion> versions) {
    List<Member> members = new ArrayList<>();
    Way webSocket = new Way.WebSocket(webSocketUrl);
    Way mqtt = new Way.Mqtt(mqttHost, mqttPort);
    List<String> overWebSocket = ids("DEMO-WS-", webSockets);
    for (int i = 0; i < webSockets; i++) {
      String id = overWebSocket.get(i);
      members.add(new Member(id, password.apply(id), webSocket, versions.get(i % versions.size())));
    }
    List<String> overMqtt = ids("DEMO-MQTT-", mqtts);
    for (int i = 0; i < mqtts; i++) {
      String id = overMqtt.get(i);
      members.add(new Member(id, password.apply(id), mqtt, versions.get(i % versions.size())));
    }
    return new Fleet(
            vertx, members, tags, Habits.LIVELY, DEMO_METER_INTERVAL, Clock.systemUTC(), 1, seed)
        .start();
  }

  /**
   * Identities with a prefix and a number from 1, of as many digits as are needed, at least two.
   */
  public static List<String> ids(String prefix, int count) {
    int digits = Math.max(2, Integer.toString(count).length());
    List<String> ids = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      ids.add(prefix + String.format(Locale.ROOT, "%0" + digits + "d", i));
    }
    return ids;
  }

  /** Starts all stations, then their drivers. */
  public Future<Fleet> start() {
    return Future.join(stations.stream().map(ChargingStation::start).toList())
        .map(
            started -> {
              drivers.forEach(Driver::start);
              return this;
            });
  }

  /** No driver does anything any more. */
  public void stopDrivers() {
    drivers.forEach(Driver::stop);
  }

  /** Stops drivers and stations. */
  public Future<Void> stop() {
    stopDrivers();
    return Future.join(stations.stream().map(ChargingStation::stop).toList()).mapEmpty();
  }

  /** The stations, in the order of the members. */
  public List<ChargingStation> stations() {
    return List.copyOf(stations);
  }

  /** How many stations are connected now. */
  public int connected() {
    return (int) stations.stream().filter(ChargingStation::connected).count();
  }

  /** How many connectors charge now. */
  public int charging() {
    int charging = 0;
    for (ChargingStation station : stations) {
      for (int connector = 1; connector <= station.connectors(); connector++) {
        charging += station.charging(connector) ? 1 : 0;
      }
    }
    return charging;
  }

  /** How many sessions were ended so far. */
  public int sessions() {
    return drivers.stream().mapToInt(Driver::sessions).sum();
  }
}
