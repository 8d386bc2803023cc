package io.galvan.simulator.station;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargePointErrorCode;
import io.galvan.ocpp.v16.ChargePointStatus;
import io.galvan.ocpp.v16.ReadingContext;
import io.galvan.ocpp.v16.Reason;
import io.galvan.ocpp.v16.StatusNotificationRequest;
import io.galvan.simulator.station.CallFailure.Kind;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a station, joined. Everything in it runs on the verticle's context. */
final class Station extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Station.class);

  /** How long a soft reset waits for its StopTransactions to be answered. */
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(10);

  private static final Duration KEY_CHANGE_PAUSE = Duration.ofSeconds(1);
  private static final Duration FAREWELL_CHECK = Duration.ofMillis(100);

  private volatile StationSettings settings;
  private final Timeline timeline;
  private final Configuration configuration;
  private final Link link;
  private final Registration registration;
  private final TransactionQueue queue;
  private final Authorization authorization;
  private final ChargingProfiles profiles;
  private final Reservations reservations;
  private final List<Connector> connectors = new ArrayList<>();
  private final List<SignedMeter> signedMeters = new ArrayList<>();
  private final List<IntConsumer> endListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<EndedTransaction>> ledgers = new CopyOnWriteArrayList<>();
  private final Maintenance maintenance;
  private @Nullable FileTransfer files;
  private ChargePointStatus ownStatus = ChargePointStatus.Available;
  private boolean ownStatusTold;
  private boolean rebooting;
  private Timeline.Timer alignedData = Timeline.Timer.NONE;

  Station(
      StationSettings settings,
      Configuration configuration,
      Transport transport,
      Timeline timeline) {
    this.settings = settings;
    this.timeline = timeline;
    this.configuration = configuration;
    // Network and meters draw from generators of their own: one does not disturb the other.
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
    this.link =
        new Link(
            settings.id(),
            Actions16.codec(Direction.FROM_CENTRAL),
            () -> transport,
            timeline,
            random,
            settings.callTimeout(),
            settings.firstBackOff(),
            settings.longestBackOff());
    this.registration =
        new Registration(this::settings, link, timeline, configuration, this::registered);
    this.queue = new TransactionQueue(link, timeline, configuration, registration::accepted);
    this.profiles = new ChargingProfiles(configuration, () -> this.settings.curve());
    this.authorization = new Authorization(this);
    this.reservations = new Reservations(this);
    for (int number = 1; number <= settings.connectors(); number++) {
      connectors.add(
          new Connector(
              this,
              number,
              RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed() + number)));
    }
    for (int number = 1; settings.signed() && number <= settings.connectors(); number++) {
      SignedMeter signing = new SignedMeter(settings.id() + "-" + number);
      signedMeters.add(signing);
      configuration.publishKey(number, signing.publicKey());
    }
    this.maintenance = new Maintenance(this);
    Commands commands = new Commands(this, maintenance);
    link.attach(commands::answer, this::opened, this::closed);
    configuration.onChange(this::configured);
  }

  @Override
  public Future<?> start() {
    link.connect();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    registration.pause();
    alignedData.cancel();
    return link.disconnect();
  }

  /** Where everything runs; null before the start. */
  @Nullable Context context() {
    return context;
  }

  // The parts.

  StationSettings settings() {
    return settings;
  }

  Timeline timeline() {
    return timeline;
  }

  Configuration configuration() {
    return configuration;
  }

  Link link() {
    return link;
  }

  Registration registration() {
    return registration;
  }

  TransactionQueue queue() {
    return queue;
  }

  Authorization authorization() {
    return authorization;
  }

  ChargingProfiles profiles() {
    return profiles;
  }

  /** Made when first needed; most stations never transfer a file. */
  FileTransfer files() {
    FileTransfer made = files == null ? new FileTransfer(vertx) : files;
    files = made;
    return made;
  }

  /** What signs a connector's readings; null when this station signs none. */
  @Nullable SignedMeter signedMeter(int connector) {
    return settings.signed() ? signedMeters.get(connector - 1) : null;
  }

  Reservations reservations() {
    return reservations;
  }

  List<Connector> connectors() {
    return connectors;
  }

  boolean has(int connector) {
    return connector >= 1 && connector <= connectors.size();
  }

  /** A connector by its number, from 1. */
  Connector connector(int number) {
    if (!has(number)) {
      throw new IllegalArgumentException("no connector " + number);
    }
    return connectors.get(number - 1);
  }

  // The connection.

  private void opened() {
    if (!registration.accepted()) {
      registration.boot();
      return;
    }
    registration.resume();
    connectors.forEach(connector -> connector.status().report());
    queue.pump();
  }

  private void closed() {
    registration.pause();
    queue.connectionLost();
  }

  private void registered() {
    ownStatusTold = false;
    tellOwnStatus();
    connectors.forEach(connector -> connector.status().forgetReported());
    connectors.forEach(connector -> connector.status().report());
    queue.pump();
    maintenance.registered();
    scheduleAlignedData();
  }

  /** Whether messages of our own may be sent now. */
  boolean mayTell() {
    return link.isOpen() && registration.accepted();
  }

  /** Calls once registered; fails at once with {@link Kind#OFFLINE} when that is not so. */
  <Q extends Record, R extends Record> Future<R> call(Action<Q, R> action, Q payload) {
    return mayTell()
        ? link.call(action, payload)
        : Future.failedFuture(new CallFailure(Kind.OFFLINE, null, "not registered"));
  }

  /** Calls, and only logs a failure. */
  <Q extends Record, R extends Record> void tell(Action<Q, R> action, Q payload) {
    call(action, payload)
        .onFailure(
            failure -> LOG.info("{}: {}: {}", settings.id(), action.name(), failure.getMessage()));
  }

  /** Tells the status of the station as a whole, connector 0. */
  void tellOwnStatus() {
    if (mayTell() && !ownStatusTold) {
      ownStatusTold = true;
      sendOwnStatus();
    }
  }

  void sendOwnStatus() {
    tell(
        Actions16.STATUS_NOTIFICATION,
        StatusNotificationRequest.of(
            0, ownStatus, ChargePointErrorCode.NoError, timeline.timestamp()));
  }

  void setOperative(boolean operative) {
    ChargePointStatus wanted =
        operative ? ChargePointStatus.Available : ChargePointStatus.Unavailable;
    if (wanted != ownStatus) {
      ownStatus = wanted;
      ownStatusTold = false;
      tellOwnStatus();
    }
  }

  // Listeners.

  void onTransactionEnd(IntConsumer listener) {
    endListeners.add(listener);
  }

  void onEnded(Consumer<EndedTransaction> listener) {
    ledgers.add(listener);
  }

  void tellEnded(EndedTransaction ended) {
    ledgers.forEach(listener -> listener.accept(ended));
    endListeners.forEach(listener -> listener.accept(ended.connector()));
  }

  private void configured(String key, String value) {
    switch (key) {
      case Configuration.HEARTBEAT_INTERVAL -> registration.scheduleHeartbeat();
      case Configuration.CLOCK_ALIGNED_DATA_INTERVAL -> scheduleAlignedData();
      // The new key is used from the next connection on, which comes when the answer is out.
      case Configuration.AUTHORIZATION_KEY -> timeline.after(KEY_CHANGE_PAUSE, link::drop);
      default -> {
        // Read when it is needed.
      }
    }
  }

  /** Samples at whole multiples of the interval since midnight UTC (section 9.1.6). */
  private void scheduleAlignedData() {
    alignedData.cancel();
    int seconds = configuration.number(Configuration.CLOCK_ALIGNED_DATA_INTERVAL);
    if (seconds == 0) {
      return;
    }
    long interval = seconds * 1_000L;
    long wait = interval - Math.floorMod(timeline.now().toEpochMilli(), interval);
    alignedData =
        timeline.after(
            Duration.ofMillis(wait),
            () -> {
              connectors.forEach(
                  connector ->
                      connector
                          .energy()
                          .sendSample(
                              ReadingContext.SampleClock,
                              configuration.measurands(Configuration.METER_VALUES_ALIGNED_DATA)));
              scheduleAlignedData();
            });
  }

  /** Becomes another product, from what it was. */
  void become(StationModel before, StationModel now) {
    settings = settings.as(now);
    StationModel.since(before.ownKeys(), now.ownKeys())
        .forEach((key, own) -> configuration.own(key, own.value(), own.readOnly()));
    StationModel.since(before.configuration(), now.configuration()).forEach(configuration::become);
    if (!now.meterInterval().equals(before.meterInterval())) {
      configuration.become(
          Configuration.METER_VALUE_SAMPLE_INTERVAL,
          Long.toString(now.meterInterval().toSeconds()));
    }
    if (now.bootsAfter(before)) {
      reset(Reason.Reboot);
    }
  }

  // Starting anew.

  /** Ends all transactions, leaves, and boots again. */
  void reset(Reason reason) {
    if (rebooting) {
      return;
    }
    rebooting = true;
    connectors.forEach(connector -> connector.stop(reason, null));
    if (reason == Reason.HardReset) {
      reboot();
    } else {
      farewell(LONGEST_FAREWELL);
    }
  }

  private void farewell(Duration left) {
    if (queue.isEmpty() || left.isNegative() || !mayTell()) {
      reboot();
    } else {
      timeline.after(FAREWELL_CHECK, () -> farewell(left.minus(FAREWELL_CHECK)));
    }
  }

  private void reboot() {
    LOG.info("{}: restarts", settings.id());
    link.disconnect()
        .onComplete(
            closed -> {
              registration.forget();
              timeline.after(
                  settings.rebootTime(),
                  () -> {
                    rebooting = false;
                    link.connect();
                  });
            });
  }
}
