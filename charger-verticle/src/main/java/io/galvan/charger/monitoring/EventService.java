package io.galvan.charger.monitoring;

import io.galvan.charger.block.Identity;
import io.galvan.charger.devicemodel.Chars;
import io.galvan.charger.devicemodel.Stored;
import io.galvan.charger.devicemodel.VariableStore;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.EventPage;
import io.galvan.contract.devicemodel.DeviceModels.EventQuery;
import io.galvan.contract.devicemodel.DeviceModels.Events;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import io.galvan.contract.devicemodel.VariableNames;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Events: kept as they are, and the values they tell brought into the model. */
final class EventService {
  private static final int DELETED_AT_ONCE = 10_000;

  private final Duration retention;
  private final Pool pool;
  private final Writer writer;
  private final EventStore store;
  private final VariableStore variables;
  private final GroupCommit<Events, Boolean> events;

  EventService(
      Platform platform, Pool pool, Writer writer, EventStore store, VariableStore variables) {
    this.retention = platform.settings().messageLogRetention();
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.variables = variables;
    this.events =
        new GroupCommit<Events, Boolean>("device events", writer, platform.meters(), this::addAll)
            .bounded(Chars.MOST, Chars::of);
  }

  /** Answers {@code device.events}. */
  Future<Done> add(Events told) {
    return events
        .submit(told)
        .compose(
            known ->
                known
                    ? Future.succeededFuture(Done.DONE)
                    : Future.failedFuture(Identity.unknown(told.chargerId())));
  }

  private record Place(String chargerId, VariableName name) {}

  private Future<List<Boolean>> addAll(UnitOfWork unit, List<Events> batch) {
    List<EventStore.Told> told = new ArrayList<>();
    Map<Place, VariableStore.Heard> newest = new LinkedHashMap<>();
    for (Events events : batch) {
      for (DeviceEvent event : events.items()) {
        DeviceEvent kept = hide(Stored.event(event));
        var at = Sql.reported(event.at(), unit.now());
        told.add(new EventStore.Told(events.chargerId(), kept, at));
        if (kept.actualValue() != null) {
          newest.merge(
              new Place(events.chargerId(), VariableNames.key(kept.name())),
              new VariableStore.Heard(events.chargerId(), kept.name(), kept.actualValue(), at),
              (a, b) -> b.at().isBefore(a.at()) ? a : b);
        }
      }
    }
    return variables
        .hold(unit.sql(), batch.stream().map(Events::chargerId).collect(Collectors.toSet()))
        .compose(
            known ->
                Future.all(
                        store.add(unit.sql(), told, unit.now()),
                        variables.hear(unit.sql(), List.copyOf(newest.values())))
                    .map(
                        ok -> batch.stream().map(one -> known.contains(one.chargerId())).toList()));
  }

  private static DeviceEvent hide(DeviceEvent event) {
    return VariableNames.isSecret(event.name().variable())
        ? new DeviceEvent(
            event.eventId(),
            event.at(),
            event.trigger(),
            event.name(),
            null,
            event.cause(),
            event.techCode(),
            event.techInfo(),
            event.cleared(),
            event.stationTransactionId(),
            event.monitorId(),
            event.kind(),
            event.severity())
        : event;
  }

  /** Answers {@code device.events.list}, newest first. */
  Future<EventPage> list(EventQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), "device event"))
        .map(
            listed -> {
              boolean more = listed.size() > query.limit();
              List<EventStore.Listed> page = more ? listed.subList(0, query.limit()) : listed;
              String next = null;
              if (more) {
                EventStore.Listed last = page.get(page.size() - 1);
                next =
                    new Cursor("device event", last.at().toString(), String.valueOf(last.id()))
                        .encode();
              }
              return new EventPage(page.stream().map(EventStore.Listed::event).toList(), next);
            });
  }

  /** Events live as long as the messages that brought them. */
  Future<?> deleteOld() {
    return writer.write(
        unit -> store.deleteOld(unit.sql(), unit.now().minus(retention), DELETED_AT_ONCE));
  }
}
