package io.galvan.simulator.station;

import io.galvan.ocpp.OcppVersion;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.quirk.ChangingQuirks;
import io.galvan.simulator.quirk.CurrentQuirks;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.transport.TlsFiles;
import io.galvan.simulator.transport.Transport;
import io.galvan.simulator.transport.mqtt.MqttTransport;
import io.galvan.simulator.transport.ws.WebSocketTransport;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SimulatedStation}; only a way to the central system must be given. */
public final class StationBuilder {
  private static final Duration LEAST_TICK = Duration.ofSeconds(1);

  /** A fast clock must not keep the machine busy with ticks. */
  private static final Duration REAL_TICK = Duration.ofMillis(100);

  private final Vertx vertx;
  private String id = "CP-1";
  private @Nullable Function<Configuration, Transport> transport;
  private UnaryOperator<Transport> wrapping = UnaryOperator.identity();
  private @Nullable String password;
  private final CurrentQuirks quirks = new CurrentQuirks();
  private TlsFiles tls = TlsFiles.NONE;
  private int connectors = 1;
  private String vendor = "Galvan";
  private String model = "Simulator";
  private String firmwareVersion = "1.0.0";
  private PowerCurve curve = PowerCurve.AC_22;
  private long seed = 1;
  private Clock clock = Clock.systemUTC();
  private double speed = 1;
  private @Nullable Timeline timeline;
  private Duration meterInterval = Duration.ofSeconds(10);
  private Duration callTimeout = Duration.ofSeconds(30);
  private Duration firstBackOff = Duration.ofSeconds(1);
  private Duration longestBackOff = Duration.ofSeconds(60);
  private Duration rebootTime = Duration.ofSeconds(2);
  private Duration leastHeartbeat = Duration.ZERO;
  private boolean signedMeterValues;
  private Map<String, StationModel.Own> ownKeys = Map.of();
  private final Map<String, String> configured = new LinkedHashMap<>();

