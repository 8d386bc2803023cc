package io.galvan.simulator.fleet;

import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
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
  public record Member(String id, @Nullable String password, Way way) {}

  /** How a station reaches the central system. */
  public sealed interface Way {
    /** By WebSocket, to an endpoint's URL without the identity. */
    record WebSocket(String url) implements Way {}

    /** By MQTT. */
    record Mqtt(String host, int port) implements Way {}
  }

  private final List<SimulatedStation> stations = new ArrayList<>();
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
      StationBuilder builder =
          SimulatedStation.builder(vertx)
              .id(member.id())
              .password(member.password())
              .product("Galvan", MODELS.get(kind))
              .curve(CURVES.get(kind))
              .connectors(CURVES.get(kind).direct() ? 1 : 2)
              .meterInterval(meterInterval)
              .clock(clock)
              .speed(speed)
              .seed(own);
      if (member.way() instanceof Way.WebSocket webSocket) {
        builder.webSocket(webSocket.url());
      } else if (member.way() instanceof Way.Mqtt mqtt) {
        builder.mqtt(mqtt.host(), mqtt.port());
      }
      SimulatedStation station = builder.build();
      stations.add(station);
      for (int connector = 1; connector <= station.connectors(); connector++) {
        drivers.add(new Driver(station, connector, tags, habits, own * 31 + connector));
      }
    }
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
    return demo(vertx, webSocketUrl, mqttHost, mqttPort, webSockets, mqtts, tags, seed, id -> null);
  }

  /** The same, with a password for each identity; null for none. */
  public static Future<Fleet> demo(
      Vertx vertx,
      String webSocketUrl,
      String mqttHost,
      int mqttPort,
      int webSockets,
      int mqtts,
      List<String> tags,
      long seed,
      Function<String, @Nullable String> password) {
    List<Member> members = new ArrayList<>();
    Way webSocket = new Way.WebSocket(webSocketUrl);
    Way mqtt = new Way.Mqtt(mqttHost, mqttPort);
    for (String id : ids("DEMO-WS-", webSockets)) {
      members.add(new Member(id, password.apply(id), webSocket));
    }
    for (String id : ids("DEMO-MQTT-", mqtts)) {
      members.add(new Member(id, password.apply(id), mqtt));
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
    return Future.join(stations.stream().map(SimulatedStation::start).toList())
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
    return Future.join(stations.stream().map(SimulatedStation::stop).toList()).mapEmpty();
  }

  /** The stations, in the order of the members. */
  public List<SimulatedStation> stations() {
    return List.copyOf(stations);
  }

  /** How many stations are connected now. */
  public int connected() {
    return (int) stations.stream().filter(SimulatedStation::connected).count();
  }

  /** How many connectors charge now. */
  public int charging() {
    int charging = 0;
    for (SimulatedStation station : stations) {
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
