package io.galvan.platform.outbox;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Schema;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.outbox.Outboxes.Head;
import io.galvan.platform.outbox.Outboxes.Page;
import io.galvan.platform.outbox.Outboxes.Parked;
import io.galvan.platform.outbox.Outboxes.ParkedKey;
import io.galvan.platform.outbox.Outboxes.ParkedList;
import io.galvan.platform.outbox.Outboxes.Read;
import io.galvan.platform.outbox.Outboxes.Status;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers {@link Outboxes} for one schema. */
public final class OutboxService {
  private static final int MOST_ROWS = 1_000;

  private final Bus bus;
  private final Pool pool;
  private final Schema schema;
  private final Clock clock;
  private final OutboxRelay relay;
  private final OutboxStore store;
  private final ParkedStore parked = new ParkedStore();

  public OutboxService(Vertx vertx, Pool pool, Schema schema, Clock clock, OutboxRelay relay) {
    this.bus = Bus.of(vertx);
    this.pool = pool;
    this.schema = schema;
    this.clock = clock;
    this.relay = relay;
    // The relay has told of them.
    this.store = new OutboxStore(schema, (id, text) -> {});
  }

  /** Serves the addresses on this node; the caller unregisters. */
  public List<MessageConsumer<?>> serve() {
    String name = schema.name();
    return List.of(
        bus.serveAt(Outboxes.READ, name, this::read),
        bus.serveAt(Outboxes.HEAD, name, ask -> head()),
        bus.serveAt(
            Outboxes.STATUS, name, ask -> Future.succeededFuture(new Status(relay.status()))),
        bus.serveAt(Outboxes.PARKED, name, query -> parked.list(pool, query).map(ParkedList::new)),
        bus.serveAt(Outboxes.REPEAT, name, this::repeat));
  }

  private Future<Page> read(Read asked) {
    Progress from;
    try {
      from = Progress.parse(asked.place());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(GalvanException.invalid("place", "no place of an outbox"));
    }
    int most = Math.max(1, Math.min(asked.rows(), MOST_ROWS));
    // Asked before the rows: a gap that live listeners have passed is then a row here, or none.
    return from.hasGaps()
        ? store.cursors(pool).compose(cursors -> read(from, most, cursors.get(OutboxRelay.LIVE)))
        : read(from, most, null);
  }

  private Future<Page> read(Progress from, int most, @Nullable Progress live) {
    return store
        .next(pool, from, Map.of(), most)
        // Asked after the rows, so that none of these was removed before it was read.
        .compose(
            rows ->
                store
                    .cursors(pool)
                    .map(
                        cursors -> {
                          Progress removed = cursors.get(OutboxStore.REMOVED);
                          boolean lost = removed == null || from.position() < removed.position();
                          List<Event> events = new ArrayList<>();
                          for (OutboxRow row : rows) {
                            events.addAll(row.events());
                            from.add(row.id());
                          }
                          if (live != null && removed != null) {
                            List<Long> passed = from.gaps().stream().filter(live::has).toList();
                            // Such a row was rolled back, or removed since.
                            lost |= passed.stream().anyMatch(id -> id <= removed.position());
                            from.close(passed);
                          }
                          return new Page(events, from.text(), lost, rows.size() >= most);
                        }));
  }

  private Future<Head> head() {
    return store
        .cursors(pool)
        .map(
            cursors -> {
              Progress live = cursors.get(OutboxRelay.LIVE);
              if (live == null) {
                throw new GalvanException(Fault.UNAVAILABLE, "the outbox is not read yet");
              }
              return new Head(live.text());
            });
  }

  private Future<Parked> repeat(ParkedKey key) {
    return parked
        .get(pool, key.id())
        .compose(
            found -> {
              Parked event = found.orElseThrow(() -> GalvanException.notFound("the parked event"));
              return event.repeatedAt() != null
                  ? Future.succeededFuture(event)
                  : deliver(event)
                      .compose(ok -> parked.repeated(pool, event.id(), clock.instant()))
                      .onSuccess(ok -> relay.repeated(event.subscriber()))
                      .compose(ok -> parked.get(pool, event.id()))
                      .map(now -> now.orElse(event));
            });
  }

  private Future<?> deliver(Parked event) {
    if (event.subscriber().equals(ParkedEvents.UNREADABLE)) {
      Future<?> all = Future.succeededFuture();
      List<Event> events = Mapper.read(event.event(), EventBatch.class).events();
      for (Subscription subscription : Subscription.ALL) {
        List<Event> wanted =
            events.stream().filter(one -> subscription.types().contains(one.type())).toList();
        if (!wanted.isEmpty()) {
          all = all.compose(ok -> give(subscription, wanted));
        }
      }
      return all;
    }
    Subscription subscription =
        Subscription.ALL.stream()
            .filter(one -> one.name().equals(event.subscriber()))
            .findFirst()
            .orElseThrow(
                () ->
                    new GalvanException(
                        Fault.CONFLICT, event.subscriber() + " is no subscriber any more"));
    return give(subscription, List.of(Mapper.read(event.event(), Event.class)));
  }

  private Future<Done> give(Subscription subscription, List<Event> events) {
    return bus.request(subscription.address(), new EventBatch(events));
  }
}
