package io.galvan.simulator.fleet;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.Driver;
import io.galvan.simulator.behaviour.Driver.Habits;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.fleet.Assembly.Blueprint;
import io.galvan.simulator.fleet.Assembly.Patience;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Many stations with drivers at each connector. */
public final class Fleet {
  private static final List<StationModel> USUAL =
      List.of(
          usual("AC 11", PowerCurve.AC_11, 2),
          usual("AC 22", PowerCurve.AC_22, 2),
          usual("DC 50", PowerCurve.DC_50, 1),
          usual("DC 150", PowerCurve.DC_150, 1));
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
    this(
        vertx,
        members,
        USUAL,
        tags,
        habits,
        meterInterval,
        clock,
        speed,
        seed,
        id -> UnaryOperator.identity());
  }

  /**
   * The same of certain models, which take turns.
   *
   * @param models none for the usual ones
   * @param meterInterval null for that of each model
   * @param wrapping for the station of each identity, what is put between it and its way
   */
  public Fleet(
      Vertx vertx,
      List<Member> members,
      List<StationModel> models,
      List<String> tags,
      Habits habits,
      @Nullable Duration meterInterval,
      Clock clock,
      double speed,
      long seed,
      Function<String, UnaryOperator<Transport>> wrapping) {
    List<StationModel> kinds = models.isEmpty() ? USUAL : models;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      long own = seed * 1_000_003 + i;
      ChargingStation station =
          Assembly.of(
              vertx,
              new Blueprint(
                  member,
                  kinds.get(i % kinds.size()),
                  null,
                  meterInterval,
                  Timeline.of(vertx, clock, speed),
                  speed,
                  own,
                  false,
                  Set.of(),
                  Patience.USUAL,
                  Map.of(),
                  wrapping.apply(member.id())));
      stations.add(station);
      for (int connector = 1; connector <= station.connectors(); connector++) {
        drivers.add(new Driver(station, connector, tags, habits, own * 31 + connector));
      }
    }
  }

  private static StationModel usual(String model, PowerCurve curve, int outlets) {
    return new StationModel(model, model, outlets, curve, Duration.ofSeconds(10), 60_000);
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
