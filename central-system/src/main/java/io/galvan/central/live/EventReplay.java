package io.galvan.central.live;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.event.Event;
import io.galvan.platform.outbox.Outboxes;
import io.galvan.platform.outbox.Outboxes.Page;
import io.vertx.core.Future;
import java.util.List;

/** Reads what a stream of events has missed, a page at a time. */
final class EventReplay {
  private static final int ROWS = 100;
  private static final long TIMEOUT_MS = 10_000;

  private final Bus bus;

  EventReplay(Bus bus) {
    this.bus = bus;
  }

  /** Who missed it. */
  interface Reader {
    /**
     * Takes events, of which the place before and after is told; completes when it can take more.
     */
    Future<Void> take(List<Event> events, Places before, Places after);
  }

  /**
   * Gives the reader all that is kept after its places, which move on.
   *
   * @return false when some of it is gone already
   */
  Future<Boolean> run(Places at, Reader reader) {
    Future<Boolean> whole = Future.succeededFuture(true);
    for (Schema schema : Outboxes.SOURCES) {
      whole = whole.compose(ok -> ok ? read(schema, at, reader) : Future.succeededFuture(false));
    }
    return whole;
  }

  private Future<Boolean> read(Schema schema, Places at, Reader reader) {
    String place = at.get(schema);
    if (place == null) {
      return Future.succeededFuture(false);
    }
    return bus.requestAt(Outboxes.READ, schema.name(), new Outboxes.Read(place, ROWS), TIMEOUT_MS)
        .compose(
            page -> page.lost() ? Future.succeededFuture(false) : take(schema, at, page, reader));
  }

  private Future<Boolean> take(Schema schema, Places at, Page page, Reader reader) {
    Places before = at.copy();
    at.put(schema, page.place());
    return reader
        .take(page.events(), before, at)
        .compose(ok -> page.more() ? read(schema, at, reader) : Future.succeededFuture(true));
  }
}
