package io.galvan.charger.connection;

import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.connection.Connections.Admit;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Identities;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.config.Settings.UnknownChargers;
import io.galvan.platform.config.StrangerSettings;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets chargers in, or not; those that knock together are looked up together. */
final class AdmissionService {
  /**
   * So many may wait for an operator; more are turned away, so that strangers cannot fill the disk.
   */
  static final int MAX_WAITING = 100_000;

  /** So long a stranger is kept that has never said what it is. */
  private static final Duration NEVER_BOOTED = Duration.ofDays(1);

  private static final int PIECE = 1_000;

  private final AdmissionStore store;
  private final UnknownChargers policy;
  private final StrangerSettings settings;
  private final Writer writer;
  private final GroupRead<String, Admission> lookups;
  private final GroupCommit<Stranger, Optional<Admission>> creations;
  private final Counter turnedAway;

  AdmissionService(Platform platform, Pool pool, Writer writer, AdmissionStore store) {
    this.store = store;
    this.policy = platform.settings().unknownChargers();
    this.settings = platform.settings().strangers();
    this.writer = writer;
    this.lookups =
        new GroupRead<>("admit", platform.meters(), identities -> store.find(pool, identities));
    this.creations = new GroupCommit<>("admit", writer, platform.meters(), this::createAll);
    this.turnedAway =
        Counter.builder("galvan.admission.turned.away")
            .description("unknown chargers refused because too many wait for an operator")
            .register(platform.meters());
  }

  /**
   * An identity that is not stored.
   *
   * @param network where it comes from; null: not limited
   */
  record Stranger(String identity, @Nullable String network) {}

  /** Deletes strangers that no operator has accepted and that are away for too long. */
  Future<?> expire() {
    return writer.write(
        unit ->
            store
                .expire(
                    unit.sql(),
                    unit.now().minus(NEVER_BOOTED),
                    unit.now().minus(settings.kept()),
                    PIECE)
                .map(
                    gone -> {
                      gone.forEach(
                          id -> unit.emit(id, new ChargerUpdated(ChargerChange.Deleted, null)));
                      return Done.DONE;
                    }));
  }

  /** Answers {@code charger.admit}. */
  Future<Admission> admit(Admit request) {
    String identity = Identities.check("identity", request.identity());
    return lookups
        .find(identity)
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(known.get())
                    : admitUnknown(new Stranger(identity, request.network())));
  }

  private Future<Admission> admitUnknown(Stranger stranger) {
    if (policy == UnknownChargers.REFUSE) {
      return Future.succeededFuture(new Admission(false, stranger.identity(), null, false));
    }
    return creations
        .submit(stranger)
        .compose(
            created -> {
              if (created.isPresent()) {
                return Future.succeededFuture(created.get());
              }
              turnedAway.increment();
              return Future.failedFuture(
                  new GalvanException(
                      Fault.TOO_MANY,
                      "too many unknown chargers wait for an operator, of this address or in all"));
            });
  }

  private Future<List<Optional<Admission>>> createAll(UnitOfWork unit, List<Stranger> strangers) {
    List<String> identities = strangers.stream().map(Stranger::identity).toList();
    Registration registration = registrationOfUnknown();
    var created =
        store.create(
            unit.sql(),
            strangers,
            registration,
            unit.now(),
            MAX_WAITING,
            settings.mostOfAnAddress());
    // Read after it, for those that another spelling or another node stored first.
    var stored = store.find(unit.sql(), identities);
    return Future.all(created, stored)
        .map(
            both -> {
              for (String id : created.result()) {
                unit.emit(id, new ChargerUpdated(ChargerChange.Created, registration.name()));
              }
              return identities.stream()
                  .map(id -> Optional.ofNullable(stored.result().get(id)))
                  .toList();
            });
  }

  private Registration registrationOfUnknown() {
    return switch (policy) {
      case ACCEPT -> Registration.Accepted;
      case PENDING -> Registration.Pending;
      case REJECT, REFUSE -> Registration.Rejected;
    };
  }
}
