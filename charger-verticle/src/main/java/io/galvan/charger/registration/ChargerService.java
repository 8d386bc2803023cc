package io.galvan.charger.registration;

import io.galvan.charger.block.Identity;
import io.galvan.charger.policy.PolicyService;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.ChargerPage;
import io.galvan.contract.registration.Chargers.ChargerQuery;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.Fleet;
import io.galvan.contract.registration.Chargers.FleetQuery;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Identities;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/** The operator's view of the fleet, and the changes an operator makes. */
final class ChargerService {
  private static final int NAME_LENGTH = 200;

  private final Pool pool;
  private final Writer writer;
  private final ChargerStore store;
  private final PolicyService policies;

  ChargerService(Pool pool, Writer writer, ChargerStore store, PolicyService policies) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.policies = policies;
  }

  /** Answers {@code charger.list}. */
  Future<ChargerPage> list(ChargerQuery query) {
    String order = "charger " + query.sort() + (query.descending() ? " desc" : "");
    Cursor after = Cursor.decode(query.cursor(), order);
    return store
        .list(pool, query, after)
        .map(
            sorted -> {
              int size = query.limit();
              if (sorted.chargers().size() <= size) {
                return new ChargerPage(sorted.chargers(), null);
              }
              Cursor end =
                  new Cursor(
                      order, sorted.keys().get(size - 1), sorted.chargers().get(size - 1).id());
              return new ChargerPage(sorted.chargers().subList(0, size), end.encode());
            });
  }

  /** Answers {@code charger.get}. */
  Future<Charger> get(ChargerKey key) {
    return view(pool, key.chargerId());
  }

  private Future<Charger> view(SqlClient sql, String id) {
    return store
        .get(sql, Sql.required(id, 1_000))
        .compose(
            charger ->
                charger == null
                    ? Future.failedFuture(Identity.unknown(id))
                    : Future.succeededFuture(charger));
  }

  /** Answers {@code charger.create}. */
  Future<Charger> create(NewCharger request) {
    Identities.check("id", request.id());
    checkFields(request.name(), request.site(), request.registration());
    return writer.write(unit -> policies.telling(unit, request.id(), () -> create(unit, request)));
  }

  private Future<Charger> create(UnitOfWork unit, NewCharger request) {
    return store
        .create(unit.sql(), request, unit.now())
        .compose(
            created ->
                created
                    ? changed(unit, request.id(), ChargerChange.Created, request.registration())
                    : Future.failedFuture(
                        new GalvanException(
                            Fault.CONFLICT, "charger " + request.id() + " exists already", "id")));
  }

  /** Answers {@code charger.edit}. */
  Future<Charger> edit(EditCharger request) {
    checkFields(request.name(), request.site(), request.registration());
    return writer.write(unit -> policies.telling(unit, request.id(), () -> edit(unit, request)));
  }

  private Future<Charger> edit(UnitOfWork unit, EditCharger request) {
    return store
        .edit(unit.sql(), request, unit.now())
        .compose(
            edited ->
                edited
                    ? changed(unit, request.id(), ChargerChange.Edited, request.registration())
                    : Future.failedFuture(Identity.unknown(request.id())));
  }

  private Future<Charger> changed(
      UnitOfWork unit, String id, ChargerChange change, Registration registration) {
    unit.emit(id, new ChargerUpdated(change, registration.name()));
    return view(unit.sql(), id);
  }

  /** Answers {@code charger.delete}. */
  Future<Done> delete(ChargerKey key) {
    return writer.write(
        unit -> policies.telling(unit, key.chargerId(), () -> delete(unit, key.chargerId())));
  }

  private Future<Done> delete(UnitOfWork unit, String id) {
    return store
        .delete(unit.sql(), id)
        .compose(
            deleted -> {
              if (!deleted) {
                return Future.failedFuture(Identity.unknown(id));
              }
              unit.emit(id, new ChargerUpdated(ChargerChange.Deleted, null));
              return Future.succeededFuture(Done.DONE);
            });
  }

  /** Answers {@code charger.fleet}. */
  Future<Fleet> fleet(FleetQuery query) {
    return store.fleet(pool);
  }

  private static void checkFields(
      @Nullable String name, @Nullable String site, @Nullable Registration registration) {
    checkText("name", name);
    checkText("site", site);
    if (registration == null) {
      throw GalvanException.invalid("registration", "registration must be given");
    }
  }

  private static void checkText(String field, @Nullable String value) {
    if (value != null && (value.length() > NAME_LENGTH || value.indexOf('\0') >= 0)) {
      throw GalvanException.invalid(
          field, field + " must have " + NAME_LENGTH + " characters at most, and no U+0000");
    }
  }
}
