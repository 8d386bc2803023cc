package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.NetworkConnectionProfile;
import io.galvan.simulator.behaviour.PowerCurve;
import io.galvan.simulator.quirk.ChangingQuirks;
import io.galvan.simulator.quirk.CurrentQuirks;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.StationModel;
import io.galvan.simulator.station.StationTemplate;
import io.galvan.simulator.station.Timeline;
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
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SimulatedStation2}; only a way to the central system must be given. */
public final class Station2Builder {
  private static final Duration LEAST_TICK = Duration.ofSeconds(1);

  /** A fast clock must not keep the machine busy with ticks. */
  private static final Duration REAL_TICK = Duration.ofMillis(100);

  private final Vertx vertx;
  private final OcppVersion version;
  private String id = "CS-1";
  private @Nullable Function<DeviceModel, Transport> transport;
  private boolean webSocket;
  private @Nullable String password;
  private TlsFiles tls = TlsFiles.NONE;
  private int evses = 1;
  private int connectorsAnEvse = 1;
  private int variables;
  private int securityProfile;
  private String vendor = "Galvan";
  private String model = "Simulator 2";
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
  private final CurrentQuirks quirks = new CurrentQuirks();
  private UnaryOperator<Transport> wrapping = UnaryOperator.identity();
  private @Nullable StationModel product;
  private final Map<String, String> configured = new LinkedHashMap<>();

  Station2Builder(Vertx vertx, OcppVersion version) {
    if (version == OcppVersion.V1_6) {
      throw new IllegalArgumentException("1.6 has stations of its own");
    }
    this.vertx = vertx;
    this.version = version;
  }

  /** The identity, also the user's name. */
  public Station2Builder id(String id) {
    this.id = id;
    return this;
  }

  /** Connects by WebSocket to an endpoint's URL, to which the identity is appended. */
  public Station2Builder webSocket(String url) {
    this.webSocket = true;
    this.transport = model -> overWebSocket(model, url, null, null);
    return this;
  }

  private Transport overWebSocket(
      DeviceModel model, String url, @Nullable String otherId, @Nullable String otherPassword) {
    return new WebSocketTransport(
        vertx,
        version,
        url,
        otherId == null ? id : otherId,
        () -> otherPassword == null ? secret(model) : otherPassword,
        () -> model.number("OCPPCommCtrlr.WebSocketPingInterval"),
        tls,
        usual -> Quirk.approach(quirks.get(), usual));
  }

  private Transport way(DeviceModel model, NetworkConnectionProfile profile) {
    return overWebSocket(
        model, profile.ocppCsmsUrl(), profile.identity(), profile.basicAuthPassword());
  }

  /** Connects by MQTT. */
  public Station2Builder mqtt(String host, int port) {
    return mqtt(host, port, null);
  }

  /** Connects by MQTT over TLS. */
  public Station2Builder mqttOverTls(String host, int port) {
    return mqtt(host, port, tls);
  }

  private Station2Builder mqtt(String host, int port, @Nullable TlsFiles files) {
    this.webSocket = false;
    this.transport =
        model -> new MqttTransport(vertx, version, host, port, id, () -> secret(model), files);
    return this;
  }

  /** Whom it trusts over TLS and what it shows there; the Java machine's roots if not given. */
  public Station2Builder tls(TlsFiles files) {
    this.tls = files;
    return this;
  }

  /** The password the central system set counts from then on. */
  private @Nullable String secret(DeviceModel model) {
    String set = model.text("SecurityCtrlr.BasicAuthPassword");
    return set.isEmpty() ? password : set;
  }

  /** The password; none if not given. */
  public Station2Builder password(@Nullable String password) {
    this.password = password;
    return this;
  }

  /** How many EVSEs, numbered from 1. */
  public Station2Builder evses(int evses) {
    this.evses = evses;
    return this;
  }

  /** How many connectors each EVSE has, of which one can be used at a time. */
  public Station2Builder connectorsAnEvse(int connectors) {
    this.connectorsAnEvse = connectors;
    return this;
  }

  /** At least so many variables the device model has; what is missing are power modules'. */
  public Station2Builder variables(int variables) {
    this.variables = variables;
    return this;
  }

  /** The security profile it says it has, 0 to 3. */
  public Station2Builder securityProfile(int profile) {
    this.securityProfile = profile;
    return this;
  }

  /** What BootNotification says; the model at most 20 characters, the vendor 50. */
  public Station2Builder product(String vendor, String model) {
    this.vendor = vendor;
    this.model = model;
    return this;
  }

  /** The firmware that BootNotification names. */
  public Station2Builder firmwareVersion(String version) {
    this.firmwareVersion = version;
    return this;
  }

  /** The kind of outlet. */
  public Station2Builder curve(PowerCurve curve) {
    this.curve = curve;
    return this;
  }