  StationBuilder(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The identity, also the user's name. */
  public StationBuilder id(String id) {
    this.id = id;
    return this;
  }

  /** Connects by WebSocket to an endpoint's URL, to which the identity is appended. */
  public StationBuilder webSocket(String url) {
    this.transport =
        configuration ->
            new WebSocketTransport(
                vertx,
                OcppVersion.V1_6,
                url,
                id,
                () -> secret(configuration),
                () -> configuration.number(Configuration.WEB_SOCKET_PING_INTERVAL),
                tls,
                usual -> Quirk.approach(quirks.get(), usual));
    return this;
  }

  /** Connects by MQTT. */
  public StationBuilder mqtt(String host, int port) {
    this.transport =
        configuration ->
            new MqttTransport(
                vertx, OcppVersion.V1_6, host, port, id, () -> secret(configuration), null);
    return this;
  }

  /** Connects by MQTT over TLS. */
  public StationBuilder mqttOverTls(String host, int port) {
    this.transport =
        configuration ->
            new MqttTransport(
                vertx, OcppVersion.V1_6, host, port, id, () -> secret(configuration), tls);
    return this;
  }

  /** Whom it trusts over TLS and what it shows there; the Java machine's roots if not given. */
  public StationBuilder tls(TlsFiles files) {
    this.tls = files;
    return this;
  }

  /** Connects by a way of the caller's own. */
  public StationBuilder transport(Transport own) {
    this.transport = configuration -> own;
    return this;
  }

  /** Puts something between the station and its way, such as a worse network. */
  public StationBuilder wrap(UnaryOperator<Transport> wrapping) {
    this.wrapping = wrapping;
    return this;
  }

  /** The key the central system set is the password from then on. */
  private @Nullable String secret(Configuration configuration) {
    String key = configuration.value(Configuration.AUTHORIZATION_KEY);
    return key.isEmpty() ? password : key;
  }

  /** What it does other than the standard says. */
  public StationBuilder quirks(Collection<Quirk> quirks) {
    this.quirks.become(quirks);
    return this;
  }

  /** The password; none if not given. */
  public StationBuilder password(@Nullable String password) {
    this.password = password;
    return this;
  }

  /** How many connectors, numbered from 1. */
  public StationBuilder connectors(int connectors) {
    this.connectors = connectors;
    return this;
  }

  /** What BootNotification says; each at most 20 characters. */
  public StationBuilder product(String vendor, String model) {
    this.vendor = vendor;
    this.model = model;
    return this;
  }

  /** The firmware that BootNotification names. */
  public StationBuilder firmwareVersion(String version) {
    this.firmwareVersion = version;
    return this;
  }

  /** The kind of outlet. */
  public StationBuilder curve(PowerCurve curve) {
    this.curve = curve;
    return this;
  }

  /** A kind of station: its model, outlets, connectors and metering. */
  public StationBuilder template(StationTemplate template) {
    return model(template.asModel());
  }

  /** A product: its names, outlets, connectors, metering, keys and quirks. */
  public StationBuilder model(StationModel product) {
    this.vendor = product.vendor();
    this.model = product.model();
    this.firmwareVersion = product.firmwareVersion();
    this.curve = product.curve();
    this.connectors = product.outlets();
    this.meterInterval = product.meterInterval();
    this.signedMeterValues = product.signed();
    this.quirks.become(product.quirks());
    this.ownKeys = product.ownKeys();
    configured.putAll(product.configuration());
    return this;
  }

  /** Whether begins and ends of transactions carry readings signed in OCMF. */
  public StationBuilder signedMeterValues(boolean signed) {
    this.signedMeterValues = signed;
    return this;
  }

  /** What a configuration key is at first, whatever its access. */
  public StationBuilder configure(String key, String value) {
    configured.put(key, value);
    return this;
  }

  /** Of all randomness: message ids, first registers, voltages, back-off. */
  public StationBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The clock; the system's in UTC if not given. */
  public StationBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * How many times faster than the clock the station lives. Time-outs and pauses of the network
   * stay in real time.
   */
  public StationBuilder speed(double speed) {
    this.speed = speed;
    return this;
  }

  /**
   * A time of the caller's own instead of the clock; it runs in real time if not said otherwise.
   */
  public StationBuilder timeline(Timeline timeline) {
    return timeline(timeline, 1);
  }

  /** A time of the caller's own that runs so many times faster than the real one. */
  public StationBuilder timeline(Timeline timeline, double speed) {
    this.timeline = timeline;
    this.speed = speed;
    return this;
  }

  /** The first MeterValueSampleInterval, in whole seconds; 0 for no samples. */
  public StationBuilder meterInterval(Duration interval) {
    this.meterInterval = interval;
    return this;
  }

  /** Heartbeats come no more often than this in real time, however fast the station lives. */
  public StationBuilder heartbeatAtMostEvery(Duration real) {
    this.leastHeartbeat = real;
    return this;
  }

  /** How long the answer to a CALL is awaited. */
  public StationBuilder callTimeout(Duration timeout) {
    this.callTimeout = timeout;
    return this;
  }

  /** The time to the first try after a lost connection, and the most it grows to. */
  public StationBuilder backOff(Duration first, Duration longest) {
    this.firstBackOff = first;
    this.longestBackOff = longest;
    return this;
  }

  /** How long a reset takes. */
  public StationBuilder rebootTime(Duration time) {
    this.rebootTime = time;
    return this;
  }

  /**
   * The station, not started yet.
   *
   * @throws IllegalStateException without a way to the central system
   */
  public SimulatedStation build() {
    Function<Configuration, Transport> ways = transport;
    if (ways == null) {
      throw new IllegalStateException("neither webSocket nor mqtt was called");
    }
    if (connectors < 1) {
      throw new IllegalArgumentException("connectors: " + connectors);
    }
    StationSettings settings =
        new StationSettings(
            id,
            vendor,
            model,
            firmwareVersion,
            connectors,
            curve,
            seed,
            meterInterval,
            inStationTime(callTimeout),
            inStationTime(firstBackOff),
            inStationTime(longestBackOff),
            rebootTime,
            longer(LEAST_TICK, inStationTime(REAL_TICK)),
            inStationTime(leastHeartbeat),
            signedMeterValues);
    Configuration configuration = new Configuration(connectors, meterInterval.toSeconds());
    ownKeys.forEach((key, own) -> configuration.own(key, own.value(), own.readOnly()));
    configured.forEach(configuration::set);
    Timeline time = timeline == null ? Timeline.of(vertx, clock, speed) : timeline;
    Transport way =
        new ChangingQuirks(
            quirks,
            () -> ways.apply(configuration),
            time::now,
            (delay, task) -> time.after(delay, task)::cancel);
    Station station = new Station(settings, configuration, wrapping.apply(way), time);
    return new SimulatedStation(vertx, station, quirks::become);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private Duration inStationTime(Duration real) {
    return speed == 1 ? real : Duration.ofMillis(Math.round(real.toMillis() * speed));
  }
}
