package io.galvan.simulator.station2;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.v2.Actions2;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.NetworkConnectionProfile;
import io.galvan.ocpp.v2.SecurityActions;
import io.galvan.ocpp.v2.SecurityEventNotificationRequest;
import io.galvan.simulator.station.CallFailure;
import io.galvan.simulator.station.CallFailure.Kind;
import io.galvan.simulator.station.EndedTransaction;
import io.galvan.simulator.station.FileTransfer;
import io.galvan.simulator.station.Link;
import io.galvan.simulator.station.Timeline;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a station, joined. Everything in it runs on the verticle's context. */
final class Station2 extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Station2.class);

  private static final Duration KEY_CHANGE_PAUSE = Duration.ofSeconds(1);

  private volatile Settings settings;
  private final Timeline timeline;
  private final DeviceModel model;
  private final RandomGenerator random;
  private final Networks networks;
  private final Link link;
  private final Registration registration;
  private final EventQueue queue;
  private final Authorization authorization;
  private final Certificates certificates;
  private final Profiles profiles;
  private final Reservations reservations;
  private final EventStreams streams;
  private final Monitors monitors;
  private final Needs needs;
  private final Tariffs tariffs;
  private final Display display;
  private final Firmware firmware;
  private final Logs logs;
  private final Availability availability;
  private final Restarts restarts;
  private final AlignedSamples alignedSamples;
  private final List<Evse> evses = new ArrayList<>();
  private final List<Consumer<EndedTransaction>> ledgers = new CopyOnWriteArrayList<>();
  private final List<IntConsumer> endListeners = new CopyOnWriteArrayList<>();
  private @Nullable FileTransfer files;
  private @Nullable Instant offlineSince;
  private long transactions;

  Station2(
      Settings settings,
      DeviceModel model,
      Transport transport,
      @Nullable Function<NetworkConnectionProfile, Transport> otherWays,
      Timeline timeline) {
    this.settings = settings;
    this.timeline = timeline;
    this.model = model;
    // Network and meters draw from generators of their own: one does not disturb the other.
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed());
    this.networks = new Networks(model, transport, otherWays);
    this.link =
        new Link(
            settings.id(),
            new FrameCodec(
                settings.version(), Actions2.table(settings.version()), Direction.FROM_CENTRAL),
            networks::next,
            timeline,
            random,
            settings.callTimeout(),
            settings.firstBackOff(),
            settings.longestBackOff());
    networks.restart();
    this.registration = new Registration(this::settings, link, timeline, model, this::registered);
    this.queue = new EventQueue(link, timeline, model, registration::accepted);
    this.authorization = new Authorization(this);
    this.certificates = new Certificates(settings, model);
    this.profiles = new Profiles(this);
    this.reservations = new Reservations(this);
    this.streams = new EventStreams(this);
    this.needs = new Needs(this);
    this.tariffs = new Tariffs(this);
    this.display = new Display(this);
    this.firmware = new Firmware(this);
    this.logs = new Logs(this);
    this.availability = new Availability(this);
    this.restarts = new Restarts(this);
    this.alignedSamples = new AlignedSamples(this);
    this.monitors = new Monitors(this);
    for (int id = 1; id <= settings.evses(); id++) {
      evses.add(
          new Evse(
              this,
              id,
              settings.connectorsAnEvse(),
              RandomGeneratorFactory.of("L64X128MixRandom").create(settings.seed() + id)));
    }
    LiveValues.show(this);
    Commands commands = new Commands(this);
    link.attach(commands::answer, this::opened, this::closed);
    model.onChange(this::configured);
  }

  @Override
  public Future<?> start() {
    link.connect();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    registration.pause();
    alignedSamples.close();
    streams.close();
    evses.forEach(evse -> evse.energy().close());
    return link.disconnect();
  }

  /** Where everything runs; null before the start. */
  @Nullable Context context() {
    return context;
  }

  // The parts.

  Settings settings() {
    return settings;
  }

  /** From now on it is made so. */
  void become(Settings other) {
    settings = other;
  }

  Timeline timeline() {
    return timeline;
  }

  DeviceModel model() {
    return model;
  }

  Networks networks() {
    return networks;
  }

  Link link() {
    return link;
  }

  Registration registration() {
    return registration;
  }

  EventQueue queue() {
    return queue;
  }

  Authorization authorization() {
    return authorization;
  }

  Certificates certificates() {
    return certificates;
  }

  Profiles profiles() {
    return profiles;
  }

  Reservations reservations() {
    return reservations;
  }

  EventStreams streams() {
    return streams;
  }

  Monitors monitors() {
    return monitors;
  }

  Needs needs() {
    return needs;
  }

  Tariffs tariffs() {
    return tariffs;
  }

  Display display() {
    return display;
  }

  Firmware firmware() {
    return firmware;
  }

  Logs logs() {
    return logs;
  }

  Availability availability() {
    return availability;
  }

  Restarts restarts() {
    return restarts;
  }

  /** Made when first needed; most stations never transfer a file. */
  FileTransfer files() {
    FileTransfer made = files == null ? new FileTransfer(vertx) : files;
    files = made;
    return made;
  }

  List<Evse> evses() {
    return evses;
  }

  boolean has(int evse) {
    return evse >= 1 && evse <= evses.size();
  }

  /** An EVSE by its id, from 1. */
  Evse evse(int id) {
    if (!has(id)) {
      throw new IllegalArgumentException("no EVSE " + id);
    }
    return evses.get(id - 1);
  }

  /** The EVSE where a transaction runs. */
  Optional<Evse> evseOf(String transactionId) {
    return evses.stream()
        .filter(
            evse -> {
              Session session = evse.session();
              return session != null && session.id.equals(transactionId);
            })
        .findFirst();
  }

  /** The transaction that runs where a component is; null for none. */
  @Nullable String transactionAt(Component component) {
    if (component.evse() == null || !has(component.evse().id())) {
      return null;
    }
    Session session = evse(component.evse().id()).session();
    return session == null ? null : session.id;
  }

  /** How many EVSEs charge, or would if they were allowed more. */
  int charging() {
    return (int)
        evses.stream().filter(evse -> evse.permit() != null && evse.plugged() != 0).count();
  }

  boolean operative() {
    return availability.operative();
  }

  /** An id for a transaction, unlike those of other stations and of earlier starts. */
  String newTransactionId() {
    String name = settings.id() + " " + timeline.now().toEpochMilli() + " " + ++transactions;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  // The connection.

  private void opened() {
    networks.connected();
    Duration offline = offlineFor();
    offlineSince = null;
    if (!registration.accepted()) {
      registration.boot();
      return;
    }
    registration.resume();
    if (offline.toSeconds() >= model.number("OCPPCommCtrlr.OfflineThreshold")) {
      forgetReported();
    }
    report();
    monitors.online();
    queue.pump();
  }

  private void closed() {
    offlineSince = timeline.now();
    registration.pause();
    queue.connectionLost();
  }

  /** For how long there has been no connection. */
  Duration offlineFor() {
    return offlineSince == null ? Duration.ZERO : Duration.between(offlineSince, timeline.now());
  }

  private void registered() {
    forgetReported();
    report();
    monitors.online();
    queue.pump();
    firmware.registered();
    alignedSamples.schedule();
    restarts.registered();
  }

  private void forgetReported() {
    evses.forEach(evse -> evse.connectors().forEach(Connector::forgetReported));
  }

  private void report() {
    evses.forEach(evse -> evse.connectors().forEach(Connector::report));
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

  /** Calls what was asked for, also while the registration is pending (B02). */
  <Q extends Record, R extends Record> Future<R> report(Action<Q, R> action, Q payload) {
    return (link.isOpen() && registration.mayReport()
            ? link.call(action, payload)
            : Future.<R>failedFuture(new CallFailure(Kind.OFFLINE, null, "not registered")))
        .onFailure(failure -> failed(action, failure));
  }

  /** Calls, and only logs a failure. */
  <Q extends Record, R extends Record> void tell(Action<Q, R> action, Q payload) {
    call(action, payload).onFailure(failure -> failed(action, failure));
  }

  private void failed(Action<?, ?> action, Throwable failure) {
    LOG.info("{}: {}: {}", settings.id(), action.name(), failure.getMessage());
  }

  /** Something that matters to security: told, and kept for the log. */
  void securityEvent(String type, @Nullable String detail) {
    logs.security(type);
    tell(
        SecurityActions.SECURITY_EVENT_NOTIFICATION,
        new SecurityEventNotificationRequest(type, timeline.timestamp(), detail, null));
  }

  /** A pause in the station's time. */
  Future<Void> pause(Duration time) {
    Promise<Void> over = Promise.promise();
    timeline.after(time, over::complete);
    return over.future();
  }

  // Listeners.

  void onTransactionEnd(IntConsumer listener) {
    endListeners.add(listener);
  }

  void onEnded(Consumer<EndedTransaction> listener) {
    ledgers.add(listener);
  }

  /** A transaction ended: what waited for that is done. */
  void ended(Evse evse) {
    endListeners.forEach(listener -> listener.accept(evse.id()));
    availability.ended(evse);
  }

  /** A transaction is written down for whoever keeps accounts. */
  void account(Evse evse, Session session, Instant endedAt) {
    EndedTransaction ended =
        new EndedTransaction(
            settings.id(),
            evse.id(),
            session.connector,
            session.token == null ? "" : session.token.idToken(),
            session.startedAt,
            endedAt,
            session.startWh,
            evse.energy().registerWh());
    ledgers.forEach(listener -> listener.accept(ended));
  }

  private void configured(ModelVariable changed) {
    String name = changed.component().name() + "." + changed.variable().name();
    switch (name) {
      case "OCPPCommCtrlr.HeartbeatInterval" -> registration.scheduleHeartbeat();
      case "AlignedDataCtrlr.Interval" -> alignedSamples.schedule();
      // The new password is used from the next connection on, which comes when the answer is out.
      case "SecurityCtrlr.BasicAuthPassword" -> timeline.after(KEY_CHANGE_PAUSE, link::drop);
      default -> {
        // Read when it is needed.
      }
    }
  }
}
