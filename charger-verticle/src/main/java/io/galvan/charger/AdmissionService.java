package io.galvan.charger;

import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings.UnknownChargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.Admit;
import io.galvan.platform.contract.Chargers.Registration;
import io.galvan.platform.contract.Identities;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Happening.ChargerChange;
import io.galvan.platform.event.Happening.ChargerUpdated;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.Optional;

/** Lets chargers in, or not; those that knock together are looked up together. */
final class AdmissionService {
  /**
   * So many may wait for an operator; more are turned away, so that strangers cannot fill the disk.
   */
  static final int MAX_WAITING = 100_000;

  private final AdmissionStore store;
  private final UnknownChargers policy;
  private final GroupRead<String, Admission> lookups;
  private final GroupCommit<String, Optional<Admission>> creations;
  private final Counter turnedAway;

  AdmissionService(Platform platform, Pool pool, Writer writer, AdmissionStore store) {
    this.store = store;
    this.policy = platform.settings().unknownChargers();
    this.lookups =
        new GroupRead<>("admit", platform.meters(), identities -> store.find(pool, identities));
    this.creations = new GroupCommit<>("admit", writer, platform.meters(), this::createAll);
    this.turnedAway =
        Counter.builder("galvan.admission.turned.away")
            .description("unknown chargers refused because too many wait for an operator")
            .register(platform.meters());
  }

  /** Answers {@code charger.admit}. */
  Future<Admission> admit(Admit request) {
    String identity = Identities.check("identity", request.identity());
    return lookups
        .find(identity)
        .compose(
            known ->
                known.isPresent() ? Future.succeededFuture(known.get()) : admitUnknown(identity));
  }

  private Future<Admission> admitUnknown(String identity) {
    if (policy == UnknownChargers.REFUSE) {
      return Future.succeededFuture(new Admission(false, identity, null, false));
    }
    return creations
        .submit(identity)
        .compose(
            created -> {
              if (created.isPresent()) {
                return Future.succeededFuture(created.get());
              }
              turnedAway.increment();
              return Future.failedFuture(
                  new GalvanException(
                      Fault.TOO_MANY, "too many unknown chargers wait for an operator"));
            });
  }

  private Future<List<Optional<Admission>>> createAll(UnitOfWork unit, List<String> identities) {
    Registration registration = registrationOfUnknown();
    var created =
        store.create(
            unit.sql(),
            identities.stream().distinct().toList(),
            registration,
            unit.now(),
            MAX_WAITING);
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
