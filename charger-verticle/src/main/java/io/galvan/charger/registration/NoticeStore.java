package io.galvan.charger.registration;

import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.contract.registration.Notices.NoticeQuery;
import io.galvan.contract.registration.Notices.StoredNotice;
import io.galvan.platform.db.Conditions;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ReportStore} keeps of notices. */
final class NoticeStore {
  private static final int TEXT_LENGTH = 500;

  /** Notices newest first, and the numbers that tell those of one time apart. */
  record Found(List<StoredNotice> notices, List<Long> numbers) {}

  /** One more than the page holds, if there are more. */
  Future<Found> list(SqlClient sql, NoticeQuery query, @Nullable Cursor after) {
    Conditions conditions = new Conditions();
    if (query.chargerId() != null) {
      conditions.add("charger_id = ?", Sql.required(query.chargerId(), TEXT_LENGTH));
    }
    if (query.kind() == NoticeKind.SecurityEvent) {
      // Written out, so that the index of these can be used.
      conditions.add("kind = 'SecurityEvent'");
    } else if (query.kind() != null) {
      conditions.add("kind = ?", query.kind().name());
    }
    if (query.from() != null) {
      conditions.add("at >= ?", Sql.time(query.from()));
    }
    if (query.to() != null) {
      conditions.add("at < ?", Sql.time(query.to()));
    }
    if (after != null) {
      conditions.add("(at, id) < (?, ?)", Sql.time(after.keyTime()), after.idNumber());
    }
    return sql.preparedQuery(
            "select * from notice"
                + conditions.where()
                + " order by at desc, id desc"
                + Conditions.limit(query.limit()))
        .execute(conditions.parameters())
        .map(NoticeStore::found);
  }

  private static Found found(Iterable<Row> rows) {
    List<StoredNotice> notices = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (Row row : rows) {
      numbers.add(row.getLong("id"));
      notices.add(
          new StoredNotice(
              row.getString("charger_id"),
              Sql.constant(row, "kind", NoticeKind.class),
              row.getString("value"),
              row.getInteger("request_id"),
              row.getString("detail"),
              Sql.instant(row, "at")));
    }
    return new Found(notices, numbers);
  }
}