  /** Of all randomness: message ids, first registers, voltages, back-off. */
  public Station2Builder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** The clock; the system's in UTC if not given. */
  public Station2Builder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * How many times faster than the clock the station lives. Time-outs and pauses of the network
   * stay in real time.
   */
  public Station2Builder speed(double speed) {
    this.speed = speed;
    return this;
  }

  /** A time of the caller's own that runs so many times faster than the real one. */
  public Station2Builder timeline(Timeline timeline, double speed) {
    this.timeline = timeline;
    this.speed = speed;
    return this;
  }

  /** A kind of station: its model, outlets, EVSEs and metering. */
  public Station2Builder template(StationTemplate template) {
    return model(template.asModel());
  }

  /** A product: its names, outlets, EVSEs, metering, variables and quirks. */
  public Station2Builder model(StationModel product) {
    this.vendor = product.vendor();
    this.model = product.model();
    this.firmwareVersion = product.firmwareVersion();
    this.curve = product.curve();
    this.evses = product.outlets();
    this.connectorsAnEvse = product.connectorsAnOutlet();
    this.meterInterval = product.meterInterval();
    this.signedMeterValues = product.signed();
    this.quirks.become(product.quirks());
    this.product = product;
    return this;
  }

  /** Whether readings of registers are signed. */
  public Station2Builder signedMeterValues(boolean signed) {
    this.signedMeterValues = signed;
    return this;
  }

  /** What it does other than the standard says; what is of 1.6 only has no effect. */
  public Station2Builder quirks(Collection<Quirk> quirks) {
    this.quirks.become(quirks);
    return this;
  }

  /** Puts something between the station and its way, such as a worse network. */
  public Station2Builder wrap(UnaryOperator<Transport> wrapping) {
    this.wrapping = wrapping;
    return this;
  }

  /** What a variable such as {@code TxCtrlr.TxStartPoint} is at first, whatever its access. */
  public Station2Builder configure(String path, String value) {
    configured.put(path, value);
    return this;
  }

  /** Heartbeats come no more often than this in real time, however fast the station lives. */
  public Station2Builder heartbeatAtMostEvery(Duration real) {
    this.leastHeartbeat = real;
    return this;
  }

  /** The first SampledDataCtrlr.TxUpdatedInterval, in whole seconds; 0 for no samples. */
  public Station2Builder meterInterval(Duration interval) {
    this.meterInterval = interval;
    return this;
  }

  /** How long the answer to a CALL is awaited. */
  public Station2Builder callTimeout(Duration timeout) {
    this.callTimeout = timeout;
    return this;
  }

  /** The time to the first try after a lost connection, and the most it grows to. */
  public Station2Builder backOff(Duration first, Duration longest) {
    this.firstBackOff = first;
    this.longestBackOff = longest;
    return this;
  }

  /** How long a reset takes. */
  public Station2Builder rebootTime(Duration time) {
    this.rebootTime = time;
    return this;
  }

  /**
   * The station, not started yet.
   *
   * @throws IllegalStateException without a way to the central system
   */
  public SimulatedStation2 build() {
    Function<DeviceModel, Transport> ways = transport;
    if (ways == null) {
      throw new IllegalStateException("neither webSocket nor mqtt was called");
    }
    if (evses < 1 || connectorsAnEvse < 1) {
      throw new IllegalArgumentException(evses + " EVSEs of " + connectorsAnEvse);
    }
    Settings settings =
        new Settings(
            version,
            id,
            vendor,
            model,
            firmwareVersion,
            evses,
            connectorsAnEvse,
            variables,
            securityProfile,
            curve,
            seed,
            meterInterval,
            inStationTime(callTimeout),
            inStationTime(firstBackOff),
            inStationTime(longestBackOff),
            rebootTime,
            longer(LEAST_TICK, inStationTime(REAL_TICK)),
            inStationTime(leastHeartbeat));
    DeviceModel variablesOf = StandardModel.of(settings);
    variablesOf.become("SampledDataCtrlr.SignReadings", Boolean.toString(signedMeterValues));
    if (product != null) {
      Product.set(variablesOf, product.variables(), product.ownVariables());
    }
    configured.forEach(variablesOf::become);
    Timeline time = timeline == null ? Timeline.of(vertx, clock, speed) : timeline;
    Station2 station =
        new Station2(
            settings,
            variablesOf,
            wrapped(() -> ways.apply(variablesOf), time),
            webSocket ? profile -> wrapped(() -> way(variablesOf, profile), time) : null,
            time);
    return new SimulatedStation2(vertx, station, quirks::become);
  }

  private Transport wrapped(Supplier<Transport> way, Timeline time) {
    return wrapping.apply(
        new ChangingQuirks(
            quirks, way, time::now, (delay, task) -> time.after(delay, task)::cancel));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private Duration inStationTime(Duration real) {
    return speed == 1 ? real : Duration.ofMillis(Math.round(real.toMillis() * speed));
  }
}
