package io.galvan.notification;

import io.galvan.contract.notification.Notifications.Mail;
import io.galvan.contract.notification.Notifications.MailState;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mails in PostgreSQL. */
final class MailStore {
  private static final String INSERT =
      """
      insert into mail (event_id, recipient, subject, text, state, created_at, next_attempt_at)
      select event_id, recipient, subject, text, $5, $6, $6
      from unnest($1::text[], $2::text[], $3::text[], $4::text[])
        with ordinality as letter (event_id, recipient, subject, text, place)
      order by place
      on conflict (event_id) do nothing
      """;

  /** The queue empties by itself after the last attempt; what is closed is kept up to a number. */
  private static final String PRUNE =
      """
      delete from mail where state <> 'Queued' and id <=
        (select id from mail where state <> 'Queued' order by id desc offset $1 limit 1)
      """;

  private static final String LIST =
      """
      select * from mail
      where id < $1 and ($2::text is null or lower(recipient) = $2)
      order by id desc
      limit $3
      """;

  /** Until its lease is over nobody else takes the mail, even if this node dies. */
  private static final String CLAIM =
      """
      update mail set attempts = attempts + 1, last_error = null, next_attempt_at = $2
      where id in (
        select id from mail where state = 'Queued' and next_attempt_at <= $1
        order by next_attempt_at, id limit $3 for update skip locked)
      returning *
      """;

  private static final String SENT =
      "update mail set state = 'Sent', sent_at = $2, last_error = null where id = $1";

  private static final String RETRY =
      "update mail set next_attempt_at = $2, last_error = $3 where id = $1";

  private static final String FAILED =
      "update mail set state = 'Failed', last_error = $2 where id = $1";

  private static final String KEEP_QUEUED = "update mail set state = 'Kept' where state = 'Queued'";

  private final Pool pool;

  /** A mail that this node alone may send now; the event id names it to mail servers too. */
  record Claimed(String eventId, Mail mail) {}

  MailStore(Pool pool) {
    this.pool = pool;
  }

  /** Stores letters that are not stored yet. */
  Future<?> insert(UnitOfWork unit, List<Letter> letters, MailState state) {
    return unit.sql()
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                letters.stream().map(Letter::eventId).toArray(String[]::new),
                letters.stream().map(Letter::recipient).toArray(String[]::new),
                letters.stream().map(Letter::subject).toArray(String[]::new),
                letters.stream().map(Letter::text).toArray(String[]::new),
                state.name(),
                at(unit.now())));
  }

  /** Deletes the oldest closed mails beyond a number. */
  Future<?> prune(UnitOfWork unit, int kept) {
    return unit.sql().preparedQuery(PRUNE).execute(Tuple.of((long) kept));
  }

  /** The newest first, those with a lower id than the given one. */
  Future<List<Mail>> list(long before, @Nullable String recipient, int limit) {
    return pool.preparedQuery(LIST)
        .execute(Tuple.of(before, recipient, limit))
        .map(
            rows -> {
              List<Mail> mails = new ArrayList<>(rows.size());
              rows.forEach(row -> mails.add(mail(row)));
              return mails;
            });
  }

  /** Takes due mails for this node until the lease ends and counts the attempt. */
  Future<List<Claimed>> claim(UnitOfWork unit, Instant leaseEnd, int most) {
    return unit.sql()
        .preparedQuery(CLAIM)
        .execute(Tuple.of(at(unit.now()), at(leaseEnd), most))
        .map(
            rows -> {
              List<Claimed> claimed = new ArrayList<>(rows.size());
              rows.forEach(row -> claimed.add(new Claimed(row.getString("event_id"), mail(row))));
              return claimed;
            });
  }

  Future<?> sent(UnitOfWork unit, long id) {
    return execute(unit, SENT, Tuple.of(id, at(unit.now())));
  }

  Future<?> retry(UnitOfWork unit, long id, Instant nextAttempt, String error) {
    return execute(unit, RETRY, Tuple.of(id, at(nextAttempt), error));
  }

  Future<?> failed(UnitOfWork unit, long id, String error) {
    return execute(unit, FAILED, Tuple.of(id, error));
  }

  /** What an earlier run with an SMTP server left is kept readable here. */
  Future<?> keepQueued(UnitOfWork unit) {
    return execute(unit, KEEP_QUEUED, Tuple.tuple());
  }

  private static Future<RowSet<Row>> execute(UnitOfWork unit, String statement, Tuple values) {
    return unit.sql().preparedQuery(statement).execute(values);
  }

  private static Mail mail(Row row) {
    OffsetDateTime sentAt = row.getOffsetDateTime("sent_at");
    return new Mail(
        row.getLong("id"),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("text"),
        MailState.valueOf(row.getString("state")),
        row.getInteger("attempts"),
        row.getString("last_error"),
        row.getOffsetDateTime("created_at").toInstant(),
        sentAt == null ? null : sentAt.toInstant());
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
