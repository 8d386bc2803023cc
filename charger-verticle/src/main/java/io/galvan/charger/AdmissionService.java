package io.galvan.charger;

import io.galvan.platform.Platform;
import io.galvan.platform.config.Settings.UnknownChargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.Admit;
import io.galvan.platform.contract.Chargers.Registration;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Happening.ChargerChange;
import io.galvan.platform.event.Happening.ChargerUpdated;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets chargers in, or not; those that knock together are looked up together. */
final class AdmissionService {
  /**
   * So many may wait for an operator; more are turned away, so that strangers cannot fill the disk.
   */
  static final int MAX_WAITING = 100_000;

  private final AdmissionStore store;
  private final UnknownChargers policy;
  private final GroupCommit<String, Optional<Admission>> lookups;
  private final Counter turnedAway;

  AdmissionService(Platform platform, Writer writer, AdmissionStore store) {
    this.store = store;
    this.policy = platform.settings().unknownChargers();
    this.lookups = new GroupCommit<>("admit", writer, platform.meters(), this::admitAll);
    this.turnedAway =
        Counter.builder("galvan.admission.turned.away")
            .description("unknown chargers refused because too many wait for an operator")
            .register(platform.meters());
  }

  /** Answers {@code charger.admit}. */
  Future<Admission> admit(Admit request) {
    String identity = Identity.check("identity", request.identity());
    return lookups
        .submit(identity)
        .compose(
            admission -> {
              if (admission.isPresent()) {
                return Future.succeededFuture(admission.get());
              }
              if (policy == UnknownChargers.REFUSE) {
                return Future.succeededFuture(new Admission(false, identity, null, false));
              }
              turnedAway.increment();
              return Future.failedFuture(
                  new GalvanException(
                      Fault.UNAVAILABLE, "too many unknown chargers wait for an operator"));
            });
  }

  private Future<List<Optional<Admission>>> admitAll(UnitOfWork unit, List<String> identities) {
    return store
        .find(unit.sql(), identities)
        .compose(
            known -> {
              List<String> unknown =
                  identities.stream().filter(id -> !known.containsKey(id)).distinct().toList();
              Registration registration = registrationOfUnknown();
              if (unknown.isEmpty() || registration == null) {
                return Future.succeededFuture(known);
              }
              return create(unit, unknown, registration)
                  .map(
                      created -> {
                        Map<String, Admission> all = new HashMap<>(known);
                        all.putAll(created);
                        return all;
                      });
            })
        .map(all -> identities.stream().map(id -> Optional.ofNullable(all.get(id))).toList());
  }

  private Future<Map<String, Admission>> create(
      UnitOfWork unit, List<String> unknown, Registration registration) {
    return store
        .create(unit.sql(), unknown, registration, unit.now(), MAX_WAITING)
        .compose(
            ids -> {
              ids.forEach(
                  id ->
                      unit.emit(
                          id, new ChargerUpdated(ChargerChange.Created, registration.name())));
              // Read again, for those that came twice or that another node stored first.
              return store.find(unit.sql(), unknown);
            });
  }

  private @Nullable Registration registrationOfUnknown() {
    return switch (policy) {
      case ACCEPT -> Registration.Accepted;
      case PENDING -> Registration.Pending;
      case REJECT -> Registration.Rejected;
      case REFUSE -> null;
    };
  }
}
