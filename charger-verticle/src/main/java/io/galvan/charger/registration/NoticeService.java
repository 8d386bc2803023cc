package io.galvan.charger.registration;

import io.galvan.contract.registration.Notices.NoticePage;
import io.galvan.contract.registration.Notices.NoticeQuery;
import io.galvan.platform.db.Cursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;

/** Reads the notices that {@link ReportService} keeps. */
final class NoticeService {
  private final Pool pool;
  private final NoticeStore store;

  NoticeService(Pool pool, NoticeStore store) {
    this.pool = pool;
    this.store = store;
  }

  /** Answers {@code notice.list}, newest first. */
  Future<NoticePage> list(NoticeQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), "notice"))
        .map(
            found -> {
              int size = query.limit();
              if (found.notices().size() <= size) {
                return new NoticePage(found.notices(), null);
              }
              Cursor end =
                  new Cursor(
                      "notice",
                      found.notices().get(size - 1).at().toString(),
                      found.numbers().get(size - 1).toString());
              return new NoticePage(found.notices().subList(0, size), end.encode());
            });
  }
}
